import { applyEphemeral, noEphemeralState, type EphemeralState } from '../../protocol/apply.ts'
import type { Conversation } from '../../protocol/entities.ts'
import type { AnyEvent, EphemeralEvent } from '../../protocol/events.ts'

interface Going {
  passing: EphemeralState
  draftAt: number
  typingAt: number
  previewAt: number
}

/** Whoever writes says so again every 5 s, as does a widget in whose field something stands. */
const writingLeaseMs = 12_000

/**
 * What is going on in conversations this second: drafts, typing, what is being typed. It is told by events that may be lost, so it ends with a lease: what
 * nobody vouches for any more is taken back.
 */
export class GoingsOn {
  readonly #draftLeaseMs: number
  readonly #going = new Map<string, Going>()

  constructor(draftLeaseMs: number) {
    this.#draftLeaseMs = draftLeaseMs
  }

  of(id: string): EphemeralState {
    return this.#going.get(id)?.passing ?? noEphemeralState
  }

  /** `epoch` is the conversation's, as far as it is known. */
  hear(event: AnyEvent, epoch: number): void {
    const before = this.#going.get(event.conversationId)
    const passing = applyEphemeral(before?.passing ?? noEphemeralState, event, epoch)
    const now = performance.now()
    this.#keep(event.conversationId, {
      passing,
      draftAt: event.type.startsWith('reply.') ? now : (before?.draftAt ?? now),
      typingAt: event.type === 'typing.changed' ? now : (before?.typingAt ?? now),
      previewAt: event.type === 'preview.typed' ? now : (before?.previewAt ?? now),
    })
  }

  /** As the log has it now; a draft that the AI may not go on with is none. */
  hold({ id, control, status }: Conversation): void {
    const going = this.#going.get(id)
    const draft = going?.passing.draft
    if (!draft || (control.holder === 'ai' && draft.epoch >= control.epoch && status === 'live')) return
    this.#keep(id, { ...going, passing: { ...going.passing, draft: null } })
  }

  forget(id: string): void {
    this.#going.delete(id)
  }

  /** The events that take back what ran out. A reply that is `held` is vouched for by its row. */
  *overdue(isHeld: (id: string) => boolean): Generator<EphemeralEvent> {
    const now = performance.now()
    for (const [conversationId, { passing, draftAt, typingAt, previewAt }] of [...this.#going]) {
      const { draft, typing, preview } = passing
      if (draft && now - draftAt > this.#draftLeaseMs && !isHeld(conversationId))
        yield { conversationId, type: 'reply.dropped', payload: { run: draft.run } }
      if (typing && now - typingAt > writingLeaseMs)
        yield { conversationId, type: 'typing.changed', payload: { ...typing, on: false } }
      if (preview && now - previewAt > writingLeaseMs)
        yield { conversationId, type: 'preview.typed', payload: { text: '' } }
    }
  }

  #keep(id: string, going: Going): void {
    const { draft, typing, preview } = going.passing
    if (draft || typing || preview) this.#going.set(id, going)
    else this.#going.delete(id)
  }
}
