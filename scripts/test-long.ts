import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allTests, endWith, filesNamed, readFlags, root, runTests, type Counts } from './run-tests.ts'

/**
 * What is slow by nature, in full: the tests in `test/long`, and those elsewhere that ask `test/size.ts` how much to do.
 * `--short` does one seed of each, `--seed N` repeats one, `FILE…` and `--name "part"` choose. Ends with `N passed, N failed`.
 */
async function main(): Promise<Counts> {
  const { values, positionals } = readFlags({
    short: { type: 'boolean' },
    seed: { type: 'string' },
    name: { type: 'string' },
  })
  process.env.HALO_TEST_SIZE = values.short ? 'short' : 'full'
  if (values.seed !== undefined) process.env.HALO_TEST_SEED = values.seed
  const long = allTests().filter(isLong)
  return runTests(positionals.length ? filesNamed(positionals, long) : long, { name: values.name })
}

/** Whoever imports the size has one. */
const isLong = (file: string) =>
  file.startsWith(join('test', 'long')) ||
  /from '(\.\.?\/)+(test\/)?size\.ts'/.test(readFileSync(join(root, file), 'utf8'))

endWith(main())
