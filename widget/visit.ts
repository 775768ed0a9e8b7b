import { newId } from '../client/id.ts'
import { createStore } from '../client/store.ts'
import type { Page, VisitorTranscript } from '../protocol/entities.ts'
import { lastingMemory, tabMemory, type Memory } from './memory.ts'
import { longestMessage, type Shell } from './options.ts'
import { Outbox } from './outbox.ts'
import { keepPresence, type Here } from './presence.ts'
import { isUnread, placeOf } from './seen.ts'
import { Thread } from './thread.ts'
import { Typing } from './typing.ts'

/** One visitor on one page: whether the panel is open, what they write, what they have read, whether they are here. */
export class Visit {
  readonly thread: Thread
  readonly outbox: Outbox
  readonly open = createStore(false)
  readonly unread = createStore(false)
  /** Whether the browser has a network at all. It knows at once; a dead line is noticed much later. */
  readonly online = createStore(navigator.onLine)
  /** Kept for this tab, so that half a sentence survives a page change. */
  readonly draft
  private readonly shell: Shell
  private readonly memory: Memory
  private readonly tab: Memory
  private readonly presence: ReturnType<typeof keepPresence>
  private readonly typing: Typing
  private readonly stops: (() => void)[]
  private told: { current: VisitorTranscript | null; page: Page | null; pageOf: string | null } = { current: null, page: null, pageOf: null }

  constructor(shell: Shell) {
    const { key, userId } = shell.options
    this.shell = shell
    this.memory = lastingMemory(key, userId)
    this.tab = tabMemory(key)
    this.draft = createStore(this.tab.get('draft') ?? '')
    this.thread = new Thread(shell, this.memory, () => this.open.get())
    this.outbox = new Outbox(this.memory, (item, sentTo) => this.thread.post(item, sentTo))
    this.typing = new Typing((on) => this.tellTyping(on))
    this.presence = keepPresence((here) => this.beat(here), () => this.leave('unload'))
    this.stops = this.watch()
    // Who was here before is let in again at once; somebody new leaves no trace by merely passing over the button.
    if (this.memory.get('token')) this.thread.begin().then(() => this.outbox.flush()).catch((error) => this.shell.say('error', error))
  }

  /** The panel was opened: from now on there is a conversation, seen by the team. */
  async show(): Promise<void> {
    if (!this.open.get()) {
      this.open.set(true)
      this.tab.set('open', '1')
      this.markRead()
      this.shell.say('open')
    }
    try {
      await this.thread.start()
      this.presence.beat()
    } catch (error) {
      this.shell.say('error', error)
    }
  }

  hide(): void {
    if (!this.open.get()) return
    this.open.set(false)
    this.tab.set('open', null)
    this.typing.stop()
    this.presence.beat()
    this.leave('closed')
    this.shell.say('close')
  }

  send(text: string): void {
    this.typing.stop()
    this.outbox.add(newId(), text)
  }

  /** The visitor is writing; operators see that, and never what. */
  write(draft: string): void {
    this.draft.set(draft)
    this.tab.set('draft', draft && draft.length <= longestMessage ? draft : null)
    if (draft.trim()) this.typing.key()
    else this.typing.stop()
  }

  destroy(): void {
    this.hide()
    for (const stop of this.stops) stop()
    this.presence.stop()
    this.outbox.stop()
    this.thread.stop()
  }

  private watch(): (() => void)[] {
    const { thread, memory } = this
    const off = () => this.online.set(false)
    const back = () => {
      this.online.set(true)
      if (this.open.get()) void this.show()
      void this.outbox.flush()
    }
    const seen = () => { if (document.visibilityState === 'visible' && this.open.get()) this.markRead() }
    const joined = () => {
      const id = memory.get('live')
      if (id) thread.join(id).catch((error) => this.shell.say('error', error))
    }
    addEventListener('online', back)
    addEventListener('offline', off)
    document.addEventListener('visibilitychange', seen)
    return [
      () => removeEventListener('online', back),
      () => removeEventListener('offline', off),
      () => document.removeEventListener('visibilitychange', seen),
      thread.view.subscribe(() => this.took()),
      thread.status.subscribe(() => this.lineChanged()),
      memory.watch('live', joined),
      memory.watch('seen', () => this.compare()),
    ]
  }

  private took(): void {
    const { current } = this.thread.view.get()
    const before = this.told.current
    if (current === before) return
    this.told.current = current
    if (current && before?.conversation.id === current.conversation.id) this.tellSite(before, current)
    if (this.open.get() && document.visibilityState === 'visible') this.markRead()
    else this.compare()
  }

  private tellSite(before: VisitorTranscript, current: VisitorTranscript): void {
    for (const { from, text, seq } of current.messages) if (seq > before.upTo && from !== 'visitor') this.shell.say('message', { from, text })
  }

  private markRead(): void {
    const { current } = this.thread.view.get()
    if (current) this.memory.set('seen', placeOf(current))
    this.unread.set(false)
  }

  private compare(): void {
    const { current } = this.thread.view.get()
    this.unread.set(current !== null && isUnread(current, this.memory.get('seen')))
  }

  private lineChanged(): void {
    if (this.thread.status.get() !== 'live') return
    // A beat counts only for a conversation that is followed, and the line asks to follow right after it says that it is live.
    queueMicrotask(() => this.presence.beat())
    void this.outbox.flush()
  }

  private beat({ presence, page }: Here): void {
    const id = this.thread.liveId
    if (!id || this.thread.status.get() !== 'live') return
    const { told } = this
    const moved = told.pageOf !== id || told.page?.url !== page.url || told.page.title !== page.title
    Object.assign(told, { page, pageOf: id })
    this.thread.send({ type: 'here', conversationId: id, presence, open: this.open.get(), ...(moved && { page }) })
  }

  private leave(how: 'closed' | 'unload'): void {
    const { liveId, entry } = this.thread
    if (!liveId || !entry.token || (how === 'unload' && !this.open.get())) return
    // Sent as text: anything else would have to ask first, and a page that is going away does not live to hear the answer.
    navigator.sendBeacon(`${this.shell.base}/api/widget/conversations/${liveId}/leave`, JSON.stringify({ token: entry.token, how }))
  }

  private tellTyping(on: boolean): void {
    const id = this.thread.liveId
    if (id) this.thread.send({ type: 'typing', conversationId: id, on })
  }
}
