import { unfinished } from '../../protocol/tickets/shapes.ts'
import { lastOf, lastSaid } from '../conversations/last-said.ts'
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
  const said = await lastSaid(change)
  if (!said.some(({ from }) => from === 'ai') || (await lastOf(change, ['operator']))) return
  const votes = await votesOf(change.trx, conversation.id, said)
  const { kind } = decideOutcome(
    { ...conversation, ticket: null, humanRequestedAt: null },
    said,
    new Map(votes.map(({ messageId, vote }) => [messageId, vote])),
  )
  if (kind === 'resolved') await recordTicket(change, withStatus(ticket, 'resolved', { resolvedBy: 'ai' }), null)
}
