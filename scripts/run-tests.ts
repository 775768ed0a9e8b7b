import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { requireBrowser } from './browser.ts'
import { buildOnce } from './build.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Which tests of the files, and whether to stay and run them again when they change. */
interface Wanted {
  name?: string
  watch?: boolean
}

/** Files and flags of the command line; an unknown flag ends the program with a sentence. */
export function readFlags<T extends ParseArgsOptionsConfig>(options: T) {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    const flags = Object.keys(options).map((name) => `--${name}`)
    throw new Error(
      `${(error as Error).message.split('. ')[0]}. There are ${flags.join(', ')}, and names of files.`,
    )
  }
}

export function allTests(): string[] {
  return globSync('**/*.test.{ts,tsx}', {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist', 'bench', '.git', '.halo'].includes(name),
  }).sort()
}

/** Those of the files that were named, by themselves or by a folder of theirs. A name that finds nothing is a mistake. */
export function filesNamed(names: string[], all: string[]): string[] {
  const wanted = names.map((name) => relative(root, join(process.cwd(), relative(process.cwd(), name))))
  const found = (name: string) => all.filter((file) => file === name || file.startsWith(name + sep))
  const missing = wanted.find((name) => !found(name).length)
  if (missing !== undefined) throw new Error(`There is no test in "${missing}".`)
  return all.filter((file) => wanted.some((name) => found(name).includes(file)))
}

export function check(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'check'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('Types or lint do not hold.')
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

/** Builds once for all, then runs the files, each in a process of its own. */
export async function runTests(files: string[], wanted: Wanted = {}): Promise<Counts> {
  await buildOnce()
  process.env.HALO_TEST = '1'
  // Each file is a process of its own that loads the server: from the second on, as it was compiled by the first.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled')
  if (files.some(needsBrowser)) process.env.HALO_CHROMIUM = requireBrowser()
  // Killed servers need the machine to themselves.
  const beside = await runFiles(
    files.filter((file) => !isSerial(file)),
    2,
    wanted,
  )
  const serial = await runFiles(files.filter(isSerial), 1, wanted)
  return {
    passed: beside.passed + serial.passed,
    failed: beside.failed + serial.failed,
    skipped: beside.skipped + serial.skipped,
  }
}

const needsBrowser = (file: string) => file.startsWith(join('test', 'browser'))
const isSerial = (file: string) => ['chaos', 'long'].some((folder) => file.startsWith(join('test', folder)))

// A single test is ended by the runner, a file that left something open is not; without the watch that would wait for ever.
const longest = process.env.HALO_TEST_SIZE === 'full' ? 3_600_000 : 300_000

async function runFiles(files: string[], concurrency: number, { name, watch }: Wanted): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  if (!files.length || stopping.signal.aborted) return counts
  const tests = run({
    files: files.map((file) => join(root, file)),
    concurrency,
    timeout: longest,
    signal: stopping.signal,
    watch,
    testNamePatterns: name === undefined ? undefined : [partOf(name)],
  })
  const tooLong = setTimeout(() => stopping.abort(), longest + 60_000)
  for (const step of ['test:dequeue', 'test:complete'] as const) tests.on(step, () => tooLong.refresh())
  if (watch) clearTimeout(tooLong)
  tests.on('test:fail', (failure) => {
    // Of what contains others, only those that failed by themselves.
    if (failure.todo === undefined && !contains(failure)) failures.push(failure)
  })
  tests.on('test:pass', ({ name: passed, file }) => {
    // A file without a test of that name counts as one that passed, which would be taken for it.
    if (name !== undefined && file === passed) counts.passed--
  })
  tests.on('test:summary', (summary) => {
    // Each file has a summary too; the one without a file is of all.
    if (summary.file !== undefined) return
    const { tests, passed, skipped, todo } = summary.counts
    const failed = tests - passed - skipped - todo
    counts.passed += passed
    counts.skipped += skipped
    // A suite can fail though each of its tests passed: what its `after` does counts too.
    counts.failed += failed || Number(!summary.success)
  })
  const report = tests.compose(new spec())
  report.pipe(process.stdout, { end: false })
  await finished(report)
  clearTimeout(tooLong)
  return counts
}

const partOf = (name: string) => new RegExp(name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'i')

interface Failure {
  name: string
  file?: string
  line?: number
  details: { error: Error & { failureType?: string } }
}

const failures: Failure[] = []
const contains = ({ details }: Failure) => details.error.failureType === 'subtestsFailed'

/** The last words: each test that failed, with its place, then `N passed, N failed`. */
function conclude({ passed, failed, skipped }: Counts): void {
  process.exitCode = failed || !passed ? 1 : 0
  if (failures.length) console.log(['Failed:', ...failures.map(placeOf)].join('\n'))
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
}

function placeOf({ name, file, line }: Failure): string {
  const place = file ? `${relative(root, file)}:${line ?? 1}` : 'of all'
  return `  ${place}  ${name.replace(root, '')}`
}

/** What the program answers, and what it says when it could not even begin. */
export function endWith(counts: Promise<Counts>): void {
  counts.then(conclude, (error: Error) => {
    console.error(error.message)
    conclude({ passed: 0, failed: 1, skipped: 0 })
  })
}
