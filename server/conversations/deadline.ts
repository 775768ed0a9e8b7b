import type { Timing } from '../ground/context.ts'
import type { Change } from '../events/log.ts'

/** Somebody spoke: a conversation whose visitor nobody can see goes on for as long as its channel allows, or as an absent visitor of the widget gets. */
export function extendDeadline(change: Change, { awayLimitMs }: Pick<Timing, 'awayLimitMs'>): void {
  const { channel } = change.conversation
  change.endBy({
    ends_at: change.at + (channel ? channel.quietMinutes * 60_000 : awayLimitMs),
    ends_how: 'timed_out',
  })
}
