import type { Gap, GapReason } from '../../../protocol/knowledge/gaps.ts'
import { clear } from '../../alerts/incidents.ts'
import type { Context } from '../../ground/context.ts'
import { NotFound } from '../../ground/errors.ts'

const day = 24 * 3_600_000
const days = 14
const examples = 5

/** The most asked first; closed ones the latest first. */
export async function listGaps(ctx: Context, state: 'open' | 'closed'): Promise<Gap[]> {
  return ctx.db.snapshot(async (db) => {
    const gaps = await db
      .selectFrom('gaps')
      .selectAll()
      .where('ended_at', state === 'open' ? 'is' : 'is not', null)
      .execute()
    const questions = await db
      .selectFrom('gap_questions')
      .selectAll()
      .where('gap_id', 'is not', null)
      .where('reason', '!=', 'answered')
      .orderBy('at', 'desc')
      .execute()
    const byGap = Map.groupBy(questions, ({ gap_id }) => gap_id)
    const now = Date.now()
    return gaps
      .map(({ id, question, changed_at, reopened_at, ended_how, ended_at, ended_in }): Gap => {
        const own = byGap.get(id) ?? []
        const reasons = { unanswered: 0, thumbed_down: 0, corrected: 0 }
        for (const { reason } of own) reasons[reason as GapReason]++
        return {
          id,
          question,
          reasons,
          count: new Set(own.map(({ message_id }) => message_id)).size,
          askers: new Set(own.map(({ conversation_id }) => conversation_id)).size,
          trend: trendOf(
            own.map(({ at }) => at),
            now,
          ),
          changedAt: changed_at,
          reopenedAt: reopened_at,
          examples: own.slice(0, examples).map((one) => ({
            conversationId: one.conversation_id,
            messageId: one.message_id,
            question: one.question,
            reason: one.reason as GapReason,
            at: one.at,
          })),
          ending:
            ended_at === null
              ? null
              : { how: ended_how as 'answered' | 'dismissed', at: ended_at, conversationId: ended_in },
        }
      })
      .sort((a, b) =>
        state === 'open' ? b.count - a.count || b.changedAt - a.changedAt : b.ending!.at - a.ending!.at,
      )
  })
}

function trendOf(times: number[], now: number): number[] {
  const trend = Array<number>(days).fill(0)
  for (const at of times) {
    const ago = Math.floor((now - at) / day)
    if (ago >= 0 && ago < days) trend[days - 1 - ago]!++
  }
  return trend
}

export async function dismissGap(ctx: Context, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('gaps')
      .set({ ended_how: 'dismissed', ended_at: Date.now(), ended_in: null })
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such gap')
  await clear(ctx, 'gap', id)
}

export async function reopenGap(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) =>
    trx
      .updateTable('gaps')
      .set({ ended_how: null, ended_at: null, ended_in: null })
      .where('id', '=', id)
      .where('ended_how', '=', 'dismissed')
      .execute(),
  )
}
