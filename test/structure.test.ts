import assert from 'node:assert/strict'
import { globSync, readFileSync, existsSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { parseAst } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = [
  'protocol',
  'server',
  'client',
  'widget',
  'dashboard',
  'sdk',
  'texts',
  'demo',
  'bench',
  'scripts',
  'test',
]
const files = globSync(
  rooms.map((room) => `${room}/**/*.{ts,tsx}`),
  { cwd: root },
)
const product = files.filter((file) => !/^test\/|\.test\.tsx?$|\.d\.ts$/.test(file))

/** Which of our files a file imports, types included: whoever reads one has to know the other. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, path]) => path!)
  return named
    .map((path) => relative(root, join(root, dirname(file), path)))
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile())
}

const imports = new Map(product.map((file) => [file, importsOf(file)]))

/** Removes, again and again, what imports nothing that is left, or is imported by nothing that is left: what remains stands in circles or between them. */
function inCircles(arrows: Map<string, Iterable<string>>): string[] {
  const left = new Map([...arrows].map(([from, to]) => [from, new Set(to)]))
  for (let before = -1; before !== left.size;) {
    before = left.size
    const imported = new Set([...left.values()].flatMap((to) => [...to]))
    for (const [from, to] of left)
      if (!imported.has(from) || ![...to].some((each) => left.has(each))) left.delete(from)
  }
  return [...left.keys()]
}

/** Folders that import each other, as "a | b". A folder and one inside it are one house. */
function mutualFolders(): string[] {
  const arrows = new Set(
    [...imports].flatMap(([file, to]) => to.map((other) => `${dirname(file)} | ${dirname(other)}`)),
  )
  return [...arrows].filter((arrow) => {
    const [a, b] = arrow.split(' | ') as [string, string]
    return a < b && !b.startsWith(`${a}/`) && arrows.has(`${b} | ${a}`)
  })
}

test('the check itself sees a circle', () => {
  assert.deepEqual(inCircles(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [], e: ['a'] }))), [
    'a',
    'b',
    'c',
  ])
  assert.ok(imports.get('server/main.ts')!.length > 0 && imports.get('dashboard/router.tsx')!.length > 20)
})

test('no file imports itself, by whatever way', () => {
  assert.deepEqual(inCircles(imports), [])
})

/** It only falls. 0 is the aim: whoever cuts one lowers it. */
const mostMutualFolders = 11

test('no more folders import each other than did before', () => {
  const mutual = mutualFolders()
  assert.ok(mutual.length <= mostMutualFolders, `${mutual.length} pairs of folders:\n${mutual.join('\n')}`)
})

test('a migration is frozen: it imports nothing that lives and may change', () => {
  const folder = 'server/db/migrations'
  const living = files
    .filter((file) => file.startsWith(`${folder}/`))
    .flatMap((file) => importsOf(file).map((other) => `${file} imports ${other}`))
    .filter((arrow) => !arrow.includes(` imports ${folder}/`))
  assert.deepEqual(living, [])
})

/** The type checker builds every type it can see, so a caller sees only the routes that are its own. */
test('the widget does not know the routes of operators', () => {
  const seen = new Set(product.filter((file) => file.startsWith('widget/')))
  for (const file of seen) for (const other of imports.get(file) ?? []) seen.add(other)
  assert.ok(seen.has('protocol/widget-api.ts'))
  assert.ok(!seen.has('protocol/operator-api.ts') && !seen.has('protocol/api.ts'))
})

const longest = 140

/** Where texts, patterns and templates stand in a file, from and to. */
function* literals(node: unknown): Generator<[number, number]> {
  if (Array.isArray(node)) for (const each of node) yield* literals(each)
  if (!node || typeof node !== 'object' || Array.isArray(node)) return
  const { type, start, end } = node as { type?: string; start: number; end: number }
  if (type === 'Literal' || type === 'TemplateLiteral' || type === 'JSXText') yield [start, end]
  for (const part of Object.values(node)) if (part && typeof part === 'object') yield* literals(part)
}

/** The line would not be long without the texts in it. */
const isLongByTexts = (from: number, to: number, texts: [number, number][]) =>
  to - from - texts.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0) <
  longest / 2

test('a long line is a text, a pattern or a comment, and never code', () => {
  const long: string[] = []
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    if (file === 'sdk/api.ts' || !text.split('\n').some((line) => line.length > longest)) continue
    const texts = [...literals(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }))]
    let at = 0
    for (const [index, line] of text.split('\n').entries()) {
      const isComment = /^\s*(?:\/\/|\/?\*)/.test(line)
      if (line.length > longest && !isComment && !isLongByTexts(at, at + line.length, texts))
        long.push(`${file}:${index + 1}`)
      at += line.length + 1
    }
  }
  assert.deepEqual(long, [])
})

/** Names with # are private when the program runs, too, and the bundler shortens them. A constructor cannot have one. */
test('what is private to a class says so with #', () => {
  const modifier = /^ *(?:private|protected) (?!constructor\b)/m
  assert.deepEqual(
    files.filter((file) => modifier.test(readFileSync(join(root, file), 'utf8'))),
    [],
  )
})

/** Read from outside the sources: parts that the widget fetches, the template of the package for programs, and what no benchmark asks for yet. */
const readElsewhere = new Set(['widget/panel.tsx mount', 'widget/surroundings.ts keep'])
const template = 'scripts/api-client.ts'

/** Which names of each file are imported somewhere; '*' where a file is taken whole. */
function importedNames(): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  const clause = /(?:import|export)\s+(?:type\s+)?(?:(\w+)\s*,?\s*)?(\{[^}]*\}|\*[^']*?)?\s*from\s*'(\.[^']+)'/g
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    const target = (path: string) => relative(root, join(root, dirname(file), path))
    const take = (path: string, taken: string[]) =>
      names.set(target(path), new Set([...(names.get(target(path)) ?? []), ...taken]))
    for (const [, , what = '', path] of text.matchAll(clause))
      take(
        path!,
        what.startsWith('*') ? ['*'] : (what.match(/(?:type\s+)?\w+(?:\s+as\s+\w+)?/g)?.map(nameOf) ?? []),
      )
    for (const [, path] of text.matchAll(/import\(\s*'(\.[^']+)'/g)) take(path!, ['*'])
  }
  return names
}

const nameOf = (taken: string) => taken.replace(/^type\s+/, '').split(/\s+as\s+/)[0]!

test('what a file exports is imported by another', () => {
  const names = importedNames()
  const declared = /^export (?:async )?(?:abstract )?(?:const|function\*?|class|type|interface) (\w+)/gm
  const unused = product
    .filter((file) => !/^sdk\/|\/vite\.config|\/migrations\//.test(file) && file !== template)
    .flatMap((file) => {
      const taken = names.get(file) ?? new Set()
      const own = [...readFileSync(join(root, file), 'utf8').matchAll(declared)].map(([, name]) => name!)
      return taken.has('*') ? [] : own.filter((name) => !taken.has(name)).map((name) => `${file} ${name}`)
    })
  assert.deepEqual(
    unused.filter((each) => !readElsewhere.has(each)),
    [],
  )
})

test('nothing is kept from the formatter', () => {
  const mark = new RegExp(`(?:prettier|oxfmt|fmt)-${'ignore'}`)
  assert.deepEqual(
    files.filter((file) => mark.test(readFileSync(join(root, file), 'utf8'))),
    [],
  )
})
