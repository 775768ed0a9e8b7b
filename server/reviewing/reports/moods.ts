import type { Kysely } from 'kysely'
import type { Mood, Person } from '../../../protocol/entities.ts'
import type { Report } from '../../../protocol/reports.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { change, readEventsOf } from '../../events/log.ts'
import type { Span } from './span.ts'

const week = 7 * 24 * 3_600_000

/** An operator says what a visitor's mood was after a message, agreeing with the badge or not. One vote a person and message; the last one counts. */
export function judgeMood(
  ctx: Context,
  by: Person,
  { id: conversationId, messageId }: { id: string; messageId: string },
  mood: Mood,
): Promise<void> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const marks = await readEventsOf(change.trx, conversationId, ['mood.changed'])
    const shown = marks.findLast(({ payload }) => payload.mark.messageId === messageId)?.payload.mark
    if (!shown) throw new NotFound('There is no mood for this message')
    const vote = {
      message_id: messageId,
      operator_id: by.id,
      conversation_id: conversationId,
      shown: shown.mood,
      mood,
      at: change.at,
    }
    await change.trx
      .insertInto('mood_votes')
      .values(vote)
      .onConflict((conflict) =>
        conflict.columns(['message_id', 'operator_id']).doUpdateSet({ shown: shown.mood, mood, at: change.at }),
      )
      .execute()
    change.record('mood.judged', { messageId, shown: shown.mood, mood, by })
  })
}

export async function agreementByWeek(db: Kysely<Schema>, { from, until }: Span): Promise<Report['moods']> {
  const rows = await db
    .selectFrom('mood_votes')
    .select(['at', 'shown', 'mood'])
    .where('at', '>=', from)
    .where('at', '<', until)
    .execute()
  const weeks = Map.groupBy(rows, ({ at }) => Math.floor(at / week) * week)
  return [...weeks]
    .map(([start, votes]) => ({
      week: start,
      votes: votes.length,
      agreed: votes.filter(({ shown, mood }) => shown === mood).length,
    }))
    .sort((a, b) => a.week - b.week)
}
