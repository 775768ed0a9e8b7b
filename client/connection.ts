import type { EphemeralEvent, StoredEvent } from '../protocol/events.ts'
import type { ClientFrame, FeedFrame, FeedRow, FeedWindow, ServerFrame } from '../protocol/frames.ts'
import type { Incident } from '../protocol/alerts/shapes.ts'
import type { Transcript, VisitorTranscript } from '../protocol/entities.ts'
import { ApiError } from './api.ts'
import { toJson } from './json.ts'
import type { PollListener, PollSource } from './poll.ts'
import { createStore, type Store } from './store.ts'

export type Status = 'connecting' | 'live' | 'polling' | 'lost'

/** Told of one conversation. `upTo` says how far the listener has come; it is asked again after each lost line. */
interface FollowListener {
  upTo(): number | null
  snapshot(transcript: Transcript | VisitorTranscript, ephemeral: EphemeralEvent[]): void
  events(after: number, upTo: number, events: StoredEvent[], passing?: EphemeralEvent[]): void
  ephemeral(event: EphemeralEvent): void
  refused(code: string, message: string): void
}

export interface Connection {
  readonly status: Store<Status>
  /** When something was last heard, in milliseconds since 1970. */
  readonly lastHeardAt: Store<number>
  /** Tell `listener` of this conversation from where it is, through every reconnect. Several may follow the same one. */
  follow(conversationId: string, listener: FollowListener): () => void
  /** Ask anew from where the listener is now, after it found a gap. */
  refollow(conversationId: string): void
  feed(window: FeedWindow, listener: (frame: FeedFrame) => void): { change(window: FeedWindow): void; stop(): void }
  /** Told of every incident that begins, changes or is over. */
  onIncident(listener: (incident: Incident) => void): () => void
  /** Told of every conversation that this operator holds, whenever something of them changed. */
  onHeld(listener: (rows: FeedRow[]) => void): () => void
  /** Told of how far this operator has read, in whichever browser. */
  onRead(listener: (conversationId: string, seq: number) => void): () => void
  /** For what only matters now: dropped while there is no line. */
  send(frame: ClientFrame): void
  close(): void
}

interface Options {
  url: string
  token?: () => string | null
  source: PollSource
  /** Visitors say who they are on the socket; operators have a cookie. */
  kind: 'visitor' | 'operator'
}

const protocolVersion = 1
const firstDelay = 300
const longestDelay = 4_000
/** A line on which nothing was heard for so long is asked whether it lives. */
const pingEvery = 4_000
/** How often the feed is looked at where sockets are blocked. */
const feedEvery = 2000
const silence = 9_000
/** Something on the way may take a socket and never let a word through; that is a refusal too. */
const welcomeTimeoutMs = 5_000
/** Sockets that were refused this often without one welcome are blocked by something on the way. */
const refusalsUntilPolling = 2
/** What is refused for these reasons is asked for again a moment later: the server could not look. */
const passingTroubles = new Set(['unavailable', 'broken', 'lost'])
const refollowAfter = 1_000

/** One line to the server that mends itself. */
export function connect(options: Options): Connection {
  const line = new Line(options)
  line.open()
  return line
}

class Line implements Connection {
  readonly status = createStore<Status>('connecting')
  readonly lastHeardAt = createStore(Date.now())
  readonly #options: Options
  readonly #followed = new Map<string, Set<FollowListener>>()
  readonly #polls = new Map<string, () => void>()
  readonly #holding = new Set<(rows: FeedRow[]) => void>()
  readonly #reading = new Set<(conversationId: string, seq: number) => void>()
  readonly #ringing = new Set<(incident: Incident) => void>()
  #feedWanted: { window: FeedWindow; listener: (frame: FeedFrame) => void } | null = null
  #generation = 0
  #ws: WebSocket | null = null
  #attempts = 0
  #refusals = 0
  #welcomed = false
  #looking = false
  #nextLook: ReturnType<typeof setTimeout> | undefined
  #closed = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #late: ReturnType<typeof setTimeout> | undefined
  #dead: ReturnType<typeof setTimeout> | undefined
  readonly #beat: ReturnType<typeof setInterval>
  readonly #stopWatching: () => void

  constructor(options: Options) {
    this.#options = options
    this.#beat = setInterval(() => this.#check(), pingEvery)
    this.#stopWatching = whenBack(() => this.#hurry())
  }

