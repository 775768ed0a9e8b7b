import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  applyEphemeral,
  applyToTranscript,
  applyToVisitorTranscript,
  noEphemeralState,
  type EphemeralState,
} from '../protocol/apply.ts'
import type { RouteInput, RouteKey, RouteReply } from '../protocol/api.ts'
import type { Problem } from '../protocol/problem.ts'
import type { Message, Person, Transcript, VisitorTranscript } from '../protocol/entities.ts'
import type { AnyEvent, EphemeralEvent, StoredEvent } from '../protocol/events.ts'
import { version, type ClientFrame, type FeedWindow, type ServerFrame } from '../protocol/frames.ts'
import type { RatingReason, Vote } from '../protocol/review/shapes.ts'
import { startHalo, type Halo, type Overrides } from '../server/app.ts'
import { readConfig } from '../server/ground/config.ts'
import { scopes as allScopes, type KeyScope } from '../protocol/programs/scopes.ts'
import { connectHalo } from '../sdk/api.ts'
import { newId } from '../server/ground/context.ts'
import { proven } from './proof.ts'
import { freshDatabase } from './servers.ts'

/**
 * A whole Halo for one test: real HTTP and sockets, a database of its own (SQLite in a temporary folder, or PostgreSQL and NATS where
 * HALO_TEST_DATABASE_URL and HALO_TEST_NATS_URL name them), the operators Ada and Ben, and as many visitors as you ask for.
 */
