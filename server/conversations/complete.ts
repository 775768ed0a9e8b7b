import type { Conversation, Ending, Outcome } from '../../protocol/entities.ts'
import type { Context } from '../context.ts'
import { change, type Change } from '../events/log.ts'
import { decideOutcome } from './outcome.ts'

const halo = { kind: 'system', id: null } as const

/** End every conversation whose deadline has passed. Safe to call from several processes at once. */
export async function completeOverdue(ctx: Context, now: number): Promise<number> {
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select('id')
    .where('status', '=', 'live')
    .where('ends_at', '<=', now)
    // A reply on its way is awaited: it ends soon, and a conversation must not end between a question and its answer.
    .where((eb) => eb.not(eb.exists(eb.selectFrom('runs').select('runs.id').whereRef('runs.conversation_id', '=', 'conversations.id').where('runs.state', 'in', ['waiting', 'running']))))
    .limit(200)
    .execute()
  await Promise.all(rows.map(({ id }) => complete(ctx, id, now)))
  return rows.length
}

function complete(ctx: Context, id: string, now: number): Promise<void> {
  return change(ctx, halo, id, async (change) => {
    if (change.conversation.status === 'completed') return
    const { ends_at, ends_how } = await change.trx.selectFrom('conversations').select(['ends_at', 'ends_how']).where('id', '=', id).executeTakeFirstOrThrow()
    // Between the look and the lock the visitor came back.
    if (ends_at === null || ends_at > now) return
    await end(change, ends_how as Ending)
  })
}

async function end(change: Change, endedHow: Ending): Promise<void> {
  const before = change.conversation
  const outcome = await outcomeOf(change, before)
  await change.trx.updateTable('takeovers').set({ ended_at: change.at }).where('conversation_id', '=', before.id).where('ended_at', 'is', null).execute()
  change.record('conversation.completed', { at: change.at })
  change.record('outcome.decided', { endedHow, outcome })
  change.endBy({ ends_at: null, ends_how: null })
  change.vouch(null)
}

async function outcomeOf(change: Change, conversation: Conversation): Promise<Outcome> {
  const messages = await change.trx.selectFrom('messages').select(['sender', 'text']).where('conversation_id', '=', conversation.id).orderBy('seq').execute()
  return decideOutcome(conversation, messages.map(({ sender, text }) => ({ from: sender, text })))
}
