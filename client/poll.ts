import type { Transcript, VisitorTranscript } from '../protocol/entities.ts'
import type { StoredEvent } from '../protocol/events.ts'
import type { FeedFrame, FeedWindow } from '../protocol/frames.ts'

/** The requests that stand in for the socket where none gets through. */
export interface PollSource {
  transcript(id: string, signal: AbortSignal): Promise<Transcript | VisitorTranscript>
  /** What came after `after`; held open up to `wait` seconds while there is nothing. */
  events(id: string, query: { after: number; wait: number }, signal: AbortSignal): Promise<LogPage>
  /** Only operators have one. */
  feed?(window: FeedWindow): Promise<Pick<FeedFrame, 'total' | 'rows' | 'counters' | 'asOf'>>
}

interface LogPage {
  after: number
  upTo: number
  events: unknown[]
  more: boolean
}

export interface PollListener {
  upTo(): number | null
  snapshot(transcript: Transcript | VisitorTranscript): void
  events(after: number, upTo: number, events: StoredEvent[]): void
  heard(): void
  failed(error: unknown): void
}

const restAfterFailureMs = 2000
/** Seconds that the server waits for something to tell, and milliseconds after which an answer does not come any more. */
const wait = 8
const answerWithinMs = 12_000

/** Read one conversation's log by requests that wait for something to tell, until `signal` aborts. */
export async function pollConversation(
  source: PollSource,
  id: string,
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
      await new Promise((resolve) => setTimeout(resolve, restAfterFailureMs))
    }
  }

  async function turn(): Promise<void> {
    const after = listener.upTo()
    if (after === null) return begin()
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)])
    const page = await source.events(id, { after, wait }, inTime)
    if (page.more) return begin()
    if (!signal.aborted) listener.events(page.after, page.upTo, page.events as StoredEvent[])
  }

  async function begin(): Promise<void> {
    listener.snapshot(await source.transcript(id, signal))
  }
}

/** The feed as it stands, as a socket would tell it. */
export async function readFeed(
  source: PollSource,
  window: FeedWindow,
): Promise<Omit<FeedFrame, 'generation'> | null> {
  const page = await source.feed?.(window)
  return page ? { type: 'feed', ids: page.rows.map(({ id }) => id), ...page } : null
}
