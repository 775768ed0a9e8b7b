import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import type { Person } from '../../protocol/entities.ts'
import { ClientFrame, version, type ServerFrame } from '../../protocol/frames.ts'
import { maxPreviewLength } from '../../protocol/people/shapes.ts'
import { isUnseen, readsTopic, seeAsVisitor, type Read } from '../conversations/seen.ts'
import { incidentsTopic } from '../alerts/incidents.ts'
import { newId, type Context } from '../ground/context.ts'
import { findOwn } from '../conversations/queries.ts'
import { Problem } from '../ground/errors.ts'
import { networkOf } from '../http/limits.ts'
import { socketsGauge } from '../ground/metrics.ts'
import { readWorkspace } from '../people/visitors/workspace.ts'
import { mask } from '../privacy/mask.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { readPrivacy } from '../privacy/settings.ts'
import type { Feed } from './feed/feed.ts'
import { frame, type Hub } from './hub.ts'
import type { Reader } from './reader.ts'
import type { Live } from './live.ts'
import { publishEphemeral } from '../events/ephemeral.ts'
import { ConnectionQuota, connectionsPerVisitor, unauthenticatedPerAddress } from './connection-quota.ts'
import { Pace } from './pace.ts'
import { changePage, type Presence } from './presence.ts'
import type { Watchers } from './watchers.ts'

/** A reader this far behind is cut off; it comes back and reads the log from where it was. */
const mostBuffered = 1_000_000
/** A line that leaves so many pings unanswered is cut: the other end is gone, and nothing ever told us. */
const mostUnanswered = 6
/** Frames a socket may send in a burst, and how many it earns back each second. */
const burst = 40
const perSecond = 10
/** How often a minute a visitor comes, goes or turns a page, and is heard: a person does not do that once a second. */
const movesPerMinute = 60
const helloWithin = 10_000

export interface Doors {
  /** Who the upgrade request's cookie says it is, if its origin is ours; null otherwise. */
  operator(request: IncomingMessage): Promise<Person | null>
  visitor(token: string, request: IncomingMessage): Promise<string | null>
  /** May the page that opened this socket carry the widget? */
  mayEmbed(request: IncomingMessage): boolean
  /** The caller's address, behind the proxies that are trusted. */
  addressOf(request: IncomingMessage): string
}

interface Realtime {
  live: Live
  hub: Hub
  feed: Feed
  presence: Presence
  watchers: Watchers
}

/** Accepts sockets on /api/socket. Everything else that wants to upgrade is refused. */
export function acceptSockets(
  ctx: Context,
  server: Server,
  realtime: Realtime,
  doors: Doors,
): { askAgain(operatorId: string): void; askVisitorsAgain(): void; close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16_384, perMessageDeflate: false })
  const sessions = new Set<Session>()
  const quota = new ConnectionQuota(connectionsPerVisitor)
  const moves = new Pace(movesPerMinute)
  const strangers = new ConnectionQuota(unauthenticatedPerAddress)
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?', 1)[0] !== '/api/socket') return refuse(socket, '404 Not Found')
    const from = networkOf(doors.addressOf(request))
    if (strangers.isFull(from)) return refuse(socket, '429 Too Many Requests')
    sockets.handleUpgrade(request, socket, head, (ws) => {
      strangers.acquire(from)
      const session = new Session(
        ctx,
        { realtime, doors, quota, moves },
        { ws, request, known: () => strangers.release(from) },
      )
      sessions.add(session)
      ws.on('close', () => sessions.delete(session))
    })
  }
  server.on('upgrade', upgrade)
  const ringing = ctx.bus.subscribe(incidentsTopic, (incident) => {
    const text = frame({ type: 'incident', incident: incident as Incident })
    for (const session of sessions) session.ring(text)
  })
  const reading = ctx.bus.subscribe(readsTopic, (read) => {
    const { operatorId, conversationId, seq } = read as Read
    const text = frame({ type: 'read', conversationId, seq })
    for (const session of sessions) session.tell(operatorId, text)
  })
  const forgetting = onForgotten(ctx, (id) => sessions.forEach((session) => session.forget(id)))
  // A browser answers these even for a tab that it has put to sleep, whose own heartbeats come once a minute.
  const pinging = setInterval(() => sessions.forEach((session) => session.ping()), ctx.timing.pingIntervalMs)
  return {
    askVisitorsAgain: () => sessions.forEach((session) => void session.askVisitorAgain()),
    askAgain: (operatorId) => sessions.forEach((session) => void session.askAgain(operatorId)),
    close: async () => {
      clearInterval(pinging)
      server.off('upgrade', upgrade)
      ringing()
      reading()
      forgetting()
      // 1012, "service restart": clients come back by themselves, and at once.
      for (const ws of sockets.clients) ws.close(1012)
      setTimeout(() => {
        for (const ws of sockets.clients) ws.terminate()
      }, 500).unref()
      await new Promise<void>((resolve) => sockets.close(() => resolve()))
    },
  }
}

