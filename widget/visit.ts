import { newId } from '../client/id.ts'
import { toJson } from '../client/json.ts'
import { createStore } from '../client/store.ts'
import { startOf } from '../protocol/cut.ts'
import type { Input } from '../protocol/route.ts'
import type { WidgetApi } from '../protocol/widget-api.ts'
import type { Page, VisitorTranscript } from '../protocol/entities.ts'
import type { Vote } from '../protocol/review/shapes.ts'
import { lastingMemory, tabMemory, type LastingMemory, type Memory } from './memory.ts'
import { longestMessage, type News, type Panel, type Shell } from './options.ts'
import { Outbox } from './outbox.ts'
import { keepPresence, type Here } from './presence.ts'
import { Preview } from './preview.ts'
import { countUnread, positionOf, saidAfterEnd } from './seen.ts'
import { Thread } from './thread.ts'
import { Typing } from './typing.ts'

/** `maxPreviewLength` of the protocol. */
const longestPreview = 500

/** One visitor on one page: whether the panel is open, what they write, what they have read, whether they are here. */
export class Visit {
  readonly thread: Thread
  readonly outbox: Outbox
  readonly open = createStore(false)
  /** How much of others was not read yet. */
  readonly unread = createStore(0)
  /** Whether the browser has a network at all. It knows at once; a dead line is noticed much later. */
  readonly online = createStore(navigator.onLine)
  /** Kept for this tab, so that half a sentence survives a page change. */
  readonly draft
  readonly #shell: Shell
  readonly #memory: LastingMemory
  readonly #tab: Memory
  readonly #presence: ReturnType<typeof keepPresence>
  readonly #typing: Typing
  readonly #preview: Preview
  readonly #stops: (() => void)[]
  #saying: Promise<unknown> = Promise.resolve()
  #starting: Promise<unknown> = Promise.resolve()
  #told: { current: VisitorTranscript | null; page: Page | null; pageOf: string | null } = {
    current: null,
    page: null,
    pageOf: null,
  }

  constructor(shell: Shell) {
    const { key, userId } = shell.options
    this.#shell = shell
    this.#memory = lastingMemory(key, userId)
    this.#tab = tabMemory(key)
    this.draft = createStore(this.#tab.get('draft') ?? '')
    this.thread = new Thread(shell, this.#memory, () => this.open.get())
    this.outbox = new Outbox(this.#memory, (item, sentTo) => this.thread.post(item, sentTo))
    this.#typing = new Typing((on) => this.#tellTyping(on))
    this.#preview = new Preview((text) => this.#tellPreview(text))
    this.#presence = keepPresence(
      shell.root,
      (here) => this.#beat(here),
      () => this.#leave('unload'),
    )
    this.#stops = this.#watch()
    // Who was here before is let in again at once; somebody new leaves no trace by merely passing over the button.
    if (this.#memory.get('token'))
      this.thread
        .begin()
        .then(() => this.outbox.flush())
        .catch((error) => this.#shell.say('error', error))
  }

  /** The panel was opened: from now on there is a conversation, seen by the team. */
  async show(): Promise<void> {
    if (!this.open.get()) {
      this.open.set(true)
      this.#tab.set('open', '1')
      this.#markRead()
      this.#shell.say('chatOpen')
    }
    try {
      await (this.#starting = this.thread.start())
      this.#presence.beat()
    } catch (error) {
      this.#shell.say('error', error)
    }
  }

  hide(): void {
    if (!this.open.get()) return
    this.open.set(false)
    this.#tab.set('open', null)
    this.#typing.stop()
    this.#presence.beat()
    this.#leave('closed')
    this.#shell.say('chatClose')
  }

  send(text: string): void {
    this.#typing.stop()
    this.outbox.add(newId(), text)
  }

  /** Shown at once, and put right when the server could not be told. */
  rate(transcript: VisitorTranscript, messageId: string, vote: Vote | null): void {
    this.thread.rate(transcript, messageId, vote).catch((error) => this.#shell.say('error', error))
  }

  /** The visitor is writing; operators see that, and what only where the panel says so. */
  write(draft: string): void {
    this.draft.set(draft)
    this.#tab.set('draft', draft && draft.length <= longestMessage ? draft : null)
    if (draft.trim()) this.#typing.key()
    else this.#typing.stop()
    if (this.thread.view.get().preview) this.#preview.write(startOf(draft.trim(), longestPreview))
  }

  /** The anonymous visitor of this page has been named, and keeps the conversation. */
  identify(): void {
    this.#inOrder(async () => {
      // What the anonymous visitor has asked for must not arrive in the named one's memory, over a conversation of their own.
      await this.#starting.catch(() => {})
      this.#memory.become(this.#shell.options.userId!)
      if (!this.thread.entry.begun && !this.#memory.get('token') && !this.open.get()) return
      await this.thread.entry.anew()
      if (this.open.get()) await this.show()
    })
  }

  /** Whoever has left no trace yet is told of when they do: the options hold it all. */
  tell(news: News): void {
    const { entry } = this.thread
    if (entry.begun)
      this.#inOrder(() =>
        entry.asVisitor(() =>
          entry.api.call('PATCH /api/widget/visitor', {
            body: news as Input<WidgetApi, 'PATCH /api/widget/visitor'>['body'],
          }),
        ),
      )
  }

  clearContext(): void {
    const { entry } = this.thread
    if (entry.begun) this.#inOrder(() => entry.asVisitor(() => entry.api.call('DELETE /api/widget/context')))
  }

  state(): ReturnType<Panel['state']> {
    const { view, status, entry } = this.thread
    const { agent, current } = view.get()
    return {
      open: this.open.get(),
      unread: this.unread.get(),
      token: !!entry.token,
      agent: agent?.name ?? null,
      conversation: this.thread.liveId,
      line: status.get(),
      unsent: this.outbox.items.get().length,
      person: current?.conversation.control.operator?.name ?? null,
    }
  }

  destroy(): void {
    this.hide()
    this.#tab.set('draft', null)
    for (const stop of this.#stops) stop()
    this.#presence.stop()
    this.outbox.stop()
    this.thread.stop()
  }

  /** What a page says later must not be overtaken by what it said first. */
  #inOrder(say: () => Promise<unknown>): void {
    this.#saying = this.#saying.then(say).catch((error) => this.#shell.say('error', error))
  }

  #watch(): (() => void)[] {
    const { thread } = this
    const memory = this.#memory
    const off = () => this.online.set(false)
    const back = () => {
      this.online.set(true)
      if (this.open.get()) void this.show()
      void this.outbox.flush()
    }
    const seen = () => {
      if (document.visibilityState === 'visible' && this.open.get()) this.#markRead()
    }
    const joined = () => {
      const id = memory.get('live')
      if (id) thread.join(id).catch((error) => this.#shell.say('error', error))
    }
    addEventListener('online', back)
    addEventListener('offline', off)
    document.addEventListener('visibilitychange', seen)
    return [
      () => removeEventListener('online', back),
      () => removeEventListener('offline', off),
      () => document.removeEventListener('visibilitychange', seen),
      this.unread.subscribe(() => this.#shell.say('unread', this.unread.get())),
      thread.view.subscribe(() => this.#took()),
      thread.status.subscribe(() => this.#lineChanged()),
      memory.watch('live', joined),
      memory.watch('seen', () => this.#compare()),
    ]
  }

  #took(): void {
    const { current } = this.thread.view.get()
    const before = this.#told.current
    // Before there is a conversation, what was answered in the finished one may be news.
    if (current && current === before) return
    this.#told.current = current
    if (current && before?.conversation.id === current.conversation.id) this.#tellSite(before, current)
    if (this.open.get() && document.visibilityState === 'visible') this.#markRead()
    else this.#compare()
  }

  #tellSite(before: VisitorTranscript, current: VisitorTranscript): void {
    for (const { from, text, seq } of current.messages)
      if (seq > before.upTo && from !== 'visitor') this.#shell.say('message', { from, text })
  }

  #markRead(): void {
    const { current, earlier } = this.thread.view.get()
    if (current) this.#memory.set('seen', positionOf(current))
    if (earlier) this.#memory.set('late', positionOf(earlier))
    this.unread.set(0)
  }

  #compare(): void {
    const { current, earlier } = this.thread.view.get()
    const memory = this.#memory
    this.unread.set(
      (current ? countUnread(current, memory.get('seen')) : 0) +
        (earlier ? countUnread(saidAfterEnd(earlier), memory.get('late')) : 0),
    )
  }

  #lineChanged(): void {
    if (this.thread.status.get() !== 'live') return
    // A beat counts only for a conversation that is followed, and the line asks to follow right after it says that it is live.
    queueMicrotask(() => this.#presence.beat())
    void this.outbox.flush()
  }

  #beat({ presence, page }: Here): void {
    const id = this.thread.liveId
    if (!id || this.thread.status.get() !== 'live') return
    const told = this.#told
    const moved = told.pageOf !== id || told.page?.url !== page.url || told.page.title !== page.title
    Object.assign(told, { page, pageOf: id })
    this.thread.send({ type: 'here', conversationId: id, presence, open: this.open.get(), ...(moved && { page }) })
    this.#preview.again()
  }

  #leave(how: 'closed' | 'unload'): void {
    const { liveId, entry } = this.thread
    if (!liveId || !entry.token || (how === 'unload' && !this.open.get())) return
    // Sent as text: anything else would have to ask first, and a page that is going away does not live to hear the answer.
    navigator.sendBeacon(
      `${this.#shell.base}/api/widget/conversations/${liveId}/leave`,
      toJson({ token: entry.token, how }),
    )
  }

  #tellPreview(text: string): void {
    const id = this.thread.liveId
    if (id) this.thread.send({ type: 'preview', conversationId: id, text })
  }

  #tellTyping(on: boolean): void {
    const id = this.thread.liveId
    if (id) this.thread.send({ type: 'typing', conversationId: id, on })
  }
}
