import { unreviewed } from '../../protocol/review/apply.ts'
import { unanswered } from '../../protocol/review/apply-assessment.ts'
import type { Conversation, Visitor } from '../../protocol/entities.ts'

/** A head as it is stored. One that an earlier Halo wrote lacks what came since; it is filled here, so that no reader has to ask. */
export function headOf(json: string): Conversation {
  return upcastHead(JSON.parse(json))
}

/** The same, for the picture that stands in `conversation.started`. */
export function upcastHead(stored: Conversation): Conversation {
  return { ...unreviewed, ...unanswered, ...stored, visitor: upcastVisitor(stored.visitor) }
}

export function upcastVisitor(stored: Visitor): Visitor {
  return { ...unknown, ...stored }
}

const unknown = { contactId: null, company: null, toldAt: null }
