import type { PromptLayer, Source } from '../../protocol/entities.ts'
import type { Turn, Usage } from '../models/model.ts'
import type { FinishedReply, ReplyAssessment } from '../models/reply-assessment.ts'
import type { Provenance } from '../teaching/read-taught.ts'
import type { Signals } from './escalate.ts'
import type { Run } from './run.ts'

/** A finished reply, with all that is kept beside it. */
export interface Reply {
  text: string
  sources: Source[]
  layers: PromptLayer[]
  provenance: Provenance[]
  opinion: ReplyAssessment
  signals: Signals
  /** What the team is asked. */
  inquiry?: string | null
  /** It only says that somebody will look into it, so somebody has to. */
  toCheck?: boolean
  /** What it took at a provider's model. */
  spent: { model: string; usage: Usage } | null
}

/** A reply that is kept back: as JSON it outlives the process that wrote it. */
export interface Held {
  run: Run
  reply: Reply
  /** The whispers that it was made with. */
  whispers: string[]
  taught: Pick<Turn['taught'], 'lessons' | 'corrections'>
  /** What a model is shown that judges it; null where none does. */
  judged: { turn: Turn; reply: FinishedReply } | null
}
