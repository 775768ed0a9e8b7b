import { NotDelivered } from '../alerts/not-delivered.ts'
import type { Context } from '../ground/context.ts'
import { longestPauseMs, pauseMsAfter } from '../ground/pause.ts'

export const problemOf = (error: unknown): NotDelivered =>
  error instanceof NotDelivered ? error : new NotDelivered((error as Error).message)

/** In milliseconds: as long as the receiver asks for, or doubled with each attempt up to an hour. */
export function pauseAfter({ timing }: Context, attempts: number, { after }: NotDelivered): number {
  return Math.min(longestPauseMs, after ?? pauseMsAfter(attempts, timing.alertRetryMs))
}
