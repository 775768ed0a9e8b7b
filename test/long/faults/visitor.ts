import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, insist, Socket, type Json } from './client.ts'
import type { Node } from './cluster.ts'
import type { Judge } from './judge.ts'

const questions = [
  'Where is my order?',
  'How long does shipping take?',
  'Can I pause my subscription?',
  'What about refunds?',
  'Is the grinder under warranty?',
]

/** Somebody who chats, in a browser that knows nothing but what came over its wires. */
export class Visitor {
  readonly name: string
  id = ''
  /** What stands on the screen. */
  messages: Json[] = []
  /** What was said before this place was not sent. */
  from = 0
  upTo = -1
  epoch = 0
  holder = 'ai'
  draft = ''
  /** Pieces of replies that were heard so far. */
  words = 0
  /** Sent and confirmed, in order. */
  readonly confirmed: { id: string; at: number }[] = []
  /** Since when a message waits to be confirmed. */
  pendingSince: number | null = null
  /** Since when this visitor is away, or null. */
  awaySince: number | null = null
  hereSince = 0
  readonly #webs: Node[]
  readonly #judge: Judge
  readonly #random: () => number
  #token = ''
  #node: Node
  #socket: Socket | null = null
  #beat: NodeJS.Timeout | null = null
  #over = false

  constructor(name: string, webs: Node[], judge: Judge, random: () => number) {
    this.name = name
    this.#webs = webs
    this.#judge = judge
    this.#random = random
    this.#node = webs[0]!
  }

  get connected(): boolean {
    return this.#socket?.live ?? false
  }

  async arrive(key: string): Promise<void> {
    const { token } = await insist(() => this.#post('/api/widget/sessions', { key }))
    this.#token = token
    const page = { url: 'https://shop.test/', title: 'Shop' }
    const opening = { id: randomUUID(), page }
    const opened = await insist(() => this.#post('/api/widget/conversations', opening))
    this.id = opened.conversation.id
    this.#connect()
  }

  async chat(pause: () => Promise<void>): Promise<void> {
    while (!this.#over) {
      await sleep(2_000 + this.#random() * 5_000)
      await pause()
      if (this.#over) return
      if (this.#random() < 0.05) await this.#goAway(pause)
      else await this.say(questions[Math.floor(this.#random() * questions.length)]!)
    }
  }

  stop(): void {
    this.#over = true
    this.#leave()
  }

  /** As the database has it, by way of any process. */
  fresh(): Promise<Json> {
    return this.#get(`/api/widget/conversations/${this.id}`)
  }

  /** Says it until it is confirmed, always with the same id. */
  async say(text: string): Promise<void> {
    const id = randomUUID()
    this.pendingSince = performance.now()
    const body = { id, text: `${text} [${id.slice(0, 8)}]` }
    await insist(
      () => this.#post(`/api/widget/conversations/${this.id}/messages`, body),
      () => this.#over,
    ).then(
      () => this.confirmed.push({ id, at: performance.now() }),
      (error) => this.#over || this.#judge.violated('refused', `${this.name}: ${error.message}`),
    )
    this.pendingSince = null
  }

  /** Says goodbye, and comes back later, perhaps to another process. */
  async #goAway(pause: () => Promise<void>): Promise<void> {
    this.#leave()
    await insist(
      () => this.#post(`/api/widget/conversations/${this.id}/leave`, { token: this.#token, how: 'unload' }),
      () => this.#over,
    ).catch(() => {})
    this.awaySince = performance.now()
    await sleep(12_000)
    await pause()
    this.awaySince = null
    this.#connect()
  }

  #leave(): void {
    if (this.#beat) clearInterval(this.#beat)
    this.#socket?.close()
    this.#socket = null
  }

  #connect(): void {
    this.hereSince = performance.now()
    const where = () => {
      this.#node = this.#webs[Math.floor(this.#random() * this.#webs.length)]!
      return { url: this.#node.url, token: this.#token }
    }
    this.#socket = new Socket(
      where,
      (frame) => this.#take(frame),
      () => {
        this.#follow()
        this.#here()
      },
    )
    this.#beat = setInterval(() => this.#here(), 3_000)
  }

  #follow(): void {
    this.#socket?.send({ type: 'follow', conversationId: this.id, after: this.upTo < 0 ? null : this.upTo })
  }

  #here(): void {
    this.#socket?.send({ type: 'here', conversationId: this.id, presence: 'active', open: true })
  }

  #take(frame: Json): void {
    this.#judge.heardByVisitor(this, frame)
    if (frame.type === 'refused') return void setTimeout(() => this.#follow(), 500)
    if (frame.type === 'snapshot') {
      const { conversation, messages, upTo, stretch } = frame.transcript
      this.messages = messages
      this.from = stretch.from
      this.upTo = upTo
      this.epoch = conversation.control.epoch
      this.holder = conversation.control.holder
      this.draft = ''
    }
    if (frame.type === 'events') this.#apply(frame)
    if (frame.passing) this.draft = ''
    for (const event of frame.passing ?? (frame.type === 'passing' ? [frame.event] : [])) this.#pass(event)
  }

  #apply({ after, upTo, events }: Json): void {
    if (after > this.upTo) return this.#follow()
    for (const event of events) {
      if (event.seq <= this.upTo) continue
      if (event.type === 'message.posted') {
        this.messages = [...this.messages, event.payload.message]
        if (event.payload.message.from === 'ai') this.draft = ''
      }
      if (event.type === 'takeover.began' || event.type === 'takeover.ended') {
        this.epoch = event.payload.control.epoch
        this.holder = event.payload.control.holder
        this.draft = ''
      }
    }
    this.upTo = Math.max(this.upTo, upTo)
  }

  #pass(event: Json): void {
    if (event.type === 'reply.dropped') this.draft = ''
    if (event.type !== 'reply.streamed') return
    if (event.payload.text) {
      this.words++
      this.#judge.heardWords(this, event.payload.epoch)
    }
    if (event.payload.epoch >= this.epoch)
      this.draft = this.draft.slice(0, event.payload.offset) + event.payload.text
  }

  /** Whether the line to this visitor's process was broken lately: then what was under way arrives late, in order. */
  get lineWasBroken(): boolean {
    return performance.now() < this.#node.clientsBrokenUntil
  }

  #post(path: string, body: Json): Promise<Json> {
    const headers = { authorization: `Bearer ${this.#token}` }
    return ask(`${this.#anyUrl()}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  #get(path: string): Promise<Json> {
    return ask(`${this.#anyUrl()}${path}`, { headers: { authorization: `Bearer ${this.#token}` } })
  }

  #anyUrl(): string {
    return this.#webs[Math.floor(this.#random() * this.#webs.length)]!.url
  }
}
