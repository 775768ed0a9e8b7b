import type { Ending } from '../../protocol/entities.ts'
import type { OutcomeKind } from '../../protocol/review/shapes.ts'
import { texts } from '../texts.ts'

export const outcomeNames: Record<OutcomeKind, string> = {
  resolved: texts.transcript.resolved,
  escalated: texts.transcript.escalated,
  answered: texts.transcript.answered,
  abandoned: texts.transcript.abandoned,
  no_question: texts.transcript.noQuestion,
}

export const endings: Record<Ending, string> = {
  closed: texts.transcript.theVisitorClosedThe,
  shut_out: texts.transcript.anOperatorShutThem,
  timed_out: texts.transcript.tenMinutesWithoutThe,
}
