import { ApiError } from '../client/api.ts'
import { visitorSource } from '../client/visitor-source.ts'
import { connect, type Connection, type Status } from '../client/connection.ts'
import { newId } from '../client/id.ts'
import { createStore } from '../client/store.ts'
import { followVisitorTranscript, type Followed } from '../client/transcript.ts'
import { noEphemeralState } from '../protocol/apply.ts'
import type { VisitorTranscript } from '../protocol/entities.ts'
import type { ClientFrame } from '../protocol/frames.ts'
import type { OwnVote, Vote } from '../protocol/review/shapes.ts'
import { Entry, type Session } from './entry.ts'
import type { Memory } from './memory.ts'
import type { Shell } from './options.ts'
import type { Unsent } from './outbox.ts'
import { pageNow } from './presence.ts'
import { hasMessage, nothingYet, type ChatState } from './view.ts'

/** Somebody else's typing is forgotten after this long: whose tab was closed does not write for ever. */
const typingLasts = 8000
const postWithin = 4_000

/** The visitor's conversation: the one under way, the one before it, and the line that keeps them true. */
export class Thread {
  readonly view = createStore<ChatState>(nothingYet)
  readonly status = createStore<Status>('connecting')
  readonly entry: Entry
  readonly #shell: Shell
  readonly #memory: Memory
  readonly #isOpen: () => boolean
  #connection: Connection | null = null
  #followed: Followed<VisitorTranscript> | null = null
  #starting: Promise<string> | null = null
  #visitorId: string | null = null
  /** Votes go one after the other, so that the last one is the last one there, too. */
  #voting: Promise<unknown> = Promise.resolve()
  #quiet: ReturnType<typeof setTimeout> | undefined

  constructor(shell: Shell, memory: Memory, isOpen: () => boolean) {
    this.#shell = shell
    this.#isOpen = isOpen
    this.#memory = memory
    this.entry = new Entry(shell, memory, (session) => this.#entered(session))
  }

  get liveId(): string | null {
    const conversation = this.view.get().current?.conversation
    return conversation?.status === 'live' ? conversation.id : null
  }

  /** Goes in and resumes what is under way; says in the view when that fails. */
  async begin(): Promise<void> {
    try {
      await this.entry.begin()
    } catch (error) {
      const { agent, phase } = this.view.get()
      if (!agent && phase !== 'shut') this.#change({ phase: 'failed' })
      throw error
    }
  }

  /** The conversation to write into: the one under way, else what the server says: the one that a person answered, or a new one. */
  start(): Promise<string> {
    if (this.liveId) return Promise.resolve(this.liveId)
    this.#starting ??= this.#open().finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  /** Another subject, for the assistant: what a person answered stays where it is. */
  askAssistant(): Promise<void> {
    return this.#startedBy(true).catch((error) => this.#shell.say('error', error))
  }

  /** Another tab began a conversation, or went on to a new one. */
  async join(id: string): Promise<void> {
    if (this.liveId === id) return
    await this.begin()
    if (this.liveId === id) return
    await this.#show(id)
  }

  /** Says it where it was first sent to, or where the visitor is now when that conversation is over: so it can neither be lost nor doubled. */
  async post({ id, text, to }: Unsent, sentTo: (conversationId: string) => void): Promise<void> {
    const first = to ?? (await this.start())
    sentTo(first)
    try {
      await this.#say(first, id, text)
    } catch (error) {
      if (!isOver(error)) throw error
      await this.#refresh(first)
      const next = await this.start()
      sentTo(next)
      await this.#say(next, id, text)
    }
  }

  async askForHuman(): Promise<void> {
    const id = await this.start()
    await this.entry
      .asVisitor(() => this.entry.api.call('POST /api/widget/conversations/:id/human', { params: { id } }))
      .catch(async (error) => {
        if (!isOver(error)) throw error
        await this.#refresh(id)
        await this.askForHuman()
      })
  }

  /** Thumbs an answer up or down, or takes the vote back with null; also in the conversation before this one. */
  async rate(
    { conversation: { id }, votes: before }: VisitorTranscript,
    messageId: string,
    vote: Vote | null,
  ): Promise<void> {
    const { api } = this.entry
    const params = { id, messageId }
    const path = '/api/widget/conversations/:id/messages/:messageId/rating'
    const tell = () =>
      this.entry.asVisitor(() =>
        vote ? api.call(`PUT ${path}`, { params, body: { vote } }) : api.call(`DELETE ${path}`, { params }),
      )
    this.#voted(id, [
      ...before.filter((own) => own.messageId !== messageId),
      ...(vote ? [{ messageId, vote }] : []),
    ])
    try {
      const told = this.#voting.then(tell, tell)
      this.#voting = told
      this.#voted(id, (await told).votes)
    } catch (error) {
      this.#voted(id, before)
      throw error
    }
  }

  /** Changes what is shown of the conversation under way, or of the one before it. */
  readonly revise = (id: string, change: (transcript: VisitorTranscript) => VisitorTranscript): void => {
    const { current, earlier } = this.view.get()
    if (current?.conversation.id === id) this.#followed?.transcript.set((now) => now && change(now))
    else if (earlier?.conversation.id === id) this.#change({ earlier: change(earlier) })
  }

