import { noEphemeralState, type EphemeralState } from '../protocol/apply.ts'
import type { VisitorTranscript } from '../protocol/entities.ts'
import type { Session } from './entry.ts'

/** What the panel shows. */
export interface ChatState {
  phase: 'starting' | 'ready' | 'failed' | 'shut'
  agent: Session['agent'] | null
  /** The finished conversation shown above the one under way. */
  earlier: VisitorTranscript | null
  current: VisitorTranscript | null
  passing: EphemeralState
  /** The team can read what stands in the field. */
  preview: boolean
}

export const nothingYet: ChatState = {
  phase: 'starting',
  agent: null,
  earlier: null,
  current: null,
  passing: noEphemeralState,
  preview: false,
}

export const hasMessage = (transcript: VisitorTranscript | null, id: string) =>
  transcript?.messages.some((message) => message.id === id) ?? false

/** A person of the team answered last. */
export const isPersons = (transcript: VisitorTranscript | null) =>
  transcript?.messages.findLast(({ from }) => from === 'ai' || from === 'operator')?.from === 'operator'
