import { unfinished } from '../../protocol/tickets/shapes.ts'
import { decideOutcome } from '../conversations/outcome.ts'
import type { Change } from '../events/log.ts'
import { votesOf } from '../conversations/votes.ts'
import { recordTicket, withStatus } from './open.ts'

/**
 * At the end of a conversation that the AI holds: a ticket is resolved by it when the visitor said, after its answer, that it helped. Silence resolves nothing, and
 * what a person has or answered is for that person to decide.
 */
export async function resolveByAI(change: Change): Promise<void> {
  const { conversation } = change
  const { ticket, control } = conversation
  if (
    !ticket ||
    ticket.assignee ||
    control.holder !== 'ai' ||
    !unfinished.some((status) => status === ticket.status)
  )
    return
  const rows = await change.trx
    .selectFrom('messages')
    .select(['id', 'sender', 'text'])
    .where('conversation_id', '=', conversation.id)
    .where('sender', '!=', 'system')
    .orderBy('seq')
    .execute()
  if (rows.some(({ sender }) => sender === 'operator')) return
  if (rows.findLast(({ sender }) => sender !== 'visitor')?.sender !== 'ai') return
  const votes = new Map(
    (await votesOf(change.trx, conversation.id)).map(({ messageId, vote }) => [messageId, vote]),
  )
  const { kind } = decideOutcome(
    { ...conversation, ticket: null, humanRequestedAt: null },
    rows.map(({ id, sender, text }) => ({ id, from: sender, text })),
    votes,
  )
  if (kind === 'resolved') await recordTicket(change, withStatus(ticket, 'resolved', { resolvedBy: 'ai' }), null)
}
