import {
  applyEphemeral,
  applyToTranscript,
  applyToVisitorTranscript,
  noEphemeralState,
  type EphemeralState,
} from '../protocol/apply.ts'
import type { Transcript, VisitorTranscript } from '../protocol/entities.ts'
import type { AnyEvent, StoredEvent } from '../protocol/events.ts'
import type { Connection } from './connection.ts'
import { createStore, type Store } from './store.ts'

/** One conversation, kept true over a connection. `transcript` is null until the first picture came; `refused` says why none will. */
export interface Followed<T> {
  readonly transcript: Store<T | null>
  readonly ephemeral: Store<EphemeralState>
  readonly refused: Store<{ code: string; message: string } | null>
  stop(): void
}

/** For operators. `picture` is what is known already, if anything; what came since is asked for. */
export function followTranscript(
  connection: Connection,
  id: string,
  picture: Transcript | null = null,
): Followed<Transcript> {
  return followWith(connection, id, picture, applyToTranscript)
}

/** For the visitor whose conversation it is. */
export function followVisitorTranscript(
  connection: Connection,
  id: string,
  picture: VisitorTranscript | null = null,
): Followed<VisitorTranscript> {
  return followWith(connection, id, picture, applyToVisitorTranscript)
}

function followWith<T extends Transcript | VisitorTranscript>(
  connection: Connection,
  id: string,
  picture: T | null,
  apply: (picture: T, event: StoredEvent) => T,
): Followed<T> {
  const transcript = createStore<T | null>(picture)
  const ephemeral = createStore<EphemeralState>(noEphemeralState)
  const refused = createStore<{ code: string; message: string } | null>(null)
  const epoch = () => transcript.get()?.conversation.control.epoch ?? 0

  const stop = connection.follow(id, {
    upTo: () => transcript.get()?.upTo ?? null,
    snapshot(fresh, now) {
      refused.set(null)
      transcript.set(fresh as T)
      ephemeral.set(now.reduce((before, event) => applyEphemeral(before, event, epoch()), noEphemeralState))
    },
    events(after, upTo, events, now) {
      const before = transcript.get()
      // Something in between was lost, or the first picture is still on its way: start from where we are.
      if (!before || after > before.upTo) return connection.refollow(id)
      const next = events.reduce(apply, before)
      if (upTo > before.upTo) transcript.set({ ...next, upTo })
      // After a lost line the server says anew what is going on; a draft that ended meanwhile must not be left standing.
      ephemeral.set(
        [...events, ...(now ?? [])].reduce(
          (going, event: AnyEvent) => applyEphemeral(going, event, epoch()),
          now ? noEphemeralState : ephemeral.get(),
        ),
      )
    },
    ephemeral: (event) => ephemeral.set(applyEphemeral(ephemeral.get(), event, epoch())),
    refused: (code, message) => refused.set({ code, message }),
  })
  return { transcript, ephemeral, refused, stop }
}