/** Whoever asked may be gone already, and without a listener that error would end the process. */
function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

interface Inside {
  realtime: Realtime
  doors: Doors
  quota: ConnectionQuota
  moves: Pace
}

type Who = { kind: 'visitor'; id: string; token: string } | { kind: 'operator'; id: string; person: Person }

class Session {
  readonly #ctx: Context
  readonly #realtime: Realtime
  readonly #doors: Doors
  readonly #ws: WebSocket
  readonly #request: IncomingMessage
  readonly #quota: ConnectionQuota
  readonly #moves: Pace
  readonly #known: () => void
  readonly #id = newId()
  readonly #following = new Set<string>()
  #reader: Reader | null = null
  #who: Who | null = null
  /** What its visitor was last heard to be. */
  #told = ''
  #frames = burst
  #earnedAt = performance.now()
  #unanswered = 0
  #gathering = false
  /** Frames are taken one after the other, so that an unfollow cannot overtake its follow. */
  #queue: Promise<void> = Promise.resolve()

  /** `known`: told once, when this is no stranger any more, or is gone. */
  constructor(
    ctx: Context,
    { realtime, doors, quota, moves }: Inside,
    { ws, request, known }: { ws: WebSocket; request: IncomingMessage; known: () => void },
  ) {
    this.#ctx = ctx
    this.#realtime = realtime
    this.#doors = doors
    this.#ws = ws
    this.#request = request
    this.#quota = quota
    this.#moves = moves
    this.#known = once(known)
    const late = setTimeout(() => {
      if (!this.#who) ws.close(4001, 'no hello')
    }, helloWithin)
    ws.on('message', (bytes, binary) => this.#take(binary ? null : String(bytes)))
    ws.on('pong', () => this.#answered())
    ws.on('error', () => ws.terminate())
    ws.on('close', (code) => {
      clearTimeout(late)
      this.#end(code)
    })
  }

  ping(): void {
    if (this.#unanswered++ >= mostUnanswered) return this.#ws.terminate()
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.ping()
  }

  #answered(): void {
    this.#unanswered = 0
    for (const id of this.#following) this.#realtime.presence.renew(id, this.#id)
  }

  /** Of an incident every operator hears, whatever is on their screen. */
  ring(text: string): void {
    if (this.#who?.kind === 'operator') this.#reader?.send(text)
  }

  /** Their own business. */
  tell(operatorId: string, text: string): void {
    if (this.#who?.kind === 'operator' && this.#who.id === operatorId) this.#reader?.send(text)
  }

  /** The conversation is no more: nobody vouches for its visitor, and nobody watches it. */
  forget(conversationId: string): void {
    if (!this.#following.delete(conversationId)) return
    this.#realtime.watchers.forget(conversationId)
  }

  /** This operator's rights or sessions have changed: whoever may no longer watch is cut off. */
  async askAgain(operatorId: string): Promise<void> {
    if (this.#who?.kind !== 'operator' || this.#who.id !== operatorId) return
    try {
      if (!(await this.#doors.operator(this.#request))) this.#ws.close(4003, 'not signed in')
    } catch {
      // Nobody can say now; whoever may watch comes back and is asked then.
      this.#ws.close(1012)
    }
  }

  /** What lets visitors in has changed: whoever would not be let in now is cut off. */
  async askVisitorAgain(): Promise<void> {
    if (this.#who?.kind !== 'visitor') return
    // A look that failed says nothing about the visitor.
    const still = await this.#doors.visitor(this.#who.token, this.#request).catch(() => true)
    if (!still) this.#ws.close(4003, 'not signed in')
  }

  #take(text: string | null): void {
    if (!this.#earn()) return this.#ws.close(4008, 'too many frames')
    const parsed = ClientFrame.safeParse(jsonOf(text))
    if (!parsed.success) return this.#refuse('malformed', 'This frame is not in the protocol.')
    this.#queue = this.#queue.then(() => this.#act(parsed.data)).catch((error) => this.#failed(error, parsed.data))
  }

  #earn(): boolean {
    const now = performance.now()
    this.#frames = Math.min(burst, this.#frames + ((now - this.#earnedAt) / 1000) * perSecond)
    this.#earnedAt = now
    return --this.#frames >= 0
  }

  async #act(said: ReturnType<typeof ClientFrame.parse>): Promise<void> {
    if (said.type === 'ping') return this.#send({ type: 'pong', now: Date.now() })
    if (said.type === 'hello') return this.#hello(said.version, said.token)
    if (!this.#who || !this.#reader) return this.#ws.close(4001, 'say hello first')
    switch (said.type) {
      case 'follow':
        return this.#follow(said.conversationId, said.after)
      case 'unfollow':
        return this.#unfollow(said.conversationId)
      case 'feed':
        return this.#who.kind === 'operator'
          ? this.#realtime.feed.show(this.#reader, this.#who.id, said.generation, said.window)
          : this.#refuse('not_allowed', 'The feed is for operators.')
      case 'here':
        return this.#here(said)
      case 'typing':
        return this.#typing(said.conversationId, said.on)
      case 'preview':
        return this.#preview(said.conversationId, said.text)
      default:
        return said satisfies never
    }
  }

  async #hello(theirs: number, token?: string): Promise<void> {
    if (this.#who) return this.#refuse('malformed', 'Hello was said already.')
    if (theirs !== version) return this.#ws.close(4000, 'another version')
    this.#who = token ? await this.#visitor(token) : await this.#operator()
    if (!this.#who) return this.#ws.close(4003, 'not signed in')
    if (this.#who.kind === 'visitor' && !this.#quota.acquire(this.#who.id)) {
      this.#who = null
      return this.#ws.close(4008, 'too many sockets')
    }
    this.#known()
    this.#reader = {
      audience: this.#who.kind === 'operator' ? 'operators' : 'everyone',
      visitorId: this.#who.kind === 'visitor' ? this.#who.id : null,
      send: (text) => this.#write(text),
    }
    socketsGauge.inc({ kind: this.#who.kind })
    this.#send({ type: 'welcome', version, now: Date.now() })
  }

  async #visitor(token: string): Promise<Who | null> {
    const id = this.#doors.mayEmbed(this.#request) ? await this.#doors.visitor(token, this.#request) : null
    return id ? { kind: 'visitor', id, token } : null
  }

  async #operator(): Promise<Who | null> {
    const person = await this.#doors.operator(this.#request)
    return person && { kind: 'operator', id: person.id, person }
  }

  async #follow(id: string, after: number | null): Promise<void> {
    if (this.#who!.kind === 'visitor') await findOwn(this.#ctx.db.reads, this.#who!.id, id)
    if (this.#following.size >= 50 && !this.#following.has(id))
      return this.#refuse('too_many', 'Too many conversations on one connection.', id)
    this.#following.add(id)
    await this.#realtime.hub.follow(this.#reader!, id, after)
    this.#watch(id, true)
  }

  #unfollow(id: string): void {
    if (!this.#following.delete(id)) return
    this.#realtime.hub.unfollow(this.#reader!, id)
    this.#watch(id, false)
    if (this.#who!.kind === 'visitor') this.#realtime.presence.leave(id, this.#id, false)
  }

  #watch(id: string, on: boolean): void {
    if (this.#who?.kind !== 'operator') return
    if (on) this.#realtime.watchers.join(id, this.#reader!, this.#who.person)
    else this.#realtime.watchers.leave(id, this.#reader!)
  }

  #here({
    conversationId,
    presence,
    open,
    page,
  }: Extract<ReturnType<typeof ClientFrame.parse>, { type: 'here' }>): void {
    // Only who follows a conversation may vouch for its visitor, and only its own visitor gets to follow it.
    if (this.#who!.kind !== 'visitor' || !this.#following.has(conversationId)) return
    const told = `${conversationId} ${presence} ${open}`
    const moved = page !== undefined || told !== this.#told
    if (moved && !this.#moves.take(this.#who!.id)) return this.#realtime.presence.renew(conversationId, this.#id)
    this.#told = told
    this.#realtime.presence.beat(conversationId, this.#id, presence, open)
    const head = this.#realtime.live.head(conversationId)
    if (open && presence === 'active' && head && isUnseen(head))
      void seeAsVisitor(this.#ctx, this.#who!.id, conversationId).catch((error) =>
        this.#ctx.log.error({ error }, 'could not record what was seen'),
      )
    if (page)
      void changePage(this.#ctx, conversationId, page).catch((error) =>
        this.#ctx.log.error({ error }, 'could not record the page'),
      )
  }

  #typing(conversationId: string, on: boolean): void {
    if (!this.#following.has(conversationId)) return
    // The visitor sees a person writing only when that person holds the pen; who merely thinks about it stays unseen.
    if (
      this.#who!.kind === 'operator' &&
      this.#realtime.live.head(conversationId)?.control.operator?.id !== this.#who!.id
    )
      return
    const name = this.#who!.kind === 'operator' ? this.#who!.person.name : null
    publishEphemeral(this.#ctx, {
      conversationId,
      type: 'typing.changed',
      payload: { who: this.#who!.kind, name, on },
    })
  }

  /** Asked each time: what was switched off a moment ago is heard no more, whatever an open widget still believes. */
  async #preview(conversationId: string, text: string): Promise<void> {
    if (this.#who!.kind !== 'visitor' || !this.#following.has(conversationId)) return
    const { typingPreview } = await readWorkspace(this.#ctx.db.reads)
    if (!typingPreview) return
    const { masking } = await readPrivacy(this.#ctx.db.reads)
    publishEphemeral(this.#ctx, {
      conversationId,
      type: 'preview.typed',
      payload: { text: masking ? mask(text).slice(0, maxPreviewLength) : text },
    })
  }

  #failed(error: unknown, said: ReturnType<typeof ClientFrame.parse>): void {
    const conversationId = 'conversationId' in said ? said.conversationId : undefined
    if (conversationId && said.type === 'follow') this.#following.delete(conversationId)
    // Without a welcome the other end waits for nothing; it comes back.
    if (said.type === 'hello') this.#ws.close(1013, 'try again')
    if (error instanceof Problem) return this.#refuse(error.code, error.message, conversationId)
    this.#ctx.log.error({ error, frame: said.type }, 'a frame broke')
    this.#refuse('broken', 'Something broke on our side. Try again.', conversationId)
  }

  #end(code: number): void {
    this.#known()
    this.#queue = this.#queue.then(() => {
      if (!this.#who || !this.#reader) return
      socketsGauge.dec({ kind: this.#who.kind })
      if (this.#who.kind === 'visitor') this.#quota.release(this.#who.id)
      this.#realtime.feed.forget(this.#reader)
      for (const id of this.#following) {
        this.#realtime.hub.unfollow(this.#reader, id)
        this.#watch(id, false)
        // 1000 and 1001 are said by a page that goes away; a broken line says nothing.
        if (this.#who.kind === 'visitor')
          this.#realtime.presence.leave(id, this.#id, code === 1000 || code === 1001)
      }
      this.#following.clear()
    })
  }

  #refuse(code: string, message: string, conversationId?: string): void {
    this.#send({ type: 'refused', code, message, ...(conversationId ? { conversationId } : {}) })
  }

  #send(said: ServerFrame): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#write(frame(said))
  }

  /** What is said in one turn of the event loop leaves together: a frame by itself costs as much as all of them. */
  #write(text: string): void {
    if (this.#ws.bufferedAmount > mostBuffered) return this.#ws.terminate()
    if (!this.#gathering) {
      this.#gathering = true
      this.#request.socket.cork()
      process.nextTick(() => {
        this.#gathering = false
        this.#request.socket.uncork()
      })
    }
    this.#ws.send(text)
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
