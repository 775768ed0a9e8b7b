import type { Ground, Receipt, RecordedAssessment } from '../../protocol/agents/escalation.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import type { Passage, Turn } from '../models/model.ts'
import { answerable } from '../knowledge/search.ts'
import { chanceFor } from '../builtin/answer.ts'
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
    ...confidenceOf(turn, reply, whispers),
    mood: null,
    topic: null,
    whispers,
    ...(reply.unknown?.length && { unknown: reply.unknown }),
    ...(reply.claims?.length && { claims: reply.claims }),
    ...(reply.notes?.length && { notes: reply.notes }),
  }
}

/** What confidence means where no articles say it. What people of the team said is surest. */
const sure = {
  correction: 95,
  taught: 92,
  page: 85,
  talk: 90,
  person: 80,
  whisper: 75,
  'asked-back': 45,
  nothing: 15,
} satisfies Partial<Record<Ground, number>>

const admission =
  /\b(?:can(?:'t|not) find|find (?:nothing|no \p{L}+)|could(?:n't| not) find|do(?:n't| not) know|don't have (?:that|any|this|the)|not covered|(?:is|are|am) not (?:able|sure|certain)|unable to|no (?:information|details)|says? (?:nothing|no more)|does not say)\b/iu

/** Whether the words say that it does not know. */
export const isAdmission = (text: string): boolean => admission.test(text.replace(/[’‘]/g, "'"))

function confidenceOf(
  turn: Turn,
  reply: FinishedReply,
  whispers: Receipt[],
): { confidence: number; ground: Ground } {
  const ground = groundOf(turn, reply, whispers)
  const confidence = ground === 'articles' ? found(turn, reply) : sure[ground]
  return { confidence: ground === 'whisper' ? Math.max(confidence, found(turn, reply)) : confidence, ground }
}

function groundOf(turn: Turn, reply: FinishedReply, whispers: Receipt[]): Ground {
  if (reply.human) return 'person'
  if (!asksSomething(turn)) return 'talk'
  if (!isAsked(turn) && !reply.sources.length) return 'talk'
  if (turn.taught.corrections.some(({ band }) => band === 'sure')) return 'correction'
  if (saysOwnState(turn, reply)) return 'page'
  if (saysTaught(turn, reply) || saysTold(turn, reply)) return 'taught'
  if (whispers.some(({ receipt }) => receipt === 'followed')) return 'whisper'
  // What nobody gave it is all that it rests on.
  if (reply.unknown?.length && !reply.sources.length) return 'nothing'
  if (isAdmission(reply.text)) return 'nothing'
  return /^(?:Is this about|Did you mean) “/u.test(reply.text) ? 'asked-back' : 'articles'
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

/** How likely it is, of 100, that the articles answer it, and less where the reply rests on others than the best. What a model looked up by itself only its score can tell. */
function found(turn: Turn, { passages, sources }: FinishedReply): number {
  const highest = (some: Passage[]) => Math.min(1, Math.max(0, ...some.map(({ score }) => score)))
  const cited = passages.filter(({ articleId }) => sources.some(({ id }) => id === articleId))
  const [rests, best] = [highest(cited.length ? cited : passages), highest(turn.passages)]
  const chance = chanceFor(turn)
  const scored = rests < answerable ? rests / answerable / 2 : 0.5 + (rests - answerable) / (1 - answerable) / 2
  if (chance === null) return Math.round(100 * scored)
  return Math.round(100 * (rests > best ? Math.max(chance, scored) : chance * (rests / (best || 1))))
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
