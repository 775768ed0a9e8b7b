import type { Receipt, RecordedAssessment } from '../../protocol/agents/escalation.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import { answerable } from '../knowledge/search.ts'
import type { Turn } from '../models/model.ts'
import { Avoided } from '../builtin/avoided.ts'
import { quotable } from '../builtin/sentences.ts'
import { ownState } from '../builtin/own-state.ts'
import { readReceipt } from './receipt.ts'
import { isQuestion } from '../language/question.ts'
import { readWhisper } from '../language/whisper.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import { type ReplyAssessment, type FinishedReply } from '../models/reply-assessment.ts'

/** The built-in assessment, from retrieval and words alone: deterministic for a turn and its reply. */
export function assessReply(turn: Turn, reply: FinishedReply): ReplyAssessment {
  const whispers = turn.whispers.map(({ id, text }) => ({ id, ...readReceipt(text, reply) }))
  return {
    by: 'built-in',
    confidence: confidenceOf(turn, reply, whispers),
    mood: null,
    topic: null,
    whispers,
    ...(reply.unknown?.length && { unknown: reply.unknown }),
    ...(reply.claims?.length && { claims: reply.claims }),
    ...(reply.notes?.length && { notes: reply.notes }),
  }
}

/** What confidence means where no retrieval score says it. */
const sure = {
  corrected: 95,
  taught: 92,
  stated: 85,
  smallTalk: 90,
  handedOver: 80,
  told: 75,
  askedBack: 55,
  unknown: 15,
}

const admission =
  /\b(?:can(?:'t|not) find|find (?:nothing|no \p{L}+)|could(?:n't| not) find|do(?:n't| not) know|don't have (?:that|any|this|the)|not covered|(?:is|are|am) not (?:able|sure|certain)|unable to|no (?:information|details)|says? (?:nothing|no more)|does not say)\b/iu

/** Whether the words say that it does not know. */
export const isAdmission = (text: string): boolean => admission.test(text.replace(/[’‘]/g, "'"))

function confidenceOf(turn: Turn, reply: FinishedReply, whispers: Receipt[]): number {
  if (reply.human) return sure.handedOver
  if (!asksSomething(turn)) return sure.smallTalk
  if (!isAsked(turn) && !reply.sources.length) return sure.smallTalk
  if (turn.taught.corrections.some(({ band }) => band === 'sure')) return sure.corrected
  if (saysOwnState(turn, reply)) return sure.stated
  if (saysTaught(turn, reply)) return sure.taught
  if (saysTold(turn, reply)) return sure.taught
  if (whispers.some(({ receipt }) => receipt === 'followed')) return Math.max(sure.told, found(reply))
  // What nobody gave it is all that it rests on.
  if (reply.unknown?.length && !reply.sources.length) return sure.unknown
  if (isAdmission(reply.text)) return sure.unknown
  return /^(?:Is this about|Did you mean) “/u.test(reply.text) ? sure.askedBack : found(reply)
}

/** Whether the reply says what people of the team taught it to say: nothing is surer. */
function saysTaught({ taught }: Turn, { text }: FinishedReply): boolean {
  return taught.lessons.some((lesson) =>
    readWhisper(lesson.text).some((intent) => 'words' in intent && !!intent.words && text.includes(intent.words)),
  )
}

/** Whether it says what a person of the team told this visitor, or left word of. */
function saysTold({ brief, history }: Turn, { text }: FinishedReply): boolean {
  const words = readWhisper(brief?.text ?? '').flatMap((intent) => ('words' in intent && intent.words) || [])
  const said = history.filter(({ from }) => from === 'operator').flatMap(({ text }) => quotable(text))
  return [...words, ...said.map((sentence) => sentence.text)].some((one) => one.length > 12 && text.includes(one))
}

/** Whether the reply tells what the page itself said is going on for its visitor. */
function saysOwnState(turn: Turn, { text }: FinishedReply): boolean {
  const question = turn.history.findLast(({ from }) => from === 'visitor')?.text ?? ''
  const state = ownState({ question, turn, avoided: new Avoided([]) })
  return state !== null && text.includes(state)
}

/** The score of the best passage among the articles that the reply rests on, so that what can just be answered from is 50. */
function found({ passages, sources }: FinishedReply): number {
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

/** Whether anything stands open: a question, a wish, trouble. Who tells us how they feel is owed a kind word and no answer. */
export function isAsked({ history }: Pick<Turn, 'history'>): boolean {
  const answered = history.findLastIndex(({ from }) => from === 'ai' || from === 'operator')
  return history.slice(answered + 1).some(({ from, text }) => from === 'visitor' && isQuestion(text))
}

/** What the log says the AI thought of its answers; the latest assessment of a message holds. */
export function verdictsIn(log: StoredEvent[]): RecordedAssessment[] {
  const verdicts = new Map<string, RecordedAssessment>()
  for (const { type, payload } of log) {
    if (type !== 'verdict.reached') continue
    verdicts.delete(payload.messageId)
    verdicts.set(payload.messageId, payload)
  }
  return [...verdicts.values()]
}
