import type { Conversation, Transcript } from '../entities.ts'
import type { RecordedAssessment } from '../agents/escalation.ts'
import type { StoredEvent } from '../events.ts'

/** What verdicts and escalations do to a picture of the conversation; a part of apply.ts. */

/** The head of a conversation in which the AI has not answered yet. */
export const unanswered = {
  confidence: null,
  escalation: null,
  unsure: [] as string[],
} satisfies Partial<Conversation>

/** A sure answer ends the row of unsure ones; a later verdict on the same answer takes the place of the earlier one. */
export function confidenceAfter(
  { unsure }: Conversation,
  { messageId, confidence, low }: RecordedAssessment,
): Partial<Conversation> {
  const others = unsure.filter((id) => id !== messageId)
  if (low) return { confidence, unsure: [...others, messageId].slice(-10) }
  return { confidence, unsure: others.length < unsure.length ? others : [] }
}

/** A whisper that nothing has been made of yet; logs from before receipts existed say neither. */
export const unassessed = { must: false, receipt: null }

type Entries = Partial<Pick<Transcript, 'verdicts' | 'escalations' | 'whispers'>>

export function assessmentsOf({ verdicts, escalations, whispers }: Transcript, event: StoredEvent): Entries {
  switch (event.type) {
    case 'verdict.reached':
      return {
        verdicts: [...verdicts.filter(({ messageId }) => messageId !== event.payload.messageId), event.payload],
      }
    case 'conversation.escalated':
      return { escalations: [...escalations, event.payload] }
    case 'whisper.judged':
      return {
        whispers: whispers.map((whisper) =>
          whisper.id === event.payload.id
            ? { ...whisper, receipt: { receipt: event.payload.receipt, sentence: event.payload.sentence } }
            : whisper,
        ),
      }
    default:
      return {}
  }
}
