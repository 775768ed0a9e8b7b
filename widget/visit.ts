import { ApiError, createApi, type Api } from '../client/api.ts'
import { connect, type Connection } from '../client/connection.ts'
import { newId } from '../client/id.ts'
import { createStore, type Store } from '../client/store.ts'
import { followVisitorTranscript, type Followed } from '../client/transcript.ts'
import { nothingPassing, type Passing } from '../protocol/apply.ts'
import type { RouteReply } from '../protocol/api.ts'
import type { VisitorTranscript } from '../protocol/entities.ts'
import { lastingMemory, tabMemory, type Memory } from './memory.ts'
import type { Shell } from './options.ts'
import { Outbox, type Unsent } from './outbox.ts'
import { keepPresence } from './presence.ts'

type Session = RouteReply<'POST /api/widget/sessions'>

export interface View {
  phase: 'starting' | 'ready' | 'failed'
  agent: Session['agent'] | null
  /** The finished conversation shown above the one under way. */
  earlier: VisitorTranscript | null
  current: VisitorTranscript | null
  passing: Passing
}

const typingLasts = 8000

/** One visitor on one page: who they are, the conversation under way, what is unsent, whether they are here. */
export class Visit {
  readonly view: Store<View>
  readonly status = createStore<'connecting' | 'live' | 'polling' | 'lost'>('connecting')
  readonly open = createStore(false)
  readonly unread = createStore(false)
  readonly outbox: Outbox
  private readonly shell: Shell
  private readonly memory: Memory
  private readonly tab: Memory
  private readonly api: Api
  private readonly presence: ReturnType<typeof keepPresence>
  private token: string | null
  private connection: Connection | null = null
  private followed: Followed<VisitorTranscript> | null = null
  private beginning: Promise<void> | null = null
  private starting: Promise<void> | null = null
  private typing: { on: boolean; timer?: ReturnType<typeof setTimeout> } = { on: false }
  private quiet: ReturnType<typeof setTimeout> | undefined

  constructor(shell: Shell) {
    const { key, userId } = shell.options
    this.shell = shell
    this.memory = lastingMemory(key, userId)
    this.tab = tabMemory(key)
    this.token = this.memory.get('token')
    this.view = createStore<View>({ phase: 'starting', agent: null, earlier: null, current: null, passing: nothingPassing })
    this.api = createApi({ base: shell.base, token: () => this.token })
    this.outbox = new Outbox(this.memory, (item) => this.deliver(item))
    this.presence = keepPresence({
      connection: () => this.connection,
      conversationId: () => this.liveId(),
      isOpen: () => this.open.get(),
      leave: (how) => this.leave(how),
    })
    addEventListener('online', this.online)
    void this.begin()
  }

  /** The panel was opened: from now on there is a conversation, seen by the team. */
  async show(): Promise<void> {
    this.open.set(true)
    this.tab.set('open', '1')
    this.markRead()
    this.shell.say('open')
    await this.begin()
    await this.ensureConversation().catch((error) => this.failed(error))
    this.presence.beat()
  }

  hide(): void {
    if (!this.open.get()) return
    this.open.set(false)
    this.tab.set('open', null)
    this.stopTyping()
    this.shell.say('close')
    this.leave('closed')
  }

  send(text: string): void {
    this.stopTyping()
    this.outbox.add(newId(), text)
  }

  /** The visitor is writing; the operators see it. */
  writes(something: boolean): void {
    if (!something) return this.stopTyping()
    clearTimeout(this.typing.timer)
    this.typing.timer = setTimeout(() => this.stopTyping(), 4000)
    if (!this.typing.on) this.tellTyping(true)
  }

  async askForHuman(): Promise<void> {
    try {
      await this.ensureConversation()
      await this.api.call('POST /api/widget/conversations/:id/human', { params: { id: this.liveId()! } })
    } catch (error) {
      this.failed(error)
    }
  }

  /** Try again after a failure to load. */
  retry(): void {
    this.view.set((view) => ({ ...view, phase: 'starting' }))
    void this.show()
  }

  destroy(): void {
    removeEventListener('online', this.online)
    this.presence.stop()
    this.outbox.stop()
    this.followed?.stop()
    this.connection?.close()
  }

  private readonly online = () => void this.outbox.flush()

  private begin(): Promise<void> {
    this.beginning ??= this.startSession().catch((error) => {
      this.beginning = null
      this.failed(error)
    })
    return this.beginning
  }

  private async startSession(): Promise<void> {
    const { key, userId, userTraits } = this.shell.options
    const session = await this.api.call('POST /api/widget/sessions', { body: { key, ...(this.token && { token: this.token }), ...(userId && { userId }), ...(userTraits && { userTraits }) } })
    this.token = session.token
    this.memory.set('token', session.token)
    this.view.set((view) => ({ ...view, phase: 'ready', agent: session.agent, earlier: session.earlier }))
    if (session.live) this.follow(session.live)
    else this.memory.set('live', null)
    if (this.outbox.items.get().length) void this.outbox.flush()
  }

  private liveId(): string | null {
    const conversation = this.view.get().current?.conversation
    return conversation?.status === 'live' ? conversation.id : null
  }

