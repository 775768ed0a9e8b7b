/** Nothing that is tried again waits for longer than this, unless the other side asks for it. */
export const longestPauseMs = 3_600_000

/** Before something is tried once more: twice as long after each attempt, up to an hour. */
export const pauseMsAfter = (attempts: number, firstMs: number): number =>
  Math.min(longestPauseMs, firstMs * 2 ** Math.min(attempts, 20))
