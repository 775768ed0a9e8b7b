import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'
import { Source } from '../entities.ts'
import { maxDocLength, maxGuidanceLength, maxLessonLength } from '../sizes.ts'
import { Scope } from './shapes.ts'

/** Answering something once more, as if something else were taught. Nothing of it is stored or told to anybody. */

const Text = (most: number) => Words.trim().min(1, 'Write something first').max(most, `At most ${most} characters`)
/** Whom it would be for. What is edited is for whom it is for already, unless the scope changes. */
const forWhom = { scope: Scope.default('everyone'), contactId: Id.nullable().default(null) }

/** Something that is taught would be written, edited or, with `without`, not be there. */
export const TaughtChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('correction'),
    id: Id,
    question: Text(10_000),
    answer: Text(10_000),
    ...forWhom,
  }),
  z.strictObject({
    kind: z.literal('lesson'),
    id: Id,
    text: Text(maxLessonLength),
    on: z.boolean().default(true),
    ...forWhom,
  }),
  z.strictObject({ kind: z.literal('guidance'), id: Id, text: Text(maxGuidanceLength), on: z.boolean() }),
  z.strictObject({
    kind: z.literal('doc'),
    id: Id,
    title: Text(200),
    body: Text(maxDocLength),
    on: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('instructions'), text: Words.max(20_000) }),
  z.strictObject({
    kind: z.literal('article'),
    id: Id,
    title: Text(200),
    body: Text(100_000),
    url: Words.max(2000).nullable(),
  }),
  z.strictObject({
    kind: z.literal('without'),
    of: z.enum(['correction', 'lesson', 'guidance', 'doc', 'article']),
    id: Id,
  }),
])
export type TaughtChange = z.infer<typeof TaughtChange>

/**
 * How far an answer is from what was said. same: the same words · meaning: nearly the same words · sources: other words, resting on the same articles ·
 * different · silent: it would no longer know · speaks: it would know now.
 */
export const Distance = z.enum(['same', 'meaning', 'sources', 'different', 'silent', 'speaks'])
export type Distance = z.infer<typeof Distance>

const Replayed = z.object({
  text: z.string(),
  sources: z.array(Source),
  /** 0 to 100. */
  confidence: z.number(),
  /** Why a person would be called. */
  human: z.string().nullable(),
  /** From what was said. */
  distance: Distance,
})
export type Replayed = z.infer<typeof Replayed>

/** One answer that would be another one. */
export const ChangedAnswer = z.object({
  conversationId: Id,
  messageId: Id,
  at: Time,
  visitor: z.string().nullable(),
  question: z.string(),
  before: z.string(),
  after: z.string(),
  /** Between both. */
  distance: Distance,
  /** What was said had a thumb up, or was confirmed. */
  isWorse: z.boolean(),
  /** It would say what a correction among the changes says. */
  isTaught: z.boolean(),
})
export type ChangedAnswer = z.infer<typeof ChangedAnswer>

/** At most so many are shown; all are counted. */
export const mostChangedShown = 50
/** As many of the latest answers are looked at. */
export const mostLookedAt = 2000

export const replayApi = {
  'POST /api/effects': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Of the answers of the AI in the conversations opened last, at most 2,000, those that would be others if `changes` were taught. Nothing is stored or told to anybody. `looked` is how many were looked at within the time there is, `unasked` for how many of them a language model answers: it is not asked. `answers` are the first 50, what gets worse before the rest.',
    body: z.strictObject({ changes: z.array(TaughtChange).min(1).max(20) }),
    reply: z.object({
      looked: z.int(),
      unasked: z.int(),
      changed: z.int(),
      worse: z.int(),
      taught: z.int(),
      meaning: z.int(),
      silent: z.int(),
      answers: z.array(ChangedAnswer),
    }),
  },
  'POST /api/conversations/:id/whispers/preview': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'While a whisper is written: the answer to what the visitor asked last, `with` it and `without`. Nothing is sent, stored or used up. All null where nothing was asked, after the end, and where a language model answers, which is not asked.',
    params: z.object({ id: Id }),
    body: z.strictObject({ text: Text(10_000), must: z.boolean().default(false) }),
    reply: z.object({
      question: z.string().nullable(),
      without: z.string().nullable(),
      with: z.string().nullable(),
    }),
  },
  'POST /api/conversations/:id/messages/:messageId/replay': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What the AI would have said in place of this message of its own, if `changes` were taught. Nothing is stored, counted or told to anybody. `now` is the answer under what is in force, `changed` with the changes; both are null where a language model answers, which is not asked: then `promptChanges` says whether it would be shown anything else. `since` names the parts of its prompt that are otherwise now than when it was said.',
    params: z.object({ id: Id, messageId: Id }),
    body: z.strictObject({ changes: z.array(TaughtChange).max(20) }),
    reply: z.object({
      said: z.string(),
      now: Replayed.nullable(),
      changed: Replayed.nullable(),
      promptChanges: z.boolean(),
      since: z.array(z.string()),
    }),
  },
} as const
