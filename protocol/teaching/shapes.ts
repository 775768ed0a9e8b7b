import { z } from 'zod'
import { Id, Person, Time } from '../basics.ts'

/** What operators teach: what it is, whom it is for, and what of it is shown beside a conversation. Operators' eyes only. */

/** Whom a lesson or a correction is for. `customer` and `company` are those of `contact` and `company` beside it. */
export const Scope = z.enum(['customer', 'company', 'everyone'])
export type Scope = z.infer<typeof Scope>

export const Named = z.object({ id: z.string(), name: z.string() })
export type Named = z.infer<typeof Named>

/** Whom it was taught for. It stays known when the scope is widened, so that the scope can be narrowed again. */
const reach = { scope: Scope, contact: Named.nullable(), company: Named.nullable() }

/** Another lesson of the same scope that seems to say otherwise, and why it seems so. Both hold until an operator chooses. */
export const LessonConflict = z.object({ id: Id, text: z.string(), why: z.string() })
export type LessonConflict = z.infer<typeof LessonConflict>

/** A lasting directive, heeded in every reply that its scope covers while it is on. */
export const Lesson = z.object({
  id: Id,
  text: z.string(),
  ...reach,
  by: Person,
  /** Where it was taught; null when it was written under Knowledge. */
  origin: z.object({ conversationId: Id, whisperId: Id }).nullable(),
  createdAt: Time,
  changedAt: Time,
  on: z.boolean(),
  /** Dropped; it can be restored. */
  retiredAt: Time.nullable(),
  /** When somebody should look whether it still holds. */
  reviewAt: Time.nullable(),
  /** The customer it is for never proved who they are. */
  unverified: z.boolean(),
  /** As found when it was last saved. */
  conflicts: z.array(LessonConflict),
})
export type Lesson = z.infer<typeof Lesson>

/** How often it entered the prompt of a reply that was posted, and when last. */
export const Use = z.object({ uses: z.int().nonnegative(), lastUsedAt: Time.nullable() })
export type Use = z.infer<typeof Use>

export const UsedLesson = Lesson.extend(Use.shape)
export type UsedLesson = z.infer<typeof UsedLesson>

/** What the AI should have said to a question. It answers that question, and ones like it, for its scope. */
export const Correction = z.object({
  id: Id,
  question: z.string(),
  /** Put in an operator's own words, without names, numbers and the like: others may be asked whether they mean it. */
  general: z.boolean().optional(),
  answer: z.string(),
  ...reach,
  by: Person,
  /** The AI message that was wrong; null when it was corrected in Live Train. */
  messageId: Id.nullable(),
  conversationId: Id.nullable(),
  createdAt: Time,
  changedAt: Time,
  retiredAt: Time.nullable(),
  /** The message by which the visitor of that conversation was told. */
  toldIn: Id.nullable(),
  unverified: z.boolean(),
})
export type Correction = z.infer<typeof Correction>

export const UsedCorrection = Correction.extend(Use.shape)
export type UsedCorrection = z.infer<typeof UsedCorrection>

/** One reply that something taught went into. */
export const Firing = z.object({
  conversationId: Id,
  messageId: Id,
  at: Time,
  text: z.string(),
  visitor: z.string().nullable(),
})
export type Firing = z.infer<typeof Firing>

/** A short rule for every agent, in the order in which they are told. */
export const GuidanceRow = z
  .object({ id: Id, text: z.string(), on: z.boolean(), changedAt: Time })
  .extend(Use.shape)
export type GuidanceRow = z.infer<typeof GuidanceRow>

/** A document that the AI always has before it and visitors never get to see. */
export const InternalDoc = z.object({
  id: Id,
  title: z.string(),
  body: z.string(),
  on: z.boolean(),
  changedAt: Time,
})
export type InternalDoc = z.infer<typeof InternalDoc>