  open(): void {
    this.#stopTimers()
    this.#welcomed = false
    const ws = new WebSocket(this.#options.url)
    this.#ws = ws
    this.#late = setTimeout(() => this.#giveUp(ws), welcomeTimeoutMs)
    ws.onopen = () =>
      this.#say({
        type: 'hello',
        version: protocolVersion,
        ...(this.#options.kind === 'visitor' ? { token: this.#options.token?.() ?? '' } : {}),
      })
    ws.onmessage = ({ data }) => {
      if (this.#ws === ws) this.#take(JSON.parse(String(data)))
    }
    ws.onclose = () => {
      if (this.#ws === ws) this.#lost()
    }
  }

  follow(conversationId: string, listener: FollowListener): () => void {
    const listeners = this.#followed.get(conversationId) ?? new Set()
    this.#followed.set(conversationId, listeners.add(listener))
    this.#ask(conversationId, listener.upTo())
    return () => {
      listeners.delete(listener)
      if (listeners.size) return
      this.#followed.delete(conversationId)
      this.#stopPolling(conversationId)
      this.send({ type: 'unfollow', conversationId })
    }
  }

  refollow(conversationId: string): void {
    if (this.#followed.has(conversationId)) this.#ask(conversationId, this.#placeOf(conversationId))
  }

  onIncident(listener: (incident: Incident) => void): () => void {
    this.#ringing.add(listener)
    return () => void this.#ringing.delete(listener)
  }

  onRead(listener: (conversationId: string, seq: number) => void): () => void {
    this.#reading.add(listener)
    return () => void this.#reading.delete(listener)
  }

  onHeld(listener: (rows: FeedRow[]) => void): () => void {
    this.#holding.add(listener)
    return () => void this.#holding.delete(listener)
  }

  feed(window: FeedWindow, listener: (frame: FeedFrame) => void) {
    const wanted = { window, listener }
    this.#feedWanted = wanted
    this.#askFeed()
    return {
      change: (next: FeedWindow) => {
        if (this.#feedWanted !== wanted) return
        wanted.window = next
        this.#askFeed()
      },
      stop: () => {
        if (this.#feedWanted !== wanted) return
        this.#feedWanted = null
        this.send({ type: 'feed', generation: ++this.#generation, window: null })
      },
    }
  }

  send(frame: ClientFrame): void {
    if (this.#welcomed) this.#say(frame)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#beat)
    clearTimeout(this.#nextLook)
    this.#stopTimers()
    this.#stopWatching()
    for (const id of [...this.#polls.keys()]) this.#stopPolling(id)
    this.#ws?.close(1000)
  }

  #ask(conversationId: string, after: number | null): void {
    this.send({ type: 'follow', conversationId, after })
    if (this.status.get() === 'polling') this.#startPolling(conversationId)
  }

  #askFeed(): void {
    if (this.#feedWanted)
      this.send({ type: 'feed', generation: ++this.#generation, window: this.#feedWanted.window })
    if (this.status.get() === 'polling') this.#lookAtFeed()
  }

  #say(frame: ClientFrame): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(toJson(frame))
  }

  #take(frame: ServerFrame): void {
    this.lastHeardAt.set(Date.now())
    clearTimeout(this.#dead)
    this.#dead = setTimeout(() => this.#check(), silence)
    switch (frame.type) {
      case 'welcome':
        return this.#begin()
      case 'snapshot':
        return this.#each(frame.conversationId, (listener) => listener.snapshot(frame.transcript, frame.passing))
      case 'events':
        return this.#each(frame.conversationId, (listener) =>
          listener.events(frame.after, frame.upTo, frame.events, frame.passing),
        )
      case 'passing':
        return this.#each(frame.event.conversationId, (listener) => listener.ephemeral(frame.event))
      case 'refused':
        return frame.conversationId ? this.#wasRefused(frame.conversationId, frame.code, frame.message) : undefined
      // An answer to a window that is no longer looked through is late, and dropped.
      case 'held':
        return this.#holding.forEach((listener) => listener(frame.rows))
      case 'read':
        return this.#reading.forEach((listener) => listener(frame.conversationId, frame.seq))
      case 'incident':
        return this.#ringing.forEach((listener) => listener(frame.incident))
      case 'feed':
        return frame.generation === this.#generation ? this.#feedWanted?.listener(frame) : undefined
      case 'pong':
        return undefined
    }
  }

  #wasRefused(conversationId: string, code: string, message: string): void {
    if (passingTroubles.has(code)) setTimeout(() => this.refollow(conversationId), refollowAfter)
    else this.#each(conversationId, (listener) => listener.refused(code, message))
  }

  #each(conversationId: string, tell: (listener: FollowListener) => void): void {
    for (const listener of [...(this.#followed.get(conversationId) ?? [])]) tell(listener)
  }

  #begin(): void {
    clearTimeout(this.#late)
    this.#welcomed = true
    this.#attempts = this.#refusals = 0
    for (const id of [...this.#polls.keys()]) this.#stopPolling(id)
    this.status.set('live')
    for (const id of this.#followed.keys()) this.refollow(id)
    this.#askFeed()
  }

  /** Its close may take as long as its opening did, so it is not waited for. */
  #giveUp(ws: WebSocket): void {
    if (this.#ws !== ws) return
    this.#ws = null
    ws.close()
    this.#lost()
  }

  #lost(): void {
    if (this.#closed) return
    this.#stopTimers()
    if (!this.#welcomed) this.#refusals++
    this.#welcomed = false
    if (this.#refusals >= refusalsUntilPolling) this.#poll()
    else this.status.set(this.#attempts ? 'lost' : 'connecting')
    const delay = Math.min(longestDelay, firstDelay * 2 ** this.#attempts++)
    this.#retry = setTimeout(() => this.open(), delay * (0.5 + Math.random() / 2))
  }

  /** Something on the way does not let sockets through: ask for the log by plain requests, and try the socket again now and then. */
  #poll(): void {
    if (this.status.get() !== 'polling') this.status.set('lost')
    for (const id of this.#followed.keys()) this.#startPolling(id)
    this.#lookAtFeed()
  }

  #lookAtFeed(): void {
    const { source } = this.#options
    if (!source.feed || this.#looking || !this.#feedWanted || this.#welcomed || this.#closed) return
    this.#looking = true
    const { window, listener } = this.#feedWanted
    import('./poll.ts')
      .then(({ readFeed }) => readFeed(source, window))
      .then((told) => {
        if (told && this.#feedWanted?.window === window) listener({ ...told, generation: this.#generation })
        this.lastHeardAt.set(Date.now())
        if (!this.#welcomed) this.status.set('polling')
      })
      .catch(() => {
        if (!this.#welcomed) this.status.set('lost')
      })
      .finally(() => {
        this.#looking = false
        clearTimeout(this.#nextLook)
        this.#nextLook = setTimeout(() => this.#lookAtFeed(), feedEvery)
      })
  }

  #startPolling(id: string): void {
    if (this.#polls.has(id)) return
    const giveUp = new AbortController()
    this.#polls.set(id, () => giveUp.abort())
    // Most networks let sockets through, and their visitors need not carry this.
    import('./poll.ts').then(
      ({ pollConversation }) => pollConversation(this.#options.source, id, this.#polling(id), giveUp.signal),
      () => this.#polls.delete(id),
    )
  }

  #polling(id: string): PollListener {
    return {
      upTo: () => this.#placeOf(id),
      snapshot: (transcript) => this.#each(id, (listener) => listener.snapshot(transcript, [])),
      events: (after, upTo, events) => this.#each(id, (listener) => listener.events(after, upTo, events)),
      heard: () => {
        this.lastHeardAt.set(Date.now())
        if (!this.#welcomed) this.status.set('polling')
      },
      failed: (error) => {
        if (!this.#welcomed) this.status.set('lost')
        if (error instanceof ApiError && error.status >= 400 && error.status < 500)
          this.#each(id, (listener) => listener.refused(error.code, error.message))
      },
    }
  }

  /** Where the listener that is furthest behind stands. */
  #placeOf(id: string): number | null {
    const places = [...(this.#followed.get(id) ?? [])].map((listener) => listener.upTo())
    return places.length === 0 || places.includes(null) ? null : Math.min(...(places as number[]))
  }

  #stopTimers(): void {
    for (const timer of [this.#retry, this.#late, this.#dead]) clearTimeout(timer)
  }

  #stopPolling(id: string): void {
    this.#polls.get(id)?.()
    this.#polls.delete(id)
  }

  #check(): void {
    if (!this.#welcomed) return
    const heardAgo = Date.now() - this.lastHeardAt.get()
    if (heardAgo >= silence) return this.#reopen()
    if (heardAgo >= pingEvery / 2) this.#say({ type: 'ping' })
  }

  /** The machine woke up or the network came back: what looks open may be dead, and a planned retry may be far away. */
  #hurry(): void {
    if (this.#closed) return
    if (this.#welcomed && Date.now() - this.lastHeardAt.get() < silence) return this.#say({ type: 'ping' })
    this.#attempts = 0
    this.#reopen()
  }

  #reopen(): void {
    const old = this.#ws
    this.#ws = null
    old?.close()
    this.status.set('lost')
    this.open()
  }
}

function whenBack(hurry: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const seen = () => {
    if (document.visibilityState === 'visible') hurry()
  }
  window.addEventListener('online', hurry)
  document.addEventListener('visibilitychange', seen)
  return () => {
    window.removeEventListener('online', hurry)
    document.removeEventListener('visibilitychange', seen)
  }
}
