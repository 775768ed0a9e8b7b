import { createClient, type Client } from '../../client/api.ts'
import { visitorSource } from '../../client/visitor-source.ts'
import type { WidgetApi } from '../../protocol/widget-api.ts'
import { connect, type Connection } from '../../client/connection.ts'
import { newId } from '../../client/id.ts'
import { followVisitorTranscript, type Followed } from '../../client/transcript.ts'
import type { VisitorTranscript } from '../../protocol/entities.ts'
import { heartbeatMs } from '../../protocol/frames.ts'
import { claimOf, type Customer } from './customers.ts'
import type { Dialogue } from './dialogue.ts'
import type { ShopPage } from './shop.ts'

/** Where the shop's Halo is. */
export interface Place {
  url: string
  widgetKey: string
}

/** One simulated browser with the panel open: it does what the widget does, by the same requests and over the same socket. */
export class Visit {
  readonly id: string
  readonly followed: Followed<VisitorTranscript>
  readonly #api: Client<WidgetApi>
  readonly #token: string
  readonly #connection: Connection
  readonly #beat: ReturnType<typeof setInterval>
  #page: ShopPage
  #presence: 'active' | 'idle' = 'active'

  private constructor(
    api: Client<WidgetApi>,
    connection: Connection,
    { token, page, picture }: { token: string; page: ShopPage; picture: VisitorTranscript },
  ) {
    this.id = picture.conversation.id
    this.#api = api
    this.#connection = connection
    this.#token = token
    this.#page = page
    this.followed = followVisitorTranscript(connection, this.id, picture)
    this.#beat = setInterval(() => this.#here(), heartbeatMs)
    connection.status.subscribe(() => queueMicrotask(() => this.#here()))
  }

  /** Comes to a page of the shop and opens the chat. */
  static async begin({ url, widgetKey }: Place, customer: Customer | null, page: ShopPage): Promise<Visit> {
    const { token } = await createClient<WidgetApi>({ base: url }).call('POST /api/widget/sessions', {
      body: { key: widgetKey, ...(customer && claimOf(customer)) },
    })
    const api = createClient<WidgetApi>({ base: url, token: () => token })
    const picture = await api.call('POST /api/widget/conversations', { body: { id: newId(), page } })
    const connection = connect({
      url: `${url.replace(/^http/, 'ws')}/api/socket`,
      token: () => token,
      source: visitorSource(api),
      kind: 'visitor',
    })
    return new Visit(api, connection, { token, page, picture })
  }

  get transcript(): VisitorTranscript {
    return this.followed.transcript.get()!
  }

  /** Answers where in the conversation it stands. */
  async say(text: string): Promise<number> {
    const { message } = await this.#api.call('POST /api/widget/conversations/:id/messages', {
      params: { id: this.id },
      body: { id: newId(), text },
    })
    return message.seq
  }

  type(on: boolean): void {
    this.#connection.send({ type: 'typing', conversationId: this.id, on })
  }

  look(presence: 'active' | 'idle'): void {
    this.#presence = presence
    this.#here()
  }

  goTo(page: ShopPage): void {
    this.#page = page
    this.#here()
  }

  async askForPerson(): Promise<void> {
    await this.#api.call('POST /api/widget/conversations/:id/human', { params: { id: this.id } })
  }

  /** Thumbs the latest answer of the AI up or down. */
  async rate(vote: 'up' | 'down'): Promise<void> {
    const answer = this.transcript.messages.findLast(({ from }) => from === 'ai')
    if (answer)
      await this.#api.call('PUT /api/widget/conversations/:id/messages/:messageId/rating', {
        params: { id: this.id, messageId: answer.id },
        body: { vote },
      })
  }

  async leave(how: Dialogue['leaves']): Promise<void> {
    this.close()
    if (how !== 'silently')
      await this.#api.call('POST /api/widget/conversations/:id/leave', {
        params: { id: this.id },
        body: { token: this.#token, how },
      })
  }

  close(): void {
    clearInterval(this.#beat)
    this.followed.stop()
    this.#connection.close()
  }

  #here(): void {
    this.#connection.send({
      type: 'here',
      conversationId: this.id,
      presence: this.#presence,
      open: true,
      page: this.#page,
    })
  }
}
