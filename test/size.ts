/**
 * How much is done of what is slow by nature. `npm test` does little, `npm run test:long -- --short` some more, `npm run test:long` all.
 * A test that asks for its size here, or stands in `test/long`, is run by `npm run test:long`; those in `test/long` only there.
 */
export type Size = 'little' | 'short' | 'full'

export const size = sizeOf(process.env.HALO_TEST_SIZE ?? 'little')

/** What this run takes of three amounts. */
export const sized = <T>(amounts: Record<Size, T>): T => amounts[size]

/** Where random tests begin; a failure is played again with `--seed`. */
export const seed = Number(process.env.HALO_TEST_SEED ?? Date.now() % 1_000_000)

function sizeOf(name: string): Size {
  if (name === 'little' || name === 'short' || name === 'full') return name
  throw new Error(`HALO_TEST_SIZE is "${name}". Right would be little, short or full.`)
}
