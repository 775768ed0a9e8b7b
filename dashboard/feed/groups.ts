import type { FeedRow } from '../../protocol/frames.ts'
import { needOf, needsPerson } from '../../protocol/need.ts'
import { texts } from '../texts.ts'
import type { RowSlots } from './order.ts'

/** The headings of the list when who needs a person comes first, by the place that each stands above. */
export function headingsOf(places: RowSlots, rows: ReadonlyMap<string, FeedRow>): Map<number, string> {
  const calls = places.map((id) => {
    const row = id && rows.get(id)
    return row ? needsPerson(needOf(row)) : null
  })
  const headings = new Map<number, string>()
  if (calls[0]) headings.set(0, texts.feed.needsAPerson)
  // Once: a list that is held still under the pointer may be out of order for a while, and must not be cut to pieces.
  const turn = calls.findIndex((call, place) => call === false && (place === 0 || calls[place - 1]))
  if (turn >= 0) headings.set(turn, texts.feed.beingAnswered)
  return headings
}
