import { pageToKeep } from '../conversations/page.ts'
import type { Page, Presence as State } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { change, type Change, type Deadline, type Hint } from '../events/log.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { Rereads } from './rereads.ts'

/** One tab of a visitor, as its heartbeats tell. Times are of the monotonic clock: a wall clock that jumps ends no conversation. */
interface Tab {
  state: 'active' | 'idle'
  open: boolean
  beatAt: number
}

interface Goodbye {
  conversationId: string
  how: 'closed' | 'unload'
}

interface Place {
  tabs: Map<string, Tab>
  told: State | null
  toldOpen: boolean
  leftAt: number | null
  goodbye: boolean
  busy: boolean
  /** Set while something is being told, when somebody else said otherwise meanwhile. */
  doubted: boolean
}

/**
 * Presence is a lease that heartbeats renew, plus a goodbye. Each process speaks for the visitors whose sockets it holds; when a process
 * dies its own lease runs out and another one declares its visitors gone.
 */
export class Presence {
  readonly #ctx: Context
  readonly #places = new Map<string, Place>()
  readonly #rereads: Rereads
  #lookedAt = performance.now()
  #timer: NodeJS.Timeout | null = null
  #unsubscribe = () => {}

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#rereads = new Rereads(
      (id) => this.#compare(id),
      (error, id) => ctx.log.error({ error, id }, 'could not read who is here; once more soon'),
    )
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), this.#ctx.timing.sweepIntervalMs / 2)
    const stops = [
      this.#ctx.bus.subscribe('goodbye', (hint) => this.#hear(hint as Goodbye)),
      this.#ctx.bus.subscribe('moved.*', (hint) => this.#contradict(hint as Hint)),
      onForgotten(this.#ctx, (id) => this.#places.delete(id)),
    ]
    this.#unsubscribe = () => stops.forEach((stop) => stop())
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#unsubscribe()
    this.#rereads.stop()
  }

  /** A tab says that it is here. */
  beat(conversationId: string, tabId: string, state: 'active' | 'idle', open: boolean): void {
    const place = this.#places.get(conversationId) ?? {
      tabs: new Map(),
      told: null,
      toldOpen: true,
      leftAt: null,
      goodbye: false,
      busy: false,
      doubted: false,
    }
    this.#places.set(conversationId, place)
    place.tabs.set(tabId, { state, open, beatAt: performance.now() })
    place.leftAt = null
    this.#settle(conversationId, place)
  }

  /** A tab's line is alive, whatever the tab itself says or sleeps through. */
  renew(conversationId: string, tabId: string): void {
    const tab = this.#places.get(conversationId)?.tabs.get(tabId)
    if (tab) tab.beatAt = performance.now()
  }

  /** A tab went away: with a goodbye when the visitor closed it, without when its line broke. */
  leave(conversationId: string, tabId: string, goodbye: boolean): void {
    const place = this.#places.get(conversationId)
    if (!place?.tabs.delete(tabId) || place.tabs.size) return
    place.leftAt = performance.now()
    place.goodbye = goodbye
  }

  /** The leave beacon. It may overtake the closing of its socket or arrive long after it, and the process that holds the socket may be another. */
  goodbye(conversationId: string, how: 'closed' | 'unload'): void {
    this.#ctx.bus.publish('goodbye', { conversationId, how } satisfies Goodbye)
  }

  #hear({ conversationId, how }: Goodbye): void {
    const place = this.#places.get(conversationId)
    if (!place)
      return void this.#declare(conversationId).catch((error) =>
        this.#ctx.log.error({ error, conversationId }, 'could not record a goodbye'),
      )
    if (!place.tabs.size) place.goodbye = true
    if (how === 'closed') for (const tab of place.tabs.values()) tab.open = false
    this.#settle(conversationId, place)
  }

  /** Another process, which holds another tab of this visitor, saw that one go. Whoever still holds a livelier tab says so again. */
  #contradict({ conversationId, events }: Hint): void {
    if (!this.#places.get(conversationId)?.tabs.size) return
    // A hint without events stands for some that were not heard.
    if (!events) return this.#rereads.want(conversationId)
    for (const event of events)
      if (event.type === 'presence.changed') this.#doubt(conversationId, event.payload.presence)
  }

  #doubt(conversationId: string, said: State): void {
    const place = this.#places.get(conversationId)
    if (!place?.tabs.size) return
    if (liveliness.indexOf(said) >= liveliness.indexOf(stateOf(place, 0)!)) return
    place.told = null
    place.doubted = place.busy
  }

  async #compare(conversationId: string): Promise<void> {
    const row = await this.#ctx.db.reads
      .selectFrom('conversations')
      .select('presence')
      .where('id', '=', conversationId)
      .where('status', '=', 'live')
      .executeTakeFirst()
    if (row) this.#doubt(conversationId, row.presence as State)
  }

  /** A goodbye from a page that no process holds a socket of. Where one does, that one decides. */
  async #declare(conversationId: string): Promise<void> {
    const row = await this.#ctx.db.reads
      .selectFrom('conversations')
      .select('seen_by')
      .where('id', '=', conversationId)
      .executeTakeFirst()
    if (row?.seen_by === null || row?.seen_by === this.#ctx.process)
      await this.#tell(conversationId, 'gone', this.#deadline(this.#ctx.timing.closeGraceMs, 'closed'))
  }

  #look(): void {
    const now = performance.now()
    this.#forgive(now - this.#lookedAt - this.#ctx.timing.sweepIntervalMs / 2)
    this.#lookedAt = now
    for (const [id, place] of this.#places) {
      this.#dropSilentTabs(place, now)
      this.#settle(id, place)
    }
  }

  /** While this process stood still it heard nobody; that is no silence of theirs. */
  #forgive(lateMs: number): void {
    if (lateMs < this.#ctx.timing.sweepIntervalMs) return
    for (const { tabs } of this.#places.values()) for (const tab of tabs.values()) tab.beatAt += lateMs
  }

  #dropSilentTabs(place: Place, now: number): void {
    for (const [tabId, tab] of place.tabs) {
      if (now - tab.beatAt < this.#ctx.timing.presenceLeaseMs) continue
      place.tabs.delete(tabId)
      if (!place.tabs.size) Object.assign(place, { leftAt: now - this.#ctx.timing.leaveGraceMs, goodbye: false })
    }
  }

  #settle(id: string, place: Place): void {
    if (place.busy) return
    const state = stateOf(place, this.#ctx.timing.leaveGraceMs)
    const open = !place.tabs.size || [...place.tabs.values()].some((tab) => tab.open)
    if (state === null || (state === place.told && open === place.toldOpen)) return
    place.busy = true
    this.#tell(id, state, this.#deadlineOf(state, open, place.goodbye))
      .then(
        () => Object.assign(place, { told: place.doubted ? null : state, toldOpen: open }),
        (error) => this.#ctx.log.error({ error, id }, 'could not record presence'),
      )
      .finally(() => {
        place.busy = place.doubted = false
        if (state === 'gone' && place.told === 'gone' && !place.tabs.size) this.#places.delete(id)
      })
  }

  #deadlineOf(state: State, open: boolean, goodbye: boolean): Deadline {
    const { closeGraceMs, awayLimitMs } = this.#ctx.timing
    if (state === 'gone')
      return goodbye ? this.#deadline(closeGraceMs, 'closed') : this.#deadline(awayLimitMs, 'timed_out')
    if (!open) return this.#deadline(closeGraceMs, 'closed')
    return state === 'idle' ? this.#deadline(awayLimitMs, 'timed_out') : { ends_at: null, ends_how: null }
  }

  #deadline(ms: number, ends_how: string): Deadline {
    return { ends_at: Date.now() + ms, ends_how }
  }

  /** A page change may lead to another process, which has said hello before this one noticed the goodbye. */
  async #isElsewhere({ trx, conversation: { id } }: Change): Promise<boolean> {
    const { seen_by } = await trx
      .selectFrom('conversations')
      .select('seen_by')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return seen_by !== null && seen_by !== this.#ctx.process
  }

  async #tell(id: string, presence: State, deadline: Deadline): Promise<void> {
    await change(this.#ctx, { kind: 'system', id: null }, id, async (change) => {
      const { conversation } = change
      if (conversation.status === 'completed') return
      if (presence === 'gone' && (await this.#isElsewhere(change))) return
      // A person is still writing to this visitor: a closed panel does not end that, only a long absence does.
      if (deadline.ends_how === 'closed' && conversation.control.holder === 'operator')
        deadline = this.#deadline(this.#ctx.timing.awayLimitMs, 'timed_out')
      change.endBy(deadline)
      change.vouch(presence === 'gone' ? null : this.#ctx.process)
      if (conversation.presence !== presence) change.record('presence.changed', { presence, at: change.at })
    })
  }
}

const liveliness: State[] = ['gone', 'idle', 'active']

/** Null while it is too early to say: the visitor may be between two pages. */
function stateOf({ tabs, leftAt }: Place, leaveGraceMs: number): State | null {
  if (!tabs.size) return leftAt !== null && performance.now() - leftAt >= leaveGraceMs ? 'gone' : null
  const states = [...tabs.values()].filter(({ open }) => open).map(({ state }) => state)
  return states.includes('active') ? 'active' : 'idle'
}

/** The visitor moved to another page of the site. */
export async function changePage(ctx: Context, conversationId: string, told: Page): Promise<void> {
  const page = pageToKeep(ctx, told)
  await change(ctx, { kind: 'system', id: null }, conversationId, async (change) => {
    const { page: before, status } = change.conversation
    if (status === 'live' && (before?.url !== page.url || before.title !== page.title))
      change.record('page.changed', { page })
  })
}
