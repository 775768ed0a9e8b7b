import type { Logger } from 'pino'
import type { Bus, Listener } from './bus.ts'

/** The bus within one process: delivers before `publish` returns. */
export class MemoryBus implements Bus {
  readonly connected = true
  readonly shared = false
  readonly #log: Logger
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(log: Logger) {
    this.#log = log
  }

  publish(topic: string, hint: unknown): void {
    this.deliver(topic, topic, hint)
    this.deliver(`${topic.slice(0, topic.lastIndexOf('.'))}.*`, topic, hint)
  }

  publishHere(topic: string, hint: unknown): void {
    this.publish(topic, hint)
  }

  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners)
    // A wrapper of its own: the same function subscribed twice is two subscriptions.
    const own: Listener = (hint, at) => listener(hint, at)
    listeners.add(own)
    return () => {
      listeners.delete(own)
      if (!listeners.size && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
    }
  }

  /** Nothing can be lost here. */
  onGap(): () => void {
    return () => {}
  }

  async close(): Promise<void> {
    this.#listeners.clear()
  }

  /** To those who subscribed with exactly this pattern. */
  deliver(pattern: string, topic: string, hint: unknown): void {
    const listeners = this.#listeners.get(pattern)
    if (!listeners) return
    // Who subscribes while being told of this hint is told from the next one on.
    for (const listener of [...listeners]) {
      try {
        listener(hint, topic)
      } catch (err) {
        this.#log.error({ err, topic }, 'A listener on the bus failed')
      }
    }
  }

  hears(pattern: string): boolean {
    return this.#listeners.has(pattern)
  }
}
