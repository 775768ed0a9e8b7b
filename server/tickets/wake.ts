import type { Context } from '../ground/context.ts'
import { change } from '../events/log.ts'
import { recordTicket, withStatus } from './open.ts'

const halo = { kind: 'system', id: null } as const

/**
 * Open every snoozed ticket whose time has come, or whose visitor wrote since: there, or in a conversation begun after it was over.
 * Safe to call from several processes at once.
 */
export async function wakeTickets(ctx: Context, now: number): Promise<number> {
  const rows = await ctx.db.reads
    .selectFrom('tickets')
    .innerJoin('conversations', 'conversations.id', 'tickets.conversation_id')
    .select(['tickets.conversation_id', 'tickets.changed_at'])
    .where('tickets.status', '=', 'snoozed')
    .where((eb) =>
      eb.or([
        eb('tickets.snoozed_until', '<=', now),
        eb.exists(
          eb
            .selectFrom('conversations as any')
            .innerJoin('messages', 'messages.conversation_id', 'any.id')
            .select('messages.id')
            .whereRef('any.visitor_id', '=', 'conversations.visitor_id')
            .where('messages.sender', '=', 'visitor')
            .whereRef('messages.at', '>', 'tickets.changed_at'),
        ),
      ]),
    )
    .limit(200)
    .execute()
  await Promise.all(rows.map(({ conversation_id, changed_at }) => wake(ctx, conversation_id, changed_at)))
  return rows.length
}

function wake(ctx: Context, conversationId: string, changedAt: number): Promise<void> {
  return change(ctx, halo, conversationId, async (change) => {
    const { ticket } = change.conversation
    // Between the look and the lock another process woke it, or an operator changed it.
    if (ticket?.status !== 'snoozed' || ticket.changedAt !== changedAt) return
    await recordTicket(change, withStatus(ticket, 'open'), null)
  })
}
