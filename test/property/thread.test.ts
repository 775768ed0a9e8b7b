import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { completeOverdue } from '../../server/conversations/complete.ts'
import type { Model } from '../../server/models/model.ts'
import { isQuestion } from '../../server/language/question.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

/** Answers at once. */
const brief: Model = {
  name: 'brief',
  follows: '',
  async *reply() {
    yield { type: 'text' as const, text: 'An answer.' }
  },
}

const moves = [
  'open',
  'assistant',
  'ask',
  'thank',
  'end',
  'takeover',
  'reply',
  'handback',
  'resolve',
  'snooze',
  'away',
  'back',
] as const
type Move = (typeof moves)[number]
/** Who was away when the visitor asked, and came back while the conversation was over, is away no more. */
const backWhileItWasOver: Move[] = [
  'reply',
  'open',
  'ask',
  'reply',
  'end',
  'back',
  'takeover',
  'reply',
  'open',
  'handback',
  'open',
  'end',
  'away',
  'ask',
  'assistant',
  'end',
  'takeover',
  'back',
  'thank',
]

const move = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Move>('ask', 'thank', 'reply', 'end') },
  { weight: 5, arbitrary: fc.constantFrom(...moves) },
)

test('whatever happens after a person replied, a visitor’s words reach a person, and no ticket is resolved under a question', async () => {
  await using w = await world({ overrides: { model: brief, timing: { sweepIntervalMs: 60_000 } } })
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 6, maxLength: 24 }), async (script) => {
      await new Play(w, await w.visitor()).run(script)
    }),
    { numRuns: Number(process.env.HALO_TEST_RUNS ?? 25), endOnFailure: true, examples: [[backWhileItWasOver]] },
  )
})

/** One visitor and Ada; `owner` is the conversation in which she answered and which she has not handed back. */
class Play {
  readonly #w: World
  readonly #vic: VisitorClient
  readonly #all = new Set<string>()
  #at: string | null = null
  #owner: string | null = null
  #away = false

  constructor(w: World, vic: VisitorClient) {
    this.#w = w
    this.#vic = vic
  }

  async run(script: Move[]): Promise<void> {
    await this.back()
    for (const name of script)
      await this[name]().catch((error) => {
        if (!(error instanceof Refused) || error.status >= 500) throw error
      })
    for (const id of this.#all) await this.#noQuestionIsResolved(id)
  }

  async open(): Promise<void> {
    this.#keep(await this.#vic.open())
  }

  async assistant(): Promise<void> {
    const { conversation } = await this.#vic.call('POST /api/widget/conversations', {
      body: { id: crypto.randomUUID(), assistant: true },
    })
    this.#keep(conversation.id)
  }

  ask = () => this.#say('Where is my parcel with the order 4711?')
  thank = () => this.#say('Perfect, thank you!')

  async #say(text: string): Promise<void> {
    if (!this.#at) await this.open()
    const chosen = this.#owner !== null && this.#owner !== this.#at && (await this.#isLive(this.#at!))
    const { conversation } = await this.#vic
      .call('POST /api/widget/conversations/:id/messages', {
        params: { id: this.#at! },
        body: { id: crypto.randomUUID(), text },
      })
      .catch(async (error) => {
        if (!(error instanceof Refused) || error.code !== 'completed') throw error
        await this.open()
        return this.#vic.call('POST /api/widget/conversations/:id/messages', {
          params: { id: this.#at! },
          body: { id: crypto.randomUUID(), text },
        })
      })
    this.#keep(conversation.id)
    if (chosen && conversation.id !== this.#owner) this.#owner = null
    await (this.#owner === null ? this.#isAnswered(conversation.id) : this.#reachesAda(conversation.id))
  }

  async #reachesAda(id: string): Promise<void> {
    assert.equal(id, this.#owner, 'the words land in the thread with the person')
    const { conversation, messages } = await this.#w.ada.transcript(id)
    const { status, control, ticket, waitingSince, absence } = conversation
    assert.equal(
      Boolean(absence),
      this.#away,
      'a person who is away is told of as away, and everybody else sees it',
    )
    if (absence) assert.ok(messages.some((line) => line.from === 'system' && line.at >= absence.at))
    assert.deepEqual(
      [status, control.operator?.name, ticket?.status, ticket?.assignee?.name, waitingSince === null],
      ['live', 'Ada', 'in_progress', 'Ada', false],
    )
    assert.deepEqual(await this.#openRuns(id), [], 'the AI is not asked')
  }

  #isAnswered = (id: string) =>
    eventually(async () => !(await this.#openRuns(id)).length, 'the end of the AI’s reply')

  #openRuns = (id: string) =>
    this.#w.halo.ctx.db.reads
      .selectFrom('runs')
      .select('id')
      .where('conversation_id', '=', id)
      .where('state', 'in', ['waiting', 'running'])
      .execute()

  async end(): Promise<void> {
    const { ctx } = this.#w.halo
    await ctx.db.write((trx) =>
      trx
        .updateTable('conversations')
        .set({ ends_at: 1, ends_how: 'closed' })
        .where('id', 'in', [...this.#all, ''])
        .where('status', '=', 'live')
        .execute(),
    )
    await completeOverdue(ctx, Date.now())
  }

  async takeover(): Promise<void> {
    if (!this.#at) return
    const { control } = await this.#w.ada.takeOver(this.#at)
    if (control.holder === 'operator') this.#owner = this.#at
  }

  async reply(): Promise<void> {
    if (!this.#at) return
    await this.#w.ada.reply(this.#at, 'I will look after it.')
    this.#owner = this.#at
  }

  async handback(): Promise<void> {
    if (!this.#at || !(await this.#isLive(this.#at))) return
    await this.#w.ada.handBack(this.#at)
    if (this.#owner === this.#at) this.#owner = null
    await this.#isAnswered(this.#at)
  }

  away = () => this.#beAway(true)
  back = () => this.#beAway(false)

  async #beAway(away: boolean): Promise<void> {
    await this.#w.ada.call('PUT /api/me/duty', { body: { away } })
    this.#away = away
  }

  resolve = () => this.#set('resolved')
  snooze = () => this.#set('snoozed')

  async #set(status: 'resolved' | 'snoozed'): Promise<void> {
    const ticket = this.#at && (await this.#w.ada.transcript(this.#at)).conversation.ticket
    if (!ticket || status === ticket.status) return
    await this.#w.ada.call('PUT /api/tickets/:id/status', { params: { id: ticket.id }, body: { status } })
  }

  #keep(id: string): void {
    this.#all.add(id)
    this.#at = id
  }

  #isLive = async (id: string) => (await this.#w.ada.transcript(id)).conversation.status === 'live'

  /** Nobody but a person resolves a ticket while the visitor's last words are a question. */
  async #noQuestionIsResolved(id: string): Promise<void> {
    const { conversation, messages, ticketMarks } = await this.#w.ada.transcript(id)
    const { ticket } = conversation
    if (ticket?.status !== 'resolved') return
    const last = messages.findLast(({ from }) => from === 'visitor')
    const resolved = ticketMarks.findLast((mark) => mark.ticket.status === 'resolved')!
    if (ticket.resolvedBy === 'ai') {
      assert.ok(last && !isQuestion(last.text))
      assert.ok(!ticket.assignee && !messages.some(({ from }) => from === 'operator'))
    } else if (last && last.seq > resolved.seq) assert.ok(!isQuestion(last.text), 'a later question opens it again')
  }
}
