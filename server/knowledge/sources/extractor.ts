import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Unreadable } from './formats/extracted.ts'
import type { Raw } from './formats/read.ts'
import type { Results, Work } from './reader-process.ts'

/** What is still unread after this long was made to take for ever. */
const timeoutMs = 30_000
const idleMs = 60_000
/** Of the whole process, what lies outside its heap included; it needs some 150 MB to begin with. */
const memoryMb = 768
const heapMb = 384

interface Asked {
  id: number
  resolve(result: unknown): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

/**
 * Parses pages, files, sitemaps and robots.txt in a process with bounded memory and time. What blows either ends that process and fails alone; the next one gets a new process.
 * One at a time: an import waits for its pages anyway, and visitors keep the rest of the machine.
 */
export class Extractor {
  readonly #memoryMb: number
  #child: ChildProcess | null = null
  #asked: Asked | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #count = 0
  #resting: NodeJS.Timeout | null = null

  constructor(limits: { memoryMb?: number } = {}) {
    this.#memoryMb = limits.memoryMb ?? memoryMb
  }

  /** Throws `Unreadable` with what is wrong. */
  read(raw: Raw): Promise<Results['file']> {
    return this.do({ kind: 'file', raw })
  }

  do<W extends Work>(work: W): Promise<Results[W['kind']]> {
    const next = this.#queue.then(() => this.#ask(work))
    this.#queue = next.catch(() => {})
    return next as Promise<Results[W['kind']]>
  }

  async close(): Promise<void> {
    if (this.#resting) clearTimeout(this.#resting)
    this.#stop(new Unreadable('Halo is shutting down.'))
  }

  #ask(work: Work): Promise<unknown> {
    if (this.#resting) clearTimeout(this.#resting)
    const child = (this.#child ??= this.#open())
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => this.#stop(new Unreadable('It took too long to read.')), timeoutMs)
      this.#asked = { id: ++this.#count, resolve, reject, timer }
      child.send({ id: this.#count, work }, (error) => {
        if (error) this.#stop(new Unreadable(`It could not be read: ${error.message}`))
      })
    }).finally(() => this.#rest())
  }

  #open(): ChildProcess {
    const child = fork(
      fileURLToPath(new URL('./reader-process.ts', import.meta.url)),
      [String(this.#memoryMb * 1024 * 1024)],
      {
        serialization: 'advanced',
        execArgv: [`--max-old-space-size=${heapMb}`],
        // Nothing of ours is of use to a parser, and secrets least of all.
        env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, NODE_NO_WARNINGS: '1' },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    )
    child.on('message', ({ id, result, problem }: { id: number; result?: unknown; problem?: string }) => {
      if (this.#asked?.id !== id) return
      this.#settle((asked) =>
        problem === undefined ? asked.resolve(result) : asked.reject(new Unreadable(problem)),
      )
    })
    child.on('error', (error) => this.#gone(child, `It could not be read: ${error.message}`))
    child.on('exit', () => this.#gone(child, 'It unpacks to more than can be read.'))
    child.unref()
    child.channel?.unref()
    return child
  }

  #gone(child: ChildProcess, why: string): void {
    if (this.#child !== child) return
    this.#child = null
    this.#settle((asked) => asked.reject(new Unreadable(why)))
  }

  #stop(error: Unreadable): void {
    const child = this.#child
    this.#child = null
    child?.kill('SIGKILL')
    this.#settle((asked) => asked.reject(error))
  }

  #settle(answer: (asked: Asked) => void): void {
    const asked = this.#asked
    if (!asked) return
    this.#asked = null
    clearTimeout(asked.timer)
    answer(asked)
  }

  /** A process that nobody needs gives its memory back. */
  #rest(): void {
    this.#resting = setTimeout(() => this.#stop(new Unreadable('')), idleMs).unref()
  }
}
