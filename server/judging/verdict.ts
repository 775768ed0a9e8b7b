import type { Transcript } from '../../protocol/entities.ts'
import type { Receipt } from '../../protocol/agents/escalation.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import { answerable } from '../knowledge/search.ts'
import type { Turn } from '../models/model.ts'
import { ownState } from '../builtin/own-state.ts'
import { readReceipt } from './receipt.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import { type Opinion, type Said } from './opinion.ts'

/** The built-in judgement, from retrieval and words alone: same turn and reply, same opinion. */
export function opine(turn: Turn, said: Said): Opinion {
  const whispers = turn.whispers.map(({ id, text }) => ({ id, ...readReceipt(text, said) }))
  return {
    by: 'built-in',
    confidence: confidenceOf(turn, said, whispers),
    mood: null,
    topic: null,
    whispers,
    ...(said.unknown?.length && { unknown: said.unknown }),
    ...(said.claims?.length && { claims: said.claims }),
  }
}

/** What confidence means where no retrieval score says it. */
const sure = { corrected: 95, stated: 85, smallTalk: 90, handedOver: 80, told: 75, askedBack: 55, unknown: 15 }

const admission =
  /\b(?:can(?:'t|not) find|find nothing|could(?:n't| not) find|do(?:n't| not) know|don't have (?:that|any|this|the)|not covered|(?:is|are|am) not (?:able|sure|certain)|unable to|no (?:information|details)|says? (?:nothing|no more))\b/iu

function confidenceOf(turn: Turn, said: Said, whispers: Receipt[]): number {
  if (said.human) return sure.handedOver
  if (!asksSomething(turn)) return sure.smallTalk
  if (turn.taught.corrections.some(({ band }) => band === 'sure')) return sure.corrected
  if (saysOwnState(turn, said)) return sure.stated
  if (whispers.some(({ receipt }) => receipt === 'followed')) return Math.max(sure.told, found(said))
  // What nobody gave it is all that it rests on.
  if (said.unknown?.length && !said.sources.length) return sure.unknown
  if (admission.test(said.text.replace(/[’‘]/g, "'"))) return sure.unknown
  return /^(?:Is this about|Did you mean) “/u.test(said.text) ? sure.askedBack : found(said)
}

/** Whether the reply tells what the page itself said is going on for its visitor. */
function saysOwnState(turn: Turn, { text }: Said): boolean {
  const question = turn.history.findLast(({ from }) => from === 'visitor')?.text ?? ''
  const state = ownState({ question, turn, avoided: new Set() })
  return state !== null && text.includes(state)
}

/** The score of the best passage among the articles that the reply rests on, so that what can just be answered from is 50. */
function found({ passages, sources }: Said): number {
  const cited = passages.filter(({ articleId }) => sources.some(({ id }) => id === articleId))
  const score = Math.min(1, Math.max(0, ...(cited.length ? cited : passages).map(({ score }) => score)))
  return Math.round(
    score < answerable ? (50 * score) / answerable : 50 + (50 * (score - answerable)) / (1 - answerable),
  )
}

/** Whether anything that is to be answered is more than small talk. */
export function asksSomething({ history }: Pick<Turn, 'history'>): boolean {
  const answered = history.findLastIndex(({ from }) => from === 'ai' || from === 'operator')
  return history.slice(answered + 1).some(({ from, text }) => from === 'visitor' && !readSmallTalk(text))
}

/** What the log says the AI thought of its answers; the latest verdict on a message holds. */
export function judgedIn(log: StoredEvent[]): Pick<Transcript, 'verdicts' | 'escalations'> {
  const verdicts = log.flatMap((event) => (event.type === 'verdict.reached' ? [event.payload] : []))
  return {
    verdicts: verdicts.filter(
      ({ messageId }, place) => !verdicts.slice(place + 1).some((later) => later.messageId === messageId),
    ),
    escalations: log.flatMap((event) => (event.type === 'conversation.escalated' ? [event.payload] : [])),
  }
}
