import type { VisitorTranscript } from '../protocol/entities.ts'

/** How far the visitor has read, in a form that is kept: a conversation and a `seq` in it. */
export const positionOf = ({ conversation, upTo }: VisitorTranscript) => `${conversation.id}:${upTo}`

/** How much somebody else has said since then. */
export function countUnread({ conversation, messages }: VisitorTranscript, seen: string | null): number {
  const [id, upTo] = seen?.split(':') ?? []
  const after = id === conversation.id ? Number(upTo) : 0
  return messages.filter(({ from, seq }) => from !== 'visitor' && seq > after).length
}

/** The finished conversation with only what a person answered after its end. */
export const saidAfterEnd = (transcript: VisitorTranscript): VisitorTranscript => ({
  ...transcript,
  messages: transcript.messages.filter(({ at }) => at > transcript.conversation.completedAt!),
})
