import { sep } from 'node:path'
import { allTests, check, endWith, filesNamed, readFlags, runTests, type Counts } from './run-tests.ts'

/**
 * Everything that must hold: types, lint, build, every test. Ends with one line: `N passed, N failed`.
 * `FILE…` runs only those files or folders, `--name "part"` only tests whose name has that part, `--watch` stays and repeats them.
 */
async function main(): Promise<Counts> {
  const { values, positionals } = readFlags({ name: { type: 'string' }, watch: { type: 'boolean' } })
  if (!positionals.length && values.name === undefined && !values.watch) check()
  const all = allTests()
  const files = positionals.length ? filesNamed(positionals, all) : all.filter((file) => !isLong(file))
  return runTests(files, values)
}

const isLong = (file: string) => file.startsWith(`test${sep}long${sep}`)

endWith(main())
