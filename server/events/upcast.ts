import { unjudged } from '../../protocol/review/apply-verdict.ts'
import type { Payload, StoredType } from '../../protocol/events.ts'
import { filledHead, filledVisitor } from './head.ts'

/** Payloads that an earlier Halo wrote lack what came since. What is said of each here holds for every reader of the log. */
const fillers: { [T in StoredType]?: (stored: Payload<T>) => Payload<T> } = {
  'conversation.started': ({ conversation }) => ({ conversation: filledHead(conversation) }),
  'visitor.identified': ({ visitor }) => ({ visitor: filledVisitor(visitor) }),
  'whisper.sent': ({ whisper }) => ({ whisper: { ...unjudged, ...whisper } }),
}

export function filled(type: StoredType, stored: unknown): unknown {
  return (fillers[type] as ((stored: unknown) => unknown) | undefined)?.(stored) ?? stored
}
