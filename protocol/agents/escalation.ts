import { z } from 'zod'
import { CheckedClaim } from './claims.ts'
import { Id, Seq, Time, Words } from '../basics.ts'

/** When the AI brings a person by itself, what it thinks of its own answers, and whether it did what a whisper asked. */

/** All four read the trait as text, without regard to case. `exists` has no value. A trait that is not there is no value at all: only `is_not` is true of it. */
export const TraitFilter = z.strictObject({
  key: Words.trim().min(1, 'Name the trait').max(100),
  operator: z.enum(['is', 'is_not', 'contains', 'exists']),
  value: Words.trim().max(300).default(''),
})
export type TraitFilter = z.infer<typeof TraitFilter>

/** off: the AI never escalates by itself · always: any signal does · conditional: the gates hold back what the AI did not ask for with its tool. The visitor's own button works in every mode. */
export const EscalationMode = z.enum(['off', 'always', 'conditional'])
export type EscalationMode = z.infer<typeof EscalationMode>

export const EscalationSettings = z.strictObject({
  mode: EscalationMode,
  /** An answer with less confidence than this is a signal. */
  threshold: z.int().min(0).max(100),
  /** Gate: something was looked up in the knowledge for what the visitor asked. Small talk looks nothing up. */
  requireSearch: z.boolean(),
  /** Gate: the AI has tried before, so this is not its first answer. */
  requireAttempt: z.boolean(),
  /** From this answer of the AI on, the gates are lifted: it has tried long enough. A ceiling, and no number that must be reached first. */
  maxAttempts: z.int().min(1).max(10),
  /** Whom the AI may escalate by itself: those of whom all of these are true. None: everyone. */
  who: z.array(TraitFilter).max(20),
  /** Whose escalation becomes a Priority ticket: those of whom all of these are true. None: nobody's. */
  priority: z.array(TraitFilter).max(20),
  /** What the AI does not know it asks the team, before it brings a person. */
  asksTeam: z.boolean().optional(),
})
export type EscalationSettings = z.infer<typeof EscalationSettings>

/** asked: the AI called for a person with its tool · promised: its reply promises one · unsure: its confidence is below the threshold. */
export const EscalationSignal = z.enum(['asked', 'promised', 'unsure'])
export type EscalationSignal = z.infer<typeof EscalationSignal>

/** What the feed marks: the AI called for a person, and since then none has held the pen and given it back. */
export const EscalationMark = z.object({
  at: Time,
  reason: z.string(),
  priority: z.boolean(),
  /** The visitor asked for a person in words, and the AI passed it on. */
  byVisitor: z.boolean().optional(),
})
export type EscalationMark = z.infer<typeof EscalationMark>

export const Escalation = EscalationMark.extend({ seq: Seq, signal: EscalationSignal })
export type Escalation = z.infer<typeof Escalation>

/** 0 to 100. */
export const Confidence = z.int().min(0).max(100)

/** What its confidence rests on: the team's own words, the visitor's own page, the articles, or nothing that was found. */
export const Ground = z.enum([
  'correction',
  'taught',
  'page',
  'person',
  'whisper',
  'talk',
  'articles',
  'asked-back',
  'nothing',
])
export type Ground = z.infer<typeof Ground>

/** In words: from these shares of right answers on. */
const levels = { sure: 80, fairly: 55 } as const

/** How sure a confidence is, in words. */
export function sureness(confidence: number): 'sure' | 'fairly' | 'unsure' {
  if (confidence >= levels.sure) return 'sure'
  return confidence >= levels.fairly ? 'fairly' : 'unsure'
}

/** How sure one AI message is. `by` is "built-in" or the name of the model that judged; a later verdict on the same message takes the place of an earlier one. */
export const RecordedAssessment = z.object({
  messageId: Id,
  confidence: Confidence,
  low: z.boolean(),
  by: z.string(),
  /** What that rests on; absent where a model judged. */
  ground: Ground.optional(),
  /** Addresses and articles that the model cited and was not given. They were taken out before anybody read them. */
  unknown: z.array(z.string()).optional(),
  /** Its figures, dates and promises, and where each stands in what the model was given. Absent where there are none. */
  claims: z.array(CheckedClaim).optional(),
  /** What went otherwise than it should on the way to this answer, in words. */
  notes: z.array(z.string()).optional(),
})
export type RecordedAssessment = z.infer<typeof RecordedAssessment>

export const ReceiptKind = z.enum(['followed', 'partly', 'ignored'])
export type ReceiptKind = z.infer<typeof ReceiptKind>

/** Whether the reply did what the whisper asked, and the sentence of the reply that shows it; without one, "" . */
export const Receipt = z.object({ receipt: ReceiptKind, sentence: z.string() })
export type Receipt = z.infer<typeof Receipt>

/** What a conversation's head says about how the AI is doing. */
export const confidenceFields = {
  /** Of the latest answer; null before the first. */
  confidence: Confidence.nullable(),
  escalation: EscalationMark.nullable(),
  /** The latest answers in a row whose confidence was low. */
  unsure: z.array(Id),
}
