import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import type { Mood, Source } from '../../protocol/entities.ts'
import type { Ground, Receipt } from '../../protocol/agents/escalation.ts'
import type { Passage } from '../knowledge/search.ts'

/** What is thought of one reply: how sure it is, and whether it did what the whispers asked. */
export interface ReplyAssessment {
  /** "built-in", or the name of the model that judged. */
  by: string
  /** 0 to 100. */
  confidence: number
  /** What the confidence rests on, where that is known. */
  ground?: Ground
  /** Of the visitor, as they wrote last; null where the judge has no view of its own. */
  mood: Mood | null
  topic: string | null
  whispers: (Receipt & { id: string })[]
  /** What the reply cited and was not given. */
  unknown?: string[]
  /** What the reply claims, looked up in its prompt. */
  claims?: CheckedClaim[]
  /** What went otherwise than it should on the way, in words. */
  notes?: string[]
}

/** A finished reply and what it rests on. */
export interface FinishedReply {
  text: string
  sources: Source[]
  human: boolean
  /** Everything that was found for it. */
  passages: Passage[]
  /** What it cited and was not given. */
  unknown?: string[]
  claims?: CheckedClaim[]
  notes?: string[]
}
