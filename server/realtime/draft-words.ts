import type { EphemeralState } from '../../protocol/apply.ts'
import type { EphemeralEvent } from '../../protocol/events.ts'

/** What is told of a running reply, all of which ends when a person takes the pen. */
type Words = Extract<EphemeralEvent, { type: 'reply.began' | 'reply.streamed' | 'reply.drafted' }>

export const isWords = (event: EphemeralEvent): event is Words =>
  event.type === 'reply.began' || event.type === 'reply.streamed' || event.type === 'reply.drafted'

/** A running reply as it stands, for whoever has just come: each reader gets of these what they may read. */
export function wordsOf(conversationId: string, draft: NonNullable<EphemeralState['draft']>): Words[] {
  const { text, unsaid, ...run } = draft
  const began: Words = { conversationId, type: 'reply.began', payload: run }
  if (!text) return [began]
  if (!unsaid) return [{ conversationId, type: 'reply.streamed', payload: { ...run, offset: 0, text } }]
  return [began, { conversationId, type: 'reply.drafted', payload: { ...run, offset: 0, text } }]
}
