import { unassessed } from '../../protocol/review/apply-assessment.ts'
import type { Payload, StoredType } from '../../protocol/events.ts'
import { upcastHead, upcastVisitor } from './head.ts'

/** Payloads that an earlier Halo wrote lack what came since. What is said of each here holds for every reader of the log. */
const upcasters: { [T in StoredType]?: (stored: Payload<T>) => Payload<T> } = {
  'conversation.started': ({ conversation }) => ({ conversation: upcastHead(conversation) }),
  'visitor.identified': ({ visitor }) => ({ visitor: upcastVisitor(visitor) }),
  'whisper.sent': ({ whisper }) => ({ whisper: { ...unassessed, ...whisper } }),
}

export function upcast(type: StoredType, stored: unknown): unknown {
  return (upcasters[type] as ((stored: unknown) => unknown) | undefined)?.(stored) ?? stored
}
