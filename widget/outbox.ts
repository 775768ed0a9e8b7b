import { ApiError } from '../client/api.ts'
import { toJson } from '../client/json.ts'
import { createStore } from '../client/store.ts'
import type { Memory } from './memory.ts'

/**
 * A message that the server has not confirmed yet. Its id stays the same however often it is sent, and `to` is the conversation it was
 * first sent to: by these two the server knows a retry, and stores it once.
 */
export interface Unsent {
  id: string
  text: string
  to: string | null
  state: 'sending' | 'waiting' | 'refused'
  why: string | null
}

const firstRest = 500
/** Only who has something to say asks so often, and wants to have it said soon after the server is back. */
const longestRest = 3_000

type Deliver = (item: Unsent, sentTo: (conversationId: string) => void) => Promise<void>

/** Keeps what the visitor wrote until the server has it; sends in order, one at a time. */
export class Outbox {
  readonly items
  readonly #memory: Memory
  readonly #deliver: Deliver
  #running = false
  #rest = firstRest
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(memory: Memory, deliver: Deliver) {
    this.#memory = memory
    this.#deliver = deliver
    this.items = createStore<Unsent[]>(
      kept(memory).map((item) => ({ ...item, state: item.state === 'refused' ? 'refused' : 'waiting' })),
    )
  }

  add(id: string, text: string): void {
    this.#put({ id, text, to: null, state: 'sending', why: null })
    void this.flush()
  }

  /** Now is a good moment: the line is back, or there is something new to say. */
  async flush(): Promise<void> {
    if (this.#running) return
    this.#running = true
    clearTimeout(this.#timer)
    try {
      for (let item = this.#next(); item; item = this.#next()) if (!(await this.#attempt(item))) break
    } finally {
      this.#running = false
    }
  }

  retry(item: Unsent): void {
    this.#put({ ...item, state: 'sending', why: null })
    void this.flush()
  }

  discard(id: string): void {
    this.items.set((items) => items.filter((item) => item.id !== id))
    this.#keep((items) => items.filter((item) => item.id !== id))
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #next(): Unsent | undefined {
    return this.items.get().find(({ state }) => state !== 'refused')
  }

  async #attempt(waiting: Unsent): Promise<boolean> {
    let item: Unsent = { ...waiting, state: 'sending', why: null }
    this.#put(item)
    try {
      await this.#deliver(item, (to) => {
        if (to !== item.to) this.#put((item = { ...item, to }))
      })
      this.#rest = firstRest
      this.discard(item.id)
      return true
    } catch (error) {
      return this.#failed(item, error)
    }
  }

  /** What was refused stands aside, for those behind it may be fine; what did not get through holds them up, or the order would be lost. */
  #failed(item: Unsent, error: unknown): boolean {
    const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429
    this.#put({ ...item, state: refused ? 'refused' : 'waiting', why: refused ? error.message : null })
    if (refused) return true
    for (const behind of this.items.get())
      if (behind.state === 'sending') this.#put({ ...behind, state: 'waiting' })
    this.#timer = setTimeout(() => void this.flush(), this.#rest)
    this.#rest = Math.min(longestRest, this.#rest * 2)
    return false
  }

  #put(item: Unsent): void {
    const within = (items: Unsent[]) =>
      items.some(({ id }) => id === item.id)
        ? items.map((each) => (each.id === item.id ? item : each))
        : [...items, item]
    this.items.set(within)
    this.#keep(within)
  }

  /** Other tabs keep theirs in the same place, so each change is made to what lies there now. */
  #keep(change: (items: Unsent[]) => Unsent[]): void {
    const items = change(kept(this.#memory))
    this.#memory.set('outbox', items.length ? toJson(items) : null)
  }
}

function kept(memory: Memory): Unsent[] {
  try {
    return JSON.parse(memory.get('outbox') ?? '[]')
  } catch {
    return []
  }
}
