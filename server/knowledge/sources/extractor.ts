import { Worker } from 'node:worker_threads'
import { Unreadable, type Extracted } from './formats/extracted.ts'
import type { Raw } from './formats/read.ts'

/** What is still unread after this long was made to take for ever. */
const timeoutMs = 30_000
const idle = 60_000
const memoryMb = 384

interface Asked {
  id: number
  resolve(extracted: Extracted): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

/**
 * Reads pages and files in a thread with bounded memory and time. A file that blows either ends the thread and fails alone; the next one gets a new thread.
 * One at a time: an import waits for its pages anyway, and visitors keep the rest of the machine.
 */
export class Extractor {
  private worker: Worker | null = null
  private asked: Asked | null = null
  private queue: Promise<unknown> = Promise.resolve()
  private count = 0
  private resting: NodeJS.Timeout | null = null

  /** Throws `Unreadable` with what is wrong. */
  read(raw: Raw): Promise<Extracted> {
    const next = this.queue.then(() => this.ask(raw))
    this.queue = next.catch(() => {})
    return next
  }

  async close(): Promise<void> {
    this.end(new Unreadable('Halo is shutting down.'))
    await this.worker?.terminate()
  }

  private ask(raw: Raw): Promise<Extracted> {
    if (this.resting) clearTimeout(this.resting)
    const worker = (this.worker ??= this.open())
    return new Promise<Extracted>((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp('It took too long to read.'), timeoutMs)
      this.asked = { id: ++this.count, resolve, reject, timer }
      worker.postMessage({ id: this.count, raw })
    }).finally(() => this.rest())
  }

  private open(): Worker {
    const worker = new Worker(new URL('./formats/worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
      stdout: true,
      stderr: true,
    })
    worker.on('message', ({ id, extracted, problem }: { id: number; extracted?: Extracted; problem?: string }) => {
      if (this.asked?.id !== id) return
      if (extracted) this.settle((asked) => asked.resolve(extracted))
      else this.end(new Unreadable(problem!))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.worker = null
      this.end(
        new Unreadable(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? 'It unpacks to more than can be read.'
            : `It could not be read: ${error.message}`,
        ),
      )
    })
    worker.unref()
    return worker
  }

  private giveUp(why: string): void {
    void this.worker?.terminate()
    this.worker = null
    this.end(new Unreadable(why))
  }

  private end(error: Unreadable): void {
    this.settle((asked) => asked.reject(error))
  }

  private settle(answer: (asked: Asked) => void): void {
    const asked = this.asked
    if (!asked) return
    this.asked = null
    clearTimeout(asked.timer)
    answer(asked)
  }

  /** A thread that nobody needs gives its memory back. */
  private rest(): void {
    this.resting = setTimeout(() => {
      void this.worker?.terminate()
      this.worker = null
    }, idle).unref()
  }
}