  /** More of what was said before; most have seen everything there is. */
  older(id: string, button: Element): void {
    import('./older.ts')
      .then(({ showOlder }) => showOlder(this, id, button))
      .catch((error) => this.#shell.say('error', error))
  }

  send(frame: ClientFrame): void {
    this.#connection?.send(frame)
  }

  stop(): void {
    clearTimeout(this.#quiet)
    this.#followed?.stop()
    this.#connection?.close()
  }

  /** Kept out by the team: nothing more is asked for until the panel is opened anew. */
  #shut(): void {
    this.stop()
    this.#connection = this.#followed = null
    this.#change({ phase: 'shut' })
  }

  #entered(session: Session | null): void {
    if (!session) return this.#shut()
    this.#followed?.stop()
    this.#followed = null
    // A line that was opened as one visitor may not follow what belongs to another.
    if (this.#visitorId && this.#visitorId !== session.visitor.id) {
      this.#connection?.close()
      this.#connection = null
    }
    this.#visitorId = session.visitor.id
    this.#shell.launcher.wear(session.agent)
    this.#change({
      phase: 'ready',
      preview: session.preview,
      agent: session.agent,
      earlier: session.earlier,
      current: null,
      passing: noEphemeralState,
    })
    if (session.live) this.#follow(session.live)
    else this.#memory.set('live', null)
  }

  async #open(): Promise<string> {
    await this.begin()
    if (this.liveId) return this.liveId
    await this.#startedBy()
    const { conversation } = this.view.get().current!
    // A page that changed without loading may have led to another agent: meet that one.
    if (conversation.agent.id !== this.view.get().agent?.id) await this.entry.again()
    return conversation.id
  }

  async #startedBy(assistant = false): Promise<void> {
    const body = { id: newId(), page: pageNow(), assistant }
    this.#goOn(await this.entry.asVisitor(() => this.entry.api.call('POST /api/widget/conversations', { body })))
  }

  async #show(id: string): Promise<void> {
    this.#goOn(
      await this.entry.asVisitor(() =>
        this.entry.api.call('GET /api/widget/conversations/:id', { params: { id } }),
      ),
    )
  }

  #goOn(transcript: VisitorTranscript): void {
    const { current, earlier } = this.view.get()
    const { id } = transcript.conversation
    const above = [current, earlier].find((one) => one && one.conversation.id !== id)
    this.#change({ earlier: above ?? null })
    this.#follow(transcript)
  }

  #follow(picture: VisitorTranscript): void {
    this.#followed?.stop()
    this.#connection ??= this.#connect()
    const followed = followVisitorTranscript(this.#connection, picture.conversation.id, picture)
    this.#followed = followed
    followed.transcript.subscribe(() => this.#took(followed))
    followed.ephemeral.subscribe(() => this.#heard(followed))
    followed.refused.subscribe(() => this.#refused(followed))
    this.#change({ passing: noEphemeralState })
    this.#took(followed)
  }

  #connect(): Connection {
    const url = `${this.#shell.base.replace(/^http/, 'ws')}/api/socket`
    const connection = connect({
      url,
      token: () => this.entry.token,
      source: visitorSource(this.entry.api, this.#isOpen),
      kind: 'visitor',
    })
    connection.status.subscribe(() => this.status.set(connection.status.get()))
    return connection
  }

  #took(followed: Followed<VisitorTranscript>): void {
    if (this.#followed !== followed) return
    const current = followed.transcript.get()
    if (current) this.#remember(current.conversation)
    this.#change({ current })
  }

  /** Other pages and tabs learn from this that there is something to listen to. */
  #remember({ id, status }: VisitorTranscript['conversation']): void {
    if (status === 'live') this.#memory.set('live', id)
    else if (this.#memory.get('live') === id) this.#memory.set('live', null)
  }

  #heard(followed: Followed<VisitorTranscript>): void {
    if (this.#followed !== followed) return
    const passing = followed.ephemeral.get()
    this.#change({ passing })
    clearTimeout(this.#quiet)
    if (passing.typing)
      this.#quiet = setTimeout(() => followed.ephemeral.set((now) => ({ ...now, typing: null })), typingLasts)
  }

  #refused(followed: Followed<VisitorTranscript>): void {
    const { code } = followed.refused.get() ?? {}
    if (this.#followed !== followed || !/signed_out|not_found|shut_out/.test(code ?? '')) return
    this.entry.again().catch((error) => this.#shell.say('error', error))
  }

  #voted(id: string, votes: OwnVote[]): void {
    this.revise(id, (transcript) => ({ ...transcript, votes }))
  }

  async #say(conversationId: string, id: string, text: string): Promise<void> {
    const { conversation } = await this.entry.asVisitor(() =>
      this.entry.api.call('POST /api/widget/conversations/:id/messages', {
        params: { id: conversationId },
        body: { id, text },
        // It is sent again over another line, with the same id.
        signal: AbortSignal.timeout(postWithin),
      }),
    )
    // A person answered elsewhere: that is where it landed, and where it goes on.
    if (conversation.id !== conversationId) await this.#show(conversation.id)
    await this.#shown(conversation.id, id)
  }

  /** The server has it; wait until it is in the transcript, so that it neither flickers nor shows twice. */
  #shown(conversationId: string, id: string): Promise<void> {
    const { view } = this
    const isThere = () =>
      view.get().current?.conversation.id !== conversationId || hasMessage(view.get().current, id)
    if (isThere()) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = view.subscribe(() => {
        if (isThere()) done()
      })
      // A line that hangs must not hold up the next message.
      const timer = setTimeout(done, 2000)
      function done() {
        clearTimeout(timer)
        stop()
        resolve()
      }
    })
  }

  /** The server says that it is over; our picture does not know it yet. */
  async #refresh(id: string): Promise<void> {
    if (this.liveId !== id) return
    const followed = this.#followed
    followed?.transcript.set(await this.entry.api.call('GET /api/widget/conversations/:id', { params: { id } }))
  }

  #change(part: Partial<ChatState>): void {
    this.view.set((view) => ({ ...view, ...part }))
  }
}

const isOver = (error: unknown) =>
  error instanceof ApiError && (error.code === 'completed' || error.code === 'not_found')
