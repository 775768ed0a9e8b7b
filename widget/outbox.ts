import { ApiError } from '../client/api.ts'
import { createStore, type Store } from '../client/store.ts'
import type { Memory } from './memory.ts'

/** A message that the server has not confirmed yet. Its id stays the same however often it is sent, so it is stored once. */
export interface Unsent { id: string; text: string; state: 'sending' | 'waiting' | 'refused'; why: string | null }

const retryAfter = 3000

/** Keeps what the visitor wrote until the server has it; sends in order, one at a time. */
export class Outbox {
  readonly items: Store<Unsent[]>
  private readonly memory: Memory
  private readonly deliver: (item: Unsent) => Promise<void>
  private running = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(memory: Memory, deliver: (item: Unsent) => Promise<void>) {
    this.memory = memory
    this.deliver = deliver
    this.items = createStore<Unsent[]>(remembered(memory))
  }

  add(id: string, text: string): void {
    this.keep([...this.items.get(), { id, text, state: 'sending', why: null }])
    void this.flush()
  }

  /** Now is a good moment: the line is back, or the visitor asked for it. */
  async flush(retryRefused = false): Promise<void> {
    if (retryRefused) this.keep(this.items.get().map((item) => (item.state === 'refused' ? { ...item, state: 'sending', why: null } : item)))
    if (this.running) return
    this.running = true
    clearTimeout(this.timer)
    try {
      for (let item = this.next(); item; item = this.next()) if (!(await this.attempt(item))) break
    } finally {
      this.running = false
    }
  }

  discard(id: string): void {
    this.keep(this.items.get().filter((item) => item.id !== id))
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private next(): Unsent | undefined {
    return this.items.get().find(({ state }) => state !== 'refused')
  }

  private async attempt(item: Unsent): Promise<boolean> {
    this.mark(item.id, 'sending', null)
    try {
      await this.deliver(item)
      this.discard(item.id)
      return true
    } catch (error) {
      const passes = error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)
      this.mark(item.id, passes ? 'waiting' : 'refused', (error as Error).message)
      if (passes) this.timer = setTimeout(() => void this.flush(), retryAfter)
      // What was refused stands aside; the ones behind it may be fine.
      return !passes
    }
  }

  private mark(id: string, state: Unsent['state'], why: string | null): void {
    this.keep(this.items.get().map((item) => (item.id === id ? { ...item, state, why } : item)))
  }

  private keep(items: Unsent[]): void {
    this.items.set(items)
    this.memory.set('outbox', items.length ? JSON.stringify(items) : null)
  }
}

function remembered(memory: Memory): Unsent[] {
  try {
    return (JSON.parse(memory.get('outbox') ?? '[]') as Unsent[]).map((item) => ({ ...item, state: 'waiting' }))
  } catch {
    return []
  }
}
