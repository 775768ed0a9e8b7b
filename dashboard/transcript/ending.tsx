import type { Ending } from '../../protocol/entities.ts'
import type { OutcomeKind } from '../../protocol/review.ts'

export const outcomeNames: Record<OutcomeKind, string> = {
  resolved: 'Resolved',
  escalated: 'Escalated',
  abandoned: 'Abandoned',
  no_question: 'No question',
}

export const endings: Record<Ending, string> = { closed: 'The visitor closed the chat', timed_out: 'Ten minutes without the visitor' }
