import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RouteReply } from '../../protocol/api.ts'
import { newId } from '../../server/ground/context.ts'
import { seed, sized } from '../size.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

type Replay = RouteReply<'POST /api/conversations/:id/messages/:messageId/replay'>

const questions = [
  'What is your refund policy?',
  'How long does shipping take?',
  'hello',
  'Do you ship to Norway?',
  'and how much is it?',
  'Can I change my delivery address?',
  'How many beans does the silver grinder hold?',
  'thanks',
  'I want to talk to a human',
  'Is there a student discount? My last order was late!',
]
const whispers = [
  'tell them that the sale ends on Friday',
  'be softer',
  'keep it short',
  "don't mention refunds",
  'ask for their order number',
  'mention the loyalty programme',
]
const moves = ['ask', 'whisper', 'correct', 'lesson', 'takeover', 'identify', 'burst', 'human', 'retire'] as const
type Move = (typeof moves)[number]
const step = fc.tuple(
  fc.oneof({ weight: 6, arbitrary: fc.constant<Move>('ask') }, { weight: 5, arbitrary: fc.constantFrom(...moves) }),
  fc.nat(1),
  fc.nat(200),
)

test('what is answered once more under what is in force gives the stored answer, byte for byte', async () => {
  await using w = await world()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 22 }), async (script) => {
      await new Course(w).play(script)
    }),
    { numRuns: sized({ little: 3, short: 25, full: 200 }), seed, endOnFailure: true },
  )
})

interface Chat {
  vic: VisitorClient
  id: string
}

class Course {
  readonly #w: World
  readonly #chats: Chat[] = []
  /** Said since something was taught last. */
  #said: { chat: string; id: string; text: string }[] = []
  #corrections: string[] = []

  constructor(w: World) {
    this.#w = w
  }

  async play(script: [Move, number, number][]): Promise<void> {
    for (const who of [{ userId: `jane-${newId()}` }, {}]) {
      const vic = await this.#w.visitor(who)
      this.#chats.push({ vic, id: await vic.open() })
    }
    for (const [move, who, which] of script) {
      await this.#act(move, this.#chats[who]!, which).catch((error) => {
        if (!(error instanceof Refused) || error.status >= 500) throw error
      })
    }
    for (const said of this.#said) await this.#repeats(said)
  }

  async #act(move: Move, chat: Chat, which: number): Promise<void> {
    const { ada } = this.#w
    switch (move) {
      case 'ask':
        return this.#ask(chat, questions[which % questions.length]!)
      case 'human':
        return void (await chat.vic.askForHuman(chat.id))
      case 'whisper':
        await ada.whisper(chat.id, whispers[which % whispers.length]!)
        // Of somebody who is known it becomes a lesson.
        return this.#taught()
      case 'correct':
        return this.#correct(chat)
      case 'lesson':
        this.#taught()
        return void (await ada.call('POST /api/lessons', {
          body: { id: newId(), text: whispers[which % whispers.length]! },
        }))
      case 'retire': {
        this.#taught()
        const id = this.#corrections.pop()
        return void (id && (await ada.call('DELETE /api/corrections/:id', { params: { id } })))
      }
      case 'takeover':
        await ada.takeOver(chat.id)
        await ada.reply(chat.id, 'Your parcel left our house in Berlin yesterday.')
        await ada.call('PUT /api/conversations/:id/brief', {
          params: { id: chat.id },
          body: { text: which % 2 ? 'They will get a voucher of 10 euros' : '' },
        })
        return void (await ada.handBack(chat.id))
      case 'identify':
        await chat.vic.call('POST /api/widget/sessions', {
          body: {
            key: this.#w.halo.widgetKey,
            token: chat.vic.token,
            userId: `late-${newId()}`,
            userTraits: { name: 'Lou Late' },
          },
        })
        return this.#taught()
      case 'burst':
        await chat.vic.say(chat.id, questions[which % 5]!)
        return this.#ask(chat, questions[which % questions.length]!)
    }
  }

  #taught(): void {
    this.#said = []
  }

  async #ask({ vic, id }: Chat, text: string): Promise<void> {
    const asked = await vic.say(id, text)
    const answers = await eventually(async () => {
      const { messages } = await vic.transcript(id)
      const since = messages.slice(messages.findIndex((message) => message.id === asked.id) + 1)
      const said = since.filter(({ from }) => from === 'ai')
      return said.length > 0 && !(await this.#isOwed(id)) && said
    }, 'an answer')
    for (const answer of answers) {
      const said = { chat: id, id: answer.id, text: answer.text }
      await this.#repeats(said)
      this.#said.push(said)
    }
  }

  async #isOwed(chat: string): Promise<boolean> {
    const open = this.#w.halo.ctx.db.reads.selectFrom('runs').select('id').where('conversation_id', '=', chat)
    return (await open.where('state', 'in', ['waiting', 'running']).execute()).length > 0
  }

  async #correct({ id }: Chat): Promise<void> {
    const { messages, corrections } = await this.#w.ada.transcript(id)
    const wrong = messages.find(
      (message) => message.from === 'ai' && !corrections.some(({ messageId }) => messageId === message.id),
    )
    const question = wrong && messages.findLast(({ from, seq }) => from === 'visitor' && seq < wrong.seq)
    if (!question) return
    this.#taught()
    const correction = newId()
    await this.#w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
      params: { id, messageId: wrong.id },
      body: { id: correction, question: question.text, answer: `What we say is ${correction}.`, scope: 'everyone' },
    })
    this.#corrections.push(correction)
  }

  async #repeats({ chat, id, text }: { chat: string; id: string; text: string }): Promise<void> {
    const replay: Replay = await this.#w.ada.call('POST /api/conversations/:id/messages/:messageId/replay', {
      params: { id: chat, messageId: id },
      body: { changes: [] },
    })
    assert.equal(replay.now?.text, text)
    assert.equal(replay.now.distance, 'same')
    assert.equal(replay.changed?.text, text, 'a draft without changes changes nothing')
    assert.equal(replay.promptChanges, false)
  }
}
