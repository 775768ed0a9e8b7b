import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, fetch } from 'undici'
import { WebSocket } from 'ws'

/** Anything as it came over the wire. The oracle shares no code with the product, so it shares no types either. */
export type Json = any

export class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, body: Json) {
    super(`${status} ${body?.error?.code}: ${body?.error?.message}`)
    this.status = status
    this.code = body?.error?.code ?? ''
  }
}

/** A line for each request: which of many idle ones are dead is no question of the product's. */
const dispatcher = new Agent({ pipelining: 0 })

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
  patienceMs?: number
}

export async function ask(url: string, init: Asked = {}): Promise<Json> {
  const { patienceMs = 4_000, ...rest } = init
  const response = await fetch(url, {
    ...rest,
    dispatcher,
    headers: { ...rest.headers, ...(rest.body ? { 'content-type': 'application/json' } : {}) },
    signal: AbortSignal.timeout(patienceMs),
  })
  const body = await response.json().catch(() => null)
  if (!response.ok) throw new Refused(response.status, body)
  if (body === null) throw new Error('the answer broke off')
  return body
}

/** Until it is answered; a refusal that says why is an answer, unless the server is only unable now. */
export async function insist(work: () => Promise<Json>, isOver: () => boolean = () => false): Promise<Json> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (isOver()) throw error
      if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error
      await sleep(300)
    }
  }
}

interface Where {
  url: string
  headers?: Record<string, string>
  token?: string
}

/** A socket that comes back by itself, as a browser's does, and notices when its line is dead. */
export class Socket {
  readonly #where: () => Where
  readonly #heard: (frame: Json) => void
  readonly #welcomed: () => void
  #ws: WebSocket | null = null
  #heardAt = 0
  #closed = false
  #attempts = 0
  #timer: NodeJS.Timeout
  live = false

  constructor(where: () => Where, heard: (frame: Json) => void, welcomed: () => void) {
    this.#where = where
    this.#heard = heard
    this.#welcomed = welcomed
    this.#timer = setInterval(() => this.#check(), 2_000)
    this.#open()
  }

  send(frame: Json): void {
    if (this.live) this.#ws?.send(JSON.stringify(frame))
  }

  /** Away with a word, as a page that is closed. */
  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
    this.live = false
    this.#ws?.close(1000)
  }

  /** The line breaks on this side; another one is opened. */
  drop(): void {
    this.#ws?.terminate()
  }

  #open(): void {
    if (this.#closed) return
    const { url, headers, token } = this.#where()
    const ws = new WebSocket(`${url.replace('http', 'ws')}/api/socket`, { headers, handshakeTimeout: 4_000 })
    this.#ws = ws
    this.#heardAt = performance.now()
    ws.on('open', () => ws.send(JSON.stringify({ type: 'hello', version: 1, ...(token && { token }) })))
    ws.on('message', (bytes) => this.#ws === ws && this.#take(JSON.parse(String(bytes))))
    ws.on('error', () => {})
    ws.on('close', () => this.#ws === ws && this.#lost())
  }

  #take(frame: Json): void {
    this.#heardAt = performance.now()
    if (frame.type === 'welcome') {
      this.live = true
      this.#attempts = 0
      this.#welcomed()
    } else this.#heard(frame)
  }

  #lost(): void {
    this.live = false
    this.#ws = null
    if (this.#closed) return
    setTimeout(() => this.#open(), Math.min(2_000, 200 * 2 ** this.#attempts++) * (0.5 + Math.random() / 2))
  }

  #check(): void {
    if (!this.#ws) return
    if (performance.now() - this.#heardAt > 6_000) this.#ws.terminate()
    else this.send({ type: 'ping' })
  }
}
