import { z } from 'zod'
import { Id, Person, Seq, Time } from '../basics.ts'

/** What is said afterwards about a conversation and its answers: votes, notes, how it ended, what it scores. */

/** resolved: the visitor said so, thumbed up the last answer, or thanked and left · escalated: a ticket or a person · answered: left in silence after an answer · abandoned: left with the question open · no_question: never wrote. */
export const OutcomeKind = z.enum(['resolved', 'escalated', 'answered', 'abandoned', 'no_question'])
export type OutcomeKind = z.infer<typeof OutcomeKind>

/** An operator decided otherwise. `rule` is what the rule had said. */
export const Overrule = z.object({ rule: OutcomeKind, reason: z.string(), by: Person, at: Time })
export type Overrule = z.infer<typeof Overrule>

/** `kind` is what holds; `evidence` is what the rule went by, whether or not it was overruled. */
export const Outcome = z.object({ kind: OutcomeKind, evidence: z.string(), overruled: Overrule.optional() })
export type Outcome = z.infer<typeof Outcome>

export const Vote = z.enum(['up', 'down'])
export type Vote = z.infer<typeof Vote>

export const RatingReason = z.enum(['wrong', 'incomplete', 'tone', 'outdated_source', 'should_have_escalated'])
export type RatingReason = z.infer<typeof RatingReason>

/** One person's vote on one AI message. `by` is null for the visitor. `seq` is where the log tells of it. Operators' eyes only. */
export const Rating = z.object({
  messageId: Id,
  by: Person.nullable(),
  vote: Vote,
  reason: RatingReason.nullable(),
  comment: z.string(),
  seq: Seq,
  at: Time,
})
export type Rating = z.infer<typeof Rating>

/** How many votes there are on a conversation's messages, operators' and the visitor's together. */
export const RatingCount = z.object({ up: z.int().nonnegative(), down: z.int().nonnegative() })
export type RatingCount = z.infer<typeof RatingCount>

/** What the visitor voted, as the visitor's own snapshot says it. */
export const OwnVote = z.object({ messageId: Id, vote: Vote })
export type OwnVote = z.infer<typeof OwnVote>

/** A trainer's note on a whole conversation, one for each operator. */
export const Note = z.object({ by: Person, text: z.string(), seq: Seq, at: Time })
export type Note = z.infer<typeof Note>

export const Reviewed = z.object({ by: Person, at: Time })
export type Reviewed = z.infer<typeof Reviewed>

export const ScorePartName = z.enum([
  'start',
  'mood_end',
  'mood_change',
  'outcome',
  'ratings',
  'corrections',
  'confidence',
])
export type ScorePartName = z.infer<typeof ScorePartName>

/** One summand of the AI score, with the words that explain its points. */
export const ScorePart = z.object({ name: ScorePartName, points: z.int(), says: z.string() })
export type ScorePart = z.infer<typeof ScorePart>

/** How well the AI did, 0 to 100: exactly the sum of the parts. docs/score.md says how each is made. */
export const Score = z.object({ points: z.int().min(0).max(100), parts: z.array(ScorePart) })
export type Score = z.infer<typeof Score>

/** What a conversation's head says about its review. */
export const reviewFields = {
  /** Null while it is live, and when there was nothing to answer. */
  score: Score.nullable(),
  reviewed: Reviewed.nullable(),
  ratings: RatingCount,
  /** The AI messages that have a correction in force. */
  corrected: z.array(Id),
  /** Operators who took the pen, wrote or whispered, in the order in which they came. */
  operators: z.array(Person),
}
