import type { Person } from '../../protocol/entities.ts'
import type { Reviewed } from '../../protocol/review/shapes.ts'
import type { Context } from '../ground/context.ts'
import { change } from '../events/log.ts'
import { mustBeOver } from '../conversations/complete.ts'

/** Marked once, by whoever was first; marking again changes nothing. */
export function markReviewed(ctx: Context, by: Person, conversationId: string): Promise<Reviewed> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    mustBeOver(change)
    if (!change.conversation.reviewed) change.record('conversation.reviewed', { reviewed: { by, at: change.at } })
    return change.conversation.reviewed!
  })
}

export function unmarkReviewed(ctx: Context, by: Person, conversationId: string): Promise<void> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    if (change.conversation.reviewed) change.record('conversation.reviewed', { reviewed: null })
  })
}
