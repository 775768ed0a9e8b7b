import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { root } from './run-tests.ts'

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: root }),
]
const read = (page: string) => readFileSync(join(root, page), 'utf8')
const wordsIn = (page: string) => read(page).split(/\s+/).filter(Boolean).length

test('the README can be read in five minutes, the architecture in four', () => {
  assert.ok(wordsIn('README.md') <= 1500, `${wordsIn('README.md')} words`)
  assert.ok(wordsIn('ARCHITECTURE.md') <= 900, `${wordsIn('ARCHITECTURE.md')} words`)
})

test('every link of the documentation leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/(?:\]\(|src=")((?!https?:|#|mailto:)[^)"#\s]+)/g)]
      .filter(([, to]) => !existsSync(join(root, dirname(page), to!)))
      .map(([, to]) => `${page}: ${to}`),
  )
  assert.deepEqual(broken, [])
})

test('every file that the documentation names is there', () => {
  const isThere = (file: string) => ['', 'server'].some((folder) => existsSync(join(root, folder, file)))
  const gone = pages.flatMap((page) =>
    [...read(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|json))`/g)]
      .filter(([, file]) => !isThere(file!) && !/^dist\/|000N/.test(file!))
      .map(([, file]) => `${page}: ${file}`),
  )
  assert.deepEqual(gone, [])
})

test('every npm command that the documentation names is one', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const unknown = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, name]) => !(name! in scripts))
      .map(([, name]) => `${page}: ${name}`),
  )
  assert.deepEqual(unknown, [])
})

test('every shell line of the documentation is one', () => {
  const wrong = pages.flatMap((page) =>
    [...read(page).matchAll(/```sh\n([^]*?)```/g)]
      // A name in <brackets> is the reader's to fill in.
      .map(([, lines]) => lines!.replaceAll(/<[\w -]+>/g, 'name'))
      .map((lines) => spawnSync('bash', ['-n'], { input: lines, encoding: 'utf8' }))
      .filter(({ status }) => status !== 0)
      .map(({ stderr }) => `${page}: ${stderr}`),
  )
  assert.deepEqual(wrong, [])
})
