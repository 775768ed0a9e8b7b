import { fork, type ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { encoderEnds, encoderUp } from '../../ground/metrics.ts'
import type { Answer, EncoderOrder } from './encoder-child.ts'

/** So many questions may wait; whoever comes then is answered by words alone. */
const longestQueue = 64
/** Nobody's answer waits longer than this for a vector. */
const patienceMs = 1_000
/** From an end to the next beginning, twice as long each time; who has served for a while begins at once again. */
const pauseMs = { first: 1_000, most: 300_000, served: 60_000 }

interface Log {
  warn(fields: object, message: string): void
}

export interface EncoderOptions {
  log?: Log | null
  script?: URL
  /** Without the model, only to keep and compare what another one made. */
  bare?: boolean
  firstPauseMs?: number
}

type State = 'idle' | 'loading' | 'ready' | 'failed' | 'closed'

/**
 * The process in which sentences become vectors and are compared. It stands behind whoever serves people, so delivery comes first when the machine is full; when it
 * ends it is begun again, and until then every answer is null.
 */
export class EncoderProcess {
  readonly #options: Required<EncoderOptions>
  #child: ChildProcess | null = null
  #state: State = 'idle'
  #asked = 0
  #readyAt = 0
  #hasEnded = false
  #pauseMs: number
  #pausing: NodeJS.Timeout | null = null
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #settled: (() => void)[] = []
  readonly #again: (() => void)[] = []

  constructor({
    log = null,
    script = new URL('encoder-child.ts', import.meta.url),
    bare = false,
    firstPauseMs = pauseMs.first,
  }: EncoderOptions = {}) {
    this.#options = { log, script, bare, firstPauseMs }
    this.#pauseMs = firstPauseMs
  }

  get ready(): boolean {
    return this.#state === 'ready'
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Begins to load. The program does not wait for it. */
  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'loading'
    this.#open()
  }

  /** Resolves once it is known whether it works: true if it does. */
  async loaded(): Promise<boolean> {
    if (this.#state === 'idle' || this.#state === 'loading')
      await new Promise<void>((settled) => this.#settled.push(settled))
    return this.ready
  }

  /** Told each time it has begun again: what was kept in it is gone. */
  onBegunAgain(listener: () => void): void {
    this.#again.push(listener)
  }

  /** `patient`: however long it takes. */
  async ask(order: EncoderOrder, patient = false): Promise<Answer> {
    if (patient && !this.ready) await this.loaded()
    if (!this.ready || (!patient && this.#waiting.size >= longestQueue)) return null
    return new Promise((answered) => {
      const id = ++this.#asked
      const timer = patient ? undefined : setTimeout(() => this.#take(id, null), patienceMs)
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer)
        answered(answer)
      })
      this.#child!.send({ id, order }, (error) => error && this.#take(id, null))
    })
  }

  close(): void {
    if (this.#pausing) clearTimeout(this.#pausing)
    this.#settle('closed')
    this.#child?.kill('SIGKILL')
  }

  #open(): void {
    const { script, bare } = this.#options
    const child = fork(fileURLToPath(script), bare ? ['bare'] : [], {
      serialization: 'advanced',
      execArgv: [],
      // Secrets are of no use to it.
      env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child = child
    standBack(child)
    child.on('message', (message: { ready: true } | { id: number; answer: Answer }) =>
      'ready' in message ? this.#begin() : this.#take(message.id, message.answer),
    )
    child.on('error', (error) => this.#fail(child, error))
    child.on('exit', (code) => this.#fail(child, new Error(`The process of the sentence encoder ended (${code})`)))
  }

  #begin(): void {
    this.#readyAt = performance.now()
    this.#settle('ready')
    if (this.#hasEnded) for (const tell of this.#again) tell()
  }

  #take(id: number, answer: Answer): void {
    const answered = this.#waiting.get(id)
    this.#waiting.delete(id)
    answered?.(answer)
  }

  #fail(child: ChildProcess, error: Error): void {
    if (this.#state === 'closed' || this.#child !== child) return
    this.#child = null
    this.#hasEnded = true
    encoderEnds.inc()
    if (this.ready && performance.now() - this.#readyAt > pauseMs.served) this.#pauseMs = this.#options.firstPauseMs
    this.#options.log?.warn(
      { error, nextTryMs: this.#pauseMs },
      'the sentence encoder does not work; searching goes on by words alone until it does',
    )
    this.#settle('failed')
    this.#pausing = setTimeout(() => {
      this.#state = 'loading'
      this.#open()
    }, this.#pauseMs).unref()
    this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMs.most)
  }

  #settle(state: 'ready' | 'failed' | 'closed'): void {
    this.#state = state
    encoderUp.set(Number(state === 'ready'))
    for (const settled of this.#settled.splice(0)) settled()
    if (state !== 'ready') for (const id of [...this.#waiting.keys()]) this.#take(id, null)
  }
}

/** Where the system lets us: whoever delivers messages goes first. */
function standBack({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {}
}
