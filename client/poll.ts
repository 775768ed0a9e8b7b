import type { Transcript, VisitorTranscript } from '../protocol/entities.ts'
import type { StoredEvent } from '../protocol/events.ts'
import type { FeedWindow } from '../protocol/frames.ts'
import type { Api } from './api.ts'
import type { FeedFrame } from './connection.ts'

export interface PollListener {
  upTo(): number | null
  snapshot(transcript: Transcript | VisitorTranscript): void
  events(after: number, upTo: number, events: StoredEvent[]): void
  heard(): void
  failed(error: unknown): void
}

const restAfterFailure = 2000
/** Seconds that the server waits for something to tell, and milliseconds after which an answer does not come any more. */
const wait = 8
const answerWithin = 12_000

/** Read one conversation's log by requests that wait for something to tell, until `signal` aborts. */
export async function pollConversation(
  api: Api,
  kind: 'visitor' | 'operator',
  id: string,
  isOpen: () => boolean,
  listener: PollListener,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await turn()
      if (!signal.aborted) listener.heard()
    } catch (error) {
      if (signal.aborted) return
      listener.failed(error)
      await new Promise((resolve) => setTimeout(resolve, restAfterFailure))
    }
  }

  async function turn(): Promise<void> {
    const after = listener.upTo()
    const params = { id }
    if (after === null) {
      const transcript =
        kind === 'visitor'
          ? await api.call('GET /api/widget/conversations/:id', { params, signal })
          : await api.call('GET /api/conversations/:id', { params, signal })
      return listener.snapshot(transcript)
    }
    const query = { after, wait }
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerWithin)])
    const told =
      kind === 'visitor'
        ? await api.call('GET /api/widget/conversations/:id/events', {
            params,
            query: { ...query, open: String(isOpen()) },
            signal: inTime,
          })
        : await api.call('GET /api/conversations/:id/events', { params, query, signal: inTime })
    if (!signal.aborted) listener.events(told.after, told.upTo, told.events as StoredEvent[])
  }
}

/** The feed as it stands, as a socket would tell it. */
export async function readFeed(api: Api, window: FeedWindow): Promise<Omit<FeedFrame, 'generation'>> {
  const { total, rows, counters, asOf } = await api.call('GET /api/feed', {
    query: { window: JSON.stringify(window) },
  })
  return { type: 'feed', total, ids: rows.map(({ id }) => id), rows, counters, asOf }
}
