import { startOf } from '../../protocol/cut.ts'
import type { Trouble } from '../../protocol/alerts/shapes.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { askedThemselves } from '../../protocol/need.ts'

/** A fall of the score by this much within three messages is a drop, wherever it ends. */
const fall = 0.5

/**
 * The troubles that a conversation is in. Pure: made of its head alone, so an alert follows the change of state and not a message, and is the same in every process.
 * "Nobody answers" is not among them, because it comes with time.
 */
export function troublesOf(conversation: Conversation): Trouble[] {
  if (conversation.status === 'completed') return []
  return [
    ...sentiment(conversation),
    ...human(conversation),
    ...escalation(conversation),
    ...inquiry(conversation),
    ...unsure(conversation),
  ]
}

function sentiment({ mood: { mood, score, history } }: Conversation): Trouble[] {
  const recent = history.slice(-4)
  const fell = Math.max(...recent, score) - score
  const bad = mood === 'angry' || mood === 'frustrated'
  if (!bad && fell < fall) return []
  const level = Math.round(Math.max(bad ? -score : 0, fell >= fall ? fell : 0) * 100)
  return [
    {
      kind: 'sentiment',
      level,
      detail: bad ? `The visitor is ${mood}.` : `The mood fell by ${fell.toFixed(1)} within three messages.`,
    },
  ]
}

/** Only who asked did: that the AI called for a person is told as that. */
function human(head: Conversation): Trouble[] {
  return !askedThemselves(head) ? [] : [{ kind: 'human', level: 0, detail: 'The visitor asked for a person.' }]
}

function escalation({ escalation }: Conversation): Trouble[] {
  return escalation && !escalation.byVisitor ? [{ kind: 'escalation', level: 0, detail: escalation.reason }] : []
}

function inquiry({ inquiry, agent }: Conversation): Trouble[] {
  return inquiry
    ? [
        {
          kind: 'inquiry',
          level: 0,
          detail: `${inquiry.by?.name ?? agent.name} asks: ${startOf(inquiry.text, 300)}`,
        },
      ]
    : []
}

function unsure({ unsure: { length } }: Conversation): Trouble[] {
  return length > 0
    ? [
        {
          kind: 'low_confidence',
          level: length,
          detail: `${length} ${length === 1 ? 'answer' : 'answers in a row'} with low confidence.`,
        },
      ]
    : []
}

/** A person has it in hand, and is there: nothing more is asked of the team. */
export const inHand = ({ control, absence, inquiry }: Conversation): boolean =>
  control.holder === 'operator' && !absence && !inquiry
