import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, insist, Refused, Socket, type Json } from './client.ts'
import { admin, type Node } from './cluster.ts'
import type { Judge } from './judge.ts'
import type { Visitor } from './visitor.ts'

/** Somebody of the team who watches the feed and a few transcripts, whispers, takes over, replies and hands back. */
export class Operator {
  readonly name: string
  /** Rows of the feed as they stand on the screen. */
  readonly rows = new Map<string, Json>()
  shown: string[] = []
  /** Conversations that are open on the screen. */
  watching: string[] = []
  personId = ''
  readonly #webs: Node[]
  readonly #judge: Judge
  readonly #random: () => number
  #cookie = ''
  #socket: Socket | null = null
  #over = false

  constructor(name: string, webs: Node[], judge: Judge, random: () => number) {
    this.name = name
    this.#webs = webs
    this.#judge = judge
    this.#random = random
  }

  get connected(): boolean {
    return this.#socket?.live ?? false
  }

  async signIn(): Promise<{ widgetKey: string }> {
    const { url } = this.#webs[0]!
    const response = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      body: JSON.stringify(admin),
      headers: { 'content-type': 'application/json', origin: url },
    })
    this.#cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const me = await this.call('GET', '/api/me')
    this.personId = me.operator.id
    return me
  }

  watch(conversationIds: string[]): void {
    this.watching = conversationIds
    this.#socket = new Socket(
      () => ({ url: this.#any().url, headers: { cookie: this.#cookie } }),
      (frame) => this.#take(frame),
      () => {
        for (const id of this.watching) this.#socket!.send({ type: 'follow', conversationId: id, after: null })
        this.#socket!.send({ type: 'feed', generation: 1, window: { limit: 100, sort: 'newest' } })
      },
    )
  }

  async work(visitors: Visitor[], pause: () => Promise<void>): Promise<void> {
    while (!this.#over) {
      await sleep(500 + this.#random() * 2_000)
      await pause()
      if (this.#over) return
      const { id } = visitors[Math.floor(this.#random() * visitors.length)]!
      await this.#act(id).catch((error) => {
        // Refusals are right answers, and a server that is away is what this is about.
        if (error instanceof Refused && error.status === 500) this.#judge.violated('defect', error.message)
      })
    }
  }

  stop(): void {
    this.#over = true
    this.#socket?.close()
  }

  fresh(conversationId: string): Promise<Json> {
    // Not by way of the wires that are broken: this is the judge's look.
    return ask(`http://127.0.0.1:${this.#any().port}/api/conversations/${conversationId}`, {
      headers: { cookie: this.#cookie },
      patienceMs: 3_000,
    })
  }

  call(method: string, path: string, body?: Json): Promise<Json> {
    return ask(`${this.#any().url}${path}`, {
      method,
      headers: { cookie: this.#cookie },
      ...(body && { body: JSON.stringify(body) }),
    })
  }

  /** Until it is confirmed. */
  async takeOver(id: string): Promise<void> {
    const { control } = await insist(() => this.call('POST', `/api/conversations/${id}/takeover`, {}))
    this.#judge.takeoverConfirmed(id, control.epoch)
  }

  async handBack(id: string): Promise<void> {
    await insist(
      () => this.call('DELETE', `/api/conversations/${id}/takeover`),
      () => this.#over,
    )
  }

  async #act(id: string): Promise<void> {
    const dice = this.#random()
    const path = `/api/conversations/${id}`
    if (dice < 0.4) {
      const token = `wh-${randomUUID()}`
      await this.call('POST', `${path}/whispers`, { id: randomUUID(), text: `Be friendly ${token}` })
      return
    }
    const messageId = dice < 0.8 ? null : randomUUID()
    const body = messageId ? { id: messageId, text: `A person says ${messageId}` } : {}
    const to = !messageId ? `${path}/takeover` : `${path}/messages`
    const { control, conversation } = await insist(
      () => this.call('POST', to, body),
      () => this.#over,
    )
    this.#judge.takeoverConfirmed(id, (control ?? conversation.control).epoch)
    if (messageId) this.#judge.replyConfirmed(id, messageId)
    await sleep(1_000 + this.#random() * 3_000)
    await this.handBack(id)
  }

  #take(frame: Json): void {
    if (frame.type === 'refused' && frame.conversationId && frame.code !== 'not_found')
      return void setTimeout(
        () => this.#socket?.send({ type: 'follow', conversationId: frame.conversationId, after: null }),
        500,
      )
    if (frame.type !== 'feed') return
    if (frame.ids) this.shown = frame.ids
    for (const row of frame.rows) this.rows.set(row.id, row)
  }

  #any(): Node {
    return this.#webs[Math.floor(this.#random() * this.#webs.length)]!
  }
}
