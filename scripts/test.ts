import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { requireBrowser } from './browser.ts'
import { buildOnce } from './build.ts'

/** Everything that must hold: types, lint, build, every test. Name files or folders to run only those. Ends with one line: `N passed, N failed`. */
const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

interface Counts {
  passed: number
  failed: number
  skipped: number
}

async function main(): Promise<Counts> {
  const named = process.argv.slice(2)
  const files = findTests(named)
  if (!named.length) check()
  await buildOnce()
  process.env.HALO_TEST = '1'
  // Each file is a process of its own that loads the server: from the second on, as it was compiled by the first.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled')
  if (files.some(needsBrowser)) process.env.HALO_CHROMIUM = requireBrowser()
  // Killed servers need the machine to themselves.
  const beside = await runFiles(
    files.filter((file) => !isSerial(file)),
    2,
  )
  const serial = await runFiles(files.filter(isSerial), 1)
  return {
    passed: beside.passed + serial.passed,
    failed: beside.failed + serial.failed,
    skipped: beside.skipped + serial.skipped,
  }
}

function findTests(named: string[]): string[] {
  const all = globSync('**/*.test.{ts,tsx}', {
    exclude: (name) => ['node_modules', 'dist', 'bench', '.git', '.halo'].includes(name),
  }).sort()
  if (!named.length) return all
  const wanted = named.map((name) => relative(root, name))
  return all.filter((file) => wanted.some((name) => file === name || file.startsWith(name + sep)))
}

const needsBrowser = (file: string) => file.startsWith(`test${sep}browser`)
const isSerial = (file: string) => file.startsWith(`test${sep}chaos`)

function check(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'check'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('Types or lint do not hold.')
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

// A single test is ended by the runner, a file that left something open is not; without the watch that would wait for ever.
const longest = 300_000

async function runFiles(files: string[], concurrency: number): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  if (!files.length || stopping.signal.aborted) return counts
  const tests = run({ files, concurrency, timeout: longest, signal: stopping.signal })
  const watch = setTimeout(() => stopping.abort(), longest + 60_000)
  for (const step of ['test:dequeue', 'test:complete'] as const) tests.on(step, () => watch.refresh())
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
  clearTimeout(watch)
  return counts
}

function conclude({ passed, failed, skipped }: Counts): void {
  process.exitCode = failed || !passed ? 1 : 0
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
}

main().then(conclude, (error: Error) => {
  console.error(error.message)
  conclude({ passed: 0, failed: 1, skipped: 0 })
})
