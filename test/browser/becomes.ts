import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 15_000

/** What a page shows is read until it is as wanted: it may be drawn a moment later than what the test has waited for. */
export async function becomes<T>(read: () => Promise<T>, wanted: T | RegExp, message?: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (let seen = await read(); !isAs(seen, wanted); seen = await read()) {
    if (performance.now() > deadline) return fail(seen, wanted, message)
    await sleep(25)
  }
}

const isAs = (seen: unknown, wanted: unknown) =>
  wanted instanceof RegExp ? wanted.test(String(seen)) : seen === wanted

function fail(seen: unknown, wanted: unknown, message?: string): void {
  if (wanted instanceof RegExp) assert.match(String(seen), wanted, message)
  else assert.equal(seen, wanted, message)
}
