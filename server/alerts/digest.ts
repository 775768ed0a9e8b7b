import type { Context } from '../ground/context.ts'
import { raise } from './incidents.ts'

const day = 24 * 3_600_000
const hour = 8

/** Once a day after eight (UTC): yesterday in one message. The day is the subject, so that however many processes ask, it is told once. */
export async function tellDigest(ctx: Context, now: number): Promise<void> {
  const today = Math.floor(now / day) * day
  if (now < today + hour * 3_600_000) return
  const name = new Date(today - day).toISOString().slice(0, 10)
  const known = await ctx.db.reads
    .selectFrom('incidents')
    .select('id')
    .where('kind', '=', 'digest')
    .where('subject', '=', name)
    .executeTakeFirst()
  if (known) return
  const detail = await sum(ctx, today - day, today)
  if (detail)
    await raise(ctx, { kind: 'digest', subject: name, conversation_id: null, title: name, detail, level: 0 })
}

async function sum(ctx: Context, from: number, to: number): Promise<string | null> {
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select((eb) => ['outcome', eb.fn.countAll<number>().as('count')])
    .where('completed_at', '>=', from)
    .where('completed_at', '<', to)
    .groupBy('outcome')
    .execute()
  const counts = new Map(rows.map(({ outcome, count }) => [outcome, Number(count)]))
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (!all) return null
  const part = (kind: string, words: string) => `${counts.get(kind) ?? 0} ${words}`
  return `${all} ${all === 1 ? 'conversation' : 'conversations'}: ${part('resolved', 'resolved')}, ${part('escalated', 'escalated')}, ${part('answered', 'answered and left silent')}, ${part('abandoned', 'abandoned')}, ${part('no_question', 'without a question')}.`
}
