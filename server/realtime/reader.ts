import type { Audience } from '../../protocol/events.ts'

/** Somebody who reads along. `send` gets a frame as text, so that one text serves all who are at the same place. */
export interface Reader {
  audience: Audience
  visitorId: string | null
  send(frame: string): void
}