export async function world(
  options: { overrides?: Overrides; env?: Record<string, string>; folder?: string } = {},
) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'halo-test-')))
  const servers = await ownServers()
  const env = {
    PORT: '0',
    HALO_DATA: folder,
    HALO_ADMIN_EMAIL: 'ada@halo.test',
    HALO_ADMIN_PASSWORD: 'correct horse',
    HALO_ADMIN_NAME: 'Ada',
    HALO_LOG: 'silent',
    HALO_TEST: '1',
    HALO_SAMPLE: 'on',
    // Programs write faster than people; what is about these limits sets them.
    HALO_MESSAGE_PACE: '100000',
    HALO_PERSON_PACE: '100000',
    ...servers.env,
    ...options.env,
  }
  let halo = await startHalo(readConfig(env), options.overrides)
  const ada = await OperatorClient.signIn(halo.url, 'ada@halo.test', 'correct horse')
  const close = async () => {
    await halo.close()
    await servers.drop()
    if (!options.folder) await rm(folder, { recursive: true, force: true })
  }
  return {
    get halo(): Halo {
      return halo
    },
    get url() {
      return halo.url
    },
    env,
    ada,
    /** A second operator. */
    ben: async () => {
      await halo.operators
        .create({ name: 'Ben', email: 'ben@halo.test', password: 'correct horse' })
        .catch(() => {})
      return OperatorClient.signIn(halo.url, 'ben@halo.test', 'correct horse')
    },
    /** A program with a key of these scopes, or of all. */
    program: async (scopes: KeyScope[] = [...allScopes], expiresAt: number | null = null) => {
      const { key, secret } = await ada.call('POST /api/keys', {
        body: { id: newId(), name: 'Zapier', scopes, expiresAt },
      })
      return { key, secret, halo: connectHalo({ url: halo.url, key: secret }) }
    },
    /** A visitor with a token; `open()` starts the conversation. Who is of a company has proof of it. */
    visitor: async (
      who: { userId?: string; companyId?: string; userTraits?: { name?: string; email?: string } } = {},
    ) =>
      VisitorClient.arrive(
        halo.url,
        halo.widgetKey,
        who.userId && who.companyId ? await proven({ ada }, who) : who,
      ),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A database and a corner of the bus of this test's own on the servers that the environment names, if it names any. */
async function ownServers(): Promise<{ env: Record<string, string>; drop(): Promise<void> }> {
  const { HALO_TEST_DATABASE_URL: postgres, HALO_TEST_NATS_URL: nats } = process.env
  const database = postgres ? await freshDatabase(postgres) : null
  return {
    env: { ...(database && { DATABASE_URL: database.url }), ...(nats && { NATS_URL: `${nats}/${randomUUID()}` }) },
    drop: async () => database?.drop(),
  }
}

export type World = Awaited<ReturnType<typeof world>>

/** An answer with an error status, as the client sees it. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  constructor(status: number, problem: Problem) {
    super(`${status} ${problem.error?.code}: ${problem.error?.message}`)
    this.status = status
    this.code = problem.error?.code
    this.details = problem.error?.details
  }
}

/** Calls routes by their key. */
export class Caller {
  readonly url: string
  readonly headers: Record<string, string>
  constructor(url: string, headers: Record<string, string>) {
    this.url = url
    this.headers = headers
  }

  async call<K extends RouteKey>(key: K, input?: Partial<RouteInput<K>>): Promise<RouteReply<K>> {
    const {
      params = {},
      query,
      body,
    } = (input ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
    const [method, path] = key.split(' ') as [string, string]
    const address = new URL(
      path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]!)),
      this.url,
    )
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) address.searchParams.set(name, String(value))
    return this.fetch(
      method,
      address.pathname + address.search,
      body === undefined ? undefined : JSON.stringify(body),
    ) as Promise<RouteReply<K>>
  }

  async fetch(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(new URL(path, this.url), {
      method,
      body,
      headers: {
        ...this.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
    const text = await response.text()
    const answer = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
    if (!response.ok)
      throw new Refused(
        response.status,
        typeof answer === 'string' ? { error: { code: answer, message: answer } } : answer,
      )
    return answer
  }
}

export class OperatorClient extends Caller {
  readonly person: Person
  constructor(url: string, cookie: string, person: Person) {
    super(url, { cookie })
    this.person = person
  }

  static async signIn(url: string, email: string, password: string): Promise<OperatorClient> {
    const response = await fetch(new URL('/api/auth/sign-in/email', url), {
      method: 'POST',
      body: JSON.stringify({ email, password }),
      headers: { 'content-type': 'application/json', origin: url },
    })
    if (!response.ok)
      throw new Refused(response.status, { error: { code: 'sign_in', message: await response.text() } })
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const { operator } = await new Caller(url, { cookie }).call('GET /api/me')
    return new OperatorClient(url, cookie, operator)
  }

  transcript = (id: string): Promise<Transcript> => this.call('GET /api/conversations/:id', { params: { id } })
  reply = (id: string, text: string, messageId = newId()) =>
    this.call('POST /api/conversations/:id/messages', { params: { id }, body: { id: messageId, text } })
  takeOver = (id: string, from?: string) =>
    this.call('POST /api/conversations/:id/takeover', { params: { id }, body: from ? { from } : {} })
  handBack = (id: string) => this.call('DELETE /api/conversations/:id/takeover', { params: { id } })
  whisper = async (id: string, text: string, whisperId = newId()) =>
    (await this.call('POST /api/conversations/:id/whispers', { params: { id }, body: { id: whisperId, text } }))
      .whisper
  withdraw = async (id: string, whisperId: string) =>
    (await this.call('DELETE /api/conversations/:id/whispers/:whisperId', { params: { id, whisperId } })).whisper
  rate = async (
    id: string,
    messageId: string,
    vote: Vote,
    more: { reason?: RatingReason; comment?: string } = {},
  ) =>
    (
      await this.call('PUT /api/conversations/:id/messages/:messageId/rating', {
        params: { id, messageId },
        body: { vote, ...more },
      })
    ).rating
  clearRating = (id: string, messageId: string) =>
    this.call('DELETE /api/conversations/:id/messages/:messageId/rating', { params: { id, messageId } })
  /** Open a socket. */
  connect = () => Line.open<Transcript>(this.url, { cookie: this.headers.cookie! }, undefined)
}

export class VisitorClient extends Caller {
  readonly token: string
  readonly id: string
  constructor(url: string, token: string, id: string) {
    super(url, { authorization: `Bearer ${token}` })
    this.token = token
    this.id = id
  }

  static async arrive(
    url: string,
    key: string,
    who: {
      token?: string
      userId?: string
      userToken?: string
      companyId?: string
      userTraits?: { name?: string; email?: string }
    } = {},
  ): Promise<VisitorClient> {
    const { token, visitor } = await new Caller(url, {}).call('POST /api/widget/sessions', {
      body: { key, ...who },
    })
    return new VisitorClient(url, token, visitor.id)
  }

  /** The page tells more of its visitor. */
  tell = (news: RouteInput<'PATCH /api/widget/visitor'>['body']) =>
    this.call('PATCH /api/widget/visitor', { body: news })
  /** Open the widget: the id of the conversation. */
  open = async (id = newId()) =>
    (
      await this.call('POST /api/widget/conversations', {
        body: { id, page: { url: 'https://shop.test/', title: 'Shop' } },
      })
    ).conversation.id
  transcript = (id: string): Promise<VisitorTranscript> =>
    this.call('GET /api/widget/conversations/:id', { params: { id } })
  say = async (id: string, text: string, messageId = newId()) =>
    (
      await this.call('POST /api/widget/conversations/:id/messages', {
        params: { id },
        body: { id: messageId, text },
      })
    ).message
  askForHuman = (id: string) => this.call('POST /api/widget/conversations/:id/human', { params: { id } })
  leave = (id: string, how: 'closed' | 'unload' = 'closed') =>
    this.call('POST /api/widget/conversations/:id/leave', { params: { id }, body: { token: this.token, how } })
  rate = async (id: string, messageId: string, vote: Vote) =>
    (
      await this.call('PUT /api/widget/conversations/:id/messages/:messageId/rating', {
        params: { id, messageId },
        body: { vote },
      })
    ).votes
  clearRating = async (id: string, messageId: string) =>
    (
      await this.call('DELETE /api/widget/conversations/:id/messages/:messageId/rating', {
        params: { id, messageId },
      })
    ).votes
  connect = () => Line.open<VisitorTranscript>(this.url, {}, this.token)
}

/** One open socket, which keeps every frame it heard and a picture of each conversation it follows. */
export class Line<T extends Transcript | VisitorTranscript> {
  readonly frames: ServerFrame[] = []
  readonly heard: AnyEvent[] = []
  readonly #ws: WebSocket
  readonly #pictures = new Map<string, T>()
  readonly #passings = new Map<string, EphemeralState>()
  #listeners = new Set<() => void>()
  readonly #operator: boolean

  private constructor(ws: WebSocket, operator: boolean) {
    this.#ws = ws
    this.#operator = operator
    ws.on('message', (bytes) => this.#take(JSON.parse(String(bytes))))
    ws.on('close', () => this.#changed())
    ws.on('error', () => this.#changed())
  }

  static async open<T extends Transcript | VisitorTranscript>(
    url: string,
    headers: Record<string, string>,
    token: string | undefined,
  ): Promise<Line<T>> {
    const ws = new WebSocket(url.replace(/^http/, 'ws') + '/api/socket', { headers: { ...headers, origin: url } })
    const line = new Line<T>(ws, !token)
    await new Promise<void>((resolve, reject) => ws.once('open', resolve).once('error', reject))
    line.send({ type: 'hello', version, ...(token ? { token } : {}) })
    await line.until(() => line.frames.some(({ type }) => type === 'welcome'), 'a welcome')
    return line
  }

  send(frame: ClientFrame): void {
    this.#ws.send(JSON.stringify(frame))
  }

  get closed(): boolean {
    return this.#ws.readyState === WebSocket.CLOSED
  }

  /** Follow from `after`, or from a snapshot, and wait until there is a picture. */
  async follow(conversationId: string, picture?: T): Promise<T> {
    if (picture) this.#pictures.set(conversationId, picture)
    const from = this.frames.length
    this.send({ type: 'follow', conversationId, after: picture?.upTo ?? null })
    await this.until(
      () =>
        this.frames
          .slice(from)
          .some(
            (frame) =>
              ['snapshot', 'events', 'refused'].includes(frame.type) &&
              'conversationId' in frame &&
              frame.conversationId === conversationId,
          ),
      'an answer to follow',
    )
    return this.picture(conversationId)
  }

  picture = (id: string): T => this.#pictures.get(id)!
  passing = (id: string): EphemeralState => this.#passings.get(id) ?? noEphemeralState

  feed(window: Partial<FeedWindow> = {}, generation = 1): void {
    this.send({ type: 'feed', generation, window })
  }

  /** Waits until it is so; says what was awaited if it never is. */
  async until(isSo: () => boolean, what: string, seconds = 20): Promise<void> {
    const deadline = performance.now() + seconds * 1000
    while (!isSo()) {
      const left = deadline - performance.now()
      if (left <= 0) throw new Error(`Never came: ${what}. Last heard: ${JSON.stringify(this.frames.slice(-5))}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, Math.min(left, 1000))
        const listeners = this.#listeners
        function done() {
          clearTimeout(timer)
          listeners.delete(done)
          resolve()
        }
        listeners.add(done)
      })
    }
  }

  /** Waits for the message that passes the test. */
  async message(conversationId: string, test: (message: Message) => boolean, what = 'a message'): Promise<Message> {
    await this.until(() => this.picture(conversationId)?.messages.some(test), what)
    return this.picture(conversationId).messages.find(test)!
  }

  close(): void {
    this.#ws.close(1001)
  }

  /** The cable is pulled: no goodbye. */
  cut(): void {
    this.#ws.terminate()
  }

  #take(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.type === 'snapshot') {
      this.#pictures.set(frame.conversationId, frame.transcript as T)
      frame.passing.forEach((event) => this.#pass(event))
    }
    if (frame.type === 'events') this.#apply(frame)
    if (frame.type === 'events' && frame.passing) frame.passing.forEach((event) => this.#pass(event))
    if (frame.type === 'passing') this.#pass(frame.event)
    this.#changed()
  }

  #apply({ conversationId, after, upTo, events }: Extract<ServerFrame, { type: 'events' }>): void {
    const before = this.#pictures.get(conversationId)
    if (!before) throw new Error('Events came before any picture')
    if (after > before.upTo)
      throw new Error(`A gap: the picture is at ${before.upTo}, the events begin after ${after}`)
    let picture = before
    for (const event of events) {
      if (event.seq <= picture.upTo)
        throw new Error(`A double: event ${event.seq} when the picture is at ${picture.upTo}`)
      this.heard.push(event)
      picture = this.#applyOne(picture, event)
      this.#passings.set(
        conversationId,
        applyEphemeral(this.passing(conversationId), event, picture.conversation.control.epoch),
      )
    }
    this.#pictures.set(conversationId, { ...picture, upTo })
  }

  #applyOne(picture: T, event: StoredEvent): T {
    return (
      this.#operator
        ? applyToTranscript(picture as Transcript, event)
        : applyToVisitorTranscript(picture as VisitorTranscript, event)
    ) as T
  }

  #pass(event: EphemeralEvent): void {
    this.heard.push(event)
    const epoch = this.#pictures.get(event.conversationId)?.conversation.control.epoch ?? 0
    this.#passings.set(event.conversationId, applyEphemeral(this.passing(event.conversationId), event, epoch))
  }

  #changed(): void {
    this.#listeners.forEach((listener) => listener())
  }
}

/** Waits until `look` answers something true; for things that only a question can tell. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  what: string,
  seconds = 20,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`Never came: ${what}`)
    await sleep(25)
  }
}