  /** A conversation to write into: the one under way, or a new one below the finished one. */
  private ensureConversation(): Promise<void> {
    if (this.liveId()) return Promise.resolve()
    this.starting ??= this.startConversation().finally(() => { this.starting = null })
    return this.starting
  }

  private async startConversation(): Promise<void> {
    await this.begin()
    if (this.liveId()) return
    const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) }
    const transcript = await this.api.call('POST /api/widget/conversations', { body: { id: newId(), page } })
    const { current } = this.view.get()
    if (current && current.conversation.id !== transcript.conversation.id) this.view.set((view) => ({ ...view, earlier: current }))
    this.follow(transcript)
    this.presence.beat()
  }

  private follow(picture: VisitorTranscript): void {
    this.followed?.stop()
    this.connection ??= this.openConnection()
    const followed = followVisitorTranscript(this.connection, picture.conversation.id, picture)
    this.followed = followed
    this.memory.set('live', picture.conversation.id)
    followed.transcript.subscribe(() => this.took(followed))
    followed.passing.subscribe(() => this.heard(followed))
    this.took(followed)
  }

  private openConnection(): Connection {
    const url = `${this.shell.base.replace(/^http/, 'ws')}/api/socket`
    const connection = connect({ url, token: () => this.token, api: this.api, kind: 'visitor' })
    connection.status.subscribe(() => {
      this.status.set(connection.status.get())
      if (connection.status.get() !== 'live') return
      this.presence.beat()
      void this.outbox.flush()
    })
    return connection
  }

  private took(followed: Followed<VisitorTranscript>): void {
    if (this.followed !== followed) return
    const before = this.view.get().current
    const current = followed.transcript.get()
    this.view.set((view) => ({ ...view, current }))
    if (current?.conversation.status === 'completed') this.memory.set('live', null)
    if (before?.conversation.id === current?.conversation.id) for (const { from, text } of current!.messages.slice(before!.messages.length)) if (from !== 'visitor') this.shell.say('message', { from, text })
    if (this.open.get() && document.visibilityState === 'visible') this.markRead()
    else this.unread.set(newestAt(current) > Number(this.memory.get('seen') ?? 0))
  }

  private markRead(): void {
    this.unread.set(false)
    const newest = newestAt(this.view.get().current)
    if (newest) this.memory.set('seen', String(newest))
  }

  private heard(followed: Followed<VisitorTranscript>): void {
    if (this.followed !== followed) return
    const passing = followed.passing.get()
    this.view.set((view) => ({ ...view, passing }))
    clearTimeout(this.quiet)
    // Whoever stopped without saying so, because their tab closed, does not write for ever.
    if (passing.typing) this.quiet = setTimeout(() => followed.passing.set((now) => ({ ...now, typing: null })), typingLasts)
  }

  private async deliver({ id, text }: Unsent): Promise<void> {
    await this.ensureConversation()
    const params = { id: this.liveId()! }
    try {
      await this.api.call('POST /api/widget/conversations/:id/messages', { params, body: { id, text } })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'completed') throw error
      // It ended while we were writing: the message begins the next one.
      await this.followAgain()
      await this.ensureConversation()
      await this.api.call('POST /api/widget/conversations/:id/messages', { params: { id: this.liveId()! }, body: { id, text } })
    }
    await this.arrived(id)
  }

  /** The server has it; wait until it is in the transcript, so that it neither flickers nor shows twice. */
  private arrived(id: string): Promise<void> {
    const { transcript } = this.followed!
    const isThere = () => transcript.get()?.messages.some((message) => message.id === id) ?? false
    if (isThere()) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = transcript.subscribe(() => { if (isThere()) done() })
      // A line that hangs must not hold up the next message.
      const timer = setTimeout(done, 4000)
      function done() { clearTimeout(timer); stop(); resolve() }
    })
  }

  private async followAgain(): Promise<void> {
    const id = this.followed!.transcript.get()!.conversation.id
    this.followed!.transcript.set(await this.api.call('GET /api/widget/conversations/:id', { params: { id } }))
  }

  private leave(how: 'closed' | 'unload'): void {
    const id = this.liveId()
    if (!id || !this.token || (how === 'unload' && !this.open.get())) return
    if (how === 'closed') this.presence.beat()
    // Plain text needs no preflight, which a page that is going away would not live to see.
    navigator.sendBeacon(`${this.shell.base}/api/widget/conversations/${id}/leave`, JSON.stringify({ token: this.token, how }))
  }

  private stopTyping(): void {
    clearTimeout(this.typing.timer)
    if (this.typing.on) this.tellTyping(false)
  }

  private tellTyping(on: boolean): void {
    const id = this.liveId()
    this.typing.on = on
    if (id) this.connection?.send({ type: 'typing', conversationId: id, on })
  }

  private failed(error: unknown): void {
    if (this.view.get().phase === 'starting') this.view.set((view) => ({ ...view, phase: 'failed' }))
    this.shell.say('error', error)
  }
}

/** The latest thing that somebody else said. */
function newestAt(transcript: VisitorTranscript | null): number {
  return transcript?.messages.findLast(({ from }) => from !== 'visitor')?.at ?? 0
}
