import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Model, Turn } from '../../server/models/model.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({ overrides: { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 50 } } })
})
after(() => w.close())

const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

/** Asks, and waits for the answer to it. */
async function answerTo(vic: VisitorClient, chat: string, question: string) {
  const { id } = await vic.say(chat, question)
  return eventually(async () => {
    const { messages } = await vic.transcript(chat)
    return messages.slice(messages.findIndex((message) => message.id === id) + 1).find(({ from }) => from === 'ai')
  }, `an answer to “${question}”`)
}

const identify = (vic: VisitorClient, userId: string, name: string) =>
  vic.call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, token: vic.token, userId, userTraits: { name } },
  })
const lessonsAbout = async (text: string) => (await w.ada.call('GET /api/lessons', { query: { text } })).lessons
const layersOf = async (chat: string, messageId: string) =>
  (await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', { params: { id: chat, messageId } }))
    .layers
const correct = (
  chat: string,
  messageId: string,
  body: {
    question: string
    answer: string
    scope?: 'customer' | 'company' | 'everyone'
    tell?: boolean
    id?: string
  },
) =>
  w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
    params: { id: chat, messageId },
    body: { id: newId(), scope: 'everyone', ...body },
  })

test('a whisper about somebody known is also a lesson for them, and the transcript says so', async () => {
  const jane = await w.visitor({ userId: 'jane-1', userTraits: { name: 'Jane Doe' } })
  const chat = await jane.open()
  const whisper = await w.ada.whisper(chat, 'Tell her that her parcels to Oslo go by sea')
  const { lessons } = await w.ada.transcript(chat)
  assert.equal(lessons.length, 1)
  const [lesson] = lessons
  assert.deepEqual(
    [lesson!.text, lesson!.scope, lesson!.contact?.name, lesson!.origin],
    [whisper.text, 'customer', 'Jane Doe', { conversationId: chat, whisperId: whisper.id }],
  )
  assert.equal(lesson!.unverified, true, 'nothing proves who this is, and the lesson says so')

  await answerTo(jane, chat, 'Where is my parcel?')
  const [, second] = [
    await answerTo(jane, chat, 'When is my parcel to Oslo here?'),
    await lessonsAbout('go by sea'),
  ]
  assert.equal(second[0]!.uses, 1, 'the whisper itself was used first; its lesson is not counted beside it')
  const later = await w.visitor({ userId: 'jane-1' })
  const next = await later.open()
  assert.match(
    (await answerTo(later, next, 'Do parcels to Oslo go by sea or air?')).text,
    /go by sea/,
    'it lasts into her next conversation',
  )
  const stranger = await w.visitor({ userId: 'somebody-else' })
  const other = await stranger.open()
  const answer = await answerTo(stranger, other, 'Do parcels to Oslo go by sea or air?')
  assert.doesNotMatch(answer.text, /go by sea/, 'and is hers alone')
  assert.ok(!(await layersOf(other, answer.id)).some(({ items }) => items.some(({ id }) => id === lesson!.id)))
})

test("an anonymous visitor's whispers become lessons when we learn who it is", async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await w.ada.whisper(chat, 'Never mention gift cards')
  const withdrawn = await w.ada.whisper(chat, 'Offer a blue mug')
  await w.ada.withdraw(chat, withdrawn.id)
  assert.deepEqual((await w.ada.transcript(chat)).lessons, [])
  await identify(vic, 'late-1', 'Late Larry')
  const { lessons } = await w.ada.transcript(chat)
  assert.deepEqual(
    lessons.map(({ text, contact }) => [text, contact?.name]),
    [['Never mention gift cards', 'Late Larry']],
  )
  await identify(vic, 'late-1', 'Larry Late')
  assert.equal((await w.ada.transcript(chat)).lessons.length, 1, 'once')
})

test('whispers of a conversation that was over before we learned who it was become lessons, too', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await w.ada.whisper(chat, 'They drink decaf only')
  await vic.leave(chat)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  await identify(vic, 'decaf-1', 'Dee Caf')
  assert.equal((await lessonsAbout('decaf'))[0]?.contact?.name, 'Dee Caf')
})

test('withdrawing a whisper drops its lesson', async () => {
  const vic = await w.visitor({ userId: 'undo-1' })
  const chat = await vic.open()
  const whisper = await w.ada.whisper(chat, 'Offer a green mug')
  await w.ada.withdraw(chat, whisper.id)
  assert.ok((await w.ada.transcript(chat)).lessons[0]!.retiredAt)
  assert.deepEqual(await lessonsAbout('green mug'), [])
})

test('a lesson is edited, widened, switched off, dropped and restored, and each holds from the next reply', async () => {
  const vic = await w.visitor({ userId: 'edit-1' })
  const chat = await vic.open()
  await w.ada.whisper(chat, 'Tell them that roasting courses start in May')
  await answerTo(vic, chat, 'Hello')
  const { id } = (await w.ada.transcript(chat)).lessons[0]!
  const change = (body: object) => w.ada.call('PATCH /api/lessons/:id', { params: { id }, body })
  const asks = async () => {
    const stranger = await w.visitor()
    const other = await stranger.open()
    return (await answerTo(stranger, other, 'When do roasting courses start?')).text
  }
  assert.doesNotMatch(await asks(), /May/)
  await change({ scope: 'everyone', text: 'Tell them that roasting courses start in June' })
  assert.match(await asks(), /start in June/)
  await change({ on: false })
  assert.doesNotMatch(await asks(), /June/)
  await change({ on: true })
  await w.ada.call('DELETE /api/lessons/:id', { params: { id } })
  assert.doesNotMatch(await asks(), /June/)
  assert.equal(
    (await w.ada.call('GET /api/lessons', { query: { retired: 'true' } })).lessons.find((each) => each.id === id)
      ?.text,
    'Tell them that roasting courses start in June',
  )
  await change({ retired: false })
  assert.match(await asks(), /start in June/)
  const lesson = (await lessonsAbout('roasting courses'))[0]!
  assert.equal(lesson.uses, 2)
  const { firings } = await w.ada.call('GET /api/lessons/:id/firings', { params: { id } })
  assert.equal(firings.length, 2)
  assert.ok(
    firings.every(({ text }) => text.includes('start in June')),
    'each use can be looked up',
  )
  assert.deepEqual(
    (await w.ada.transcript(chat)).lessons[0]!.scope,
    'everyone',
    'where it was taught, the transcript knows how it is now',
  )
})

test('a lesson that seems to contradict another of the same scope is flagged when it is saved', async () => {
  const save = (text: string) => w.ada.call('POST /api/lessons', { body: { id: newId(), text } })
  const { lesson: first } = await save('Offer free engraving on tampers')
  const { lesson } = await save('Never offer engraving on tampers')
  assert.deepEqual(
    lesson.conflicts.map(({ id, why }) => [id, why]),
    [[first.id, 'One says to, the other not to.']],
  )
  await w.ada.call('DELETE /api/lessons/:id', { params: { id: first.id } })
  assert.deepEqual((await lessonsAbout('engraving'))[0]!.conflicts, [], 'the operator has chosen')
  await w.ada.call('DELETE /api/lessons/:id', { params: { id: lesson.id } })
})

test('nothing can be kept for an anonymous visitor alone', async () => {
  await assert.rejects(
    w.ada.call('POST /api/lessons', { body: { id: newId(), text: 'x', scope: 'customer' } }),
    refusal('anonymous'),
  )
  const vic = await w.visitor()
  const chat = await vic.open()
  const said = await answerTo(vic, chat, 'Do you ship to Norway?')
  await assert.rejects(
    correct(chat, said.id, { question: 'Do you ship to Norway?', answer: 'x', scope: 'customer' }),
    refusal('anonymous'),
  )
  assert.deepEqual((await w.ada.transcript(chat)).corrections, [])
})

test('a correction answers that question and ones like it, says where it fired, and leaves others alone', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const wrong = await answerTo(vic, chat, 'Do you repair espresso machines?')
  const { correction } = await correct(chat, wrong.id, {
    question: 'Do you repair espresso machines?',
    answer: 'We repair espresso machines every Thursday in our workshop.',
  })
  assert.equal((await w.ada.transcript(chat)).corrections[0]?.messageId, wrong.id)
  const stranger = await w.visitor()
  const other = await stranger.open()
  const fixed = await answerTo(stranger, other, 'can you repair an espresso machine')
  assert.match(fixed.text, /every Thursday/)
  assert.ok(
    (await layersOf(other, fixed.id)).some(
      ({ layer, items }) =>
        layer === 3 && items.some(({ id, kind }) => kind === 'correction' && id === correction.id),
    ),
  )
  assert.doesNotMatch((await answerTo(stranger, other, 'How long does shipping take?')).text, /Thursday/)
  const { firings } = await w.ada.call('GET /api/corrections/:id/firings', { params: { id: correction.id } })
  assert.deepEqual(
    firings.map(({ messageId }) => messageId),
    [fixed.id],
  )

  await w.ada.call('PATCH /api/corrections/:id', {
    params: { id: correction.id },
    body: { answer: 'We repair espresso machines every Friday.' },
  })
  const again = async () => {
    const one = await w.visitor()
    const own = await one.open()
    return (await answerTo(one, own, 'Do you repair espresso machines?')).text
  }
  assert.match(await again(), /every Friday/)
  await w.ada.call('DELETE /api/corrections/:id', { params: { id: correction.id } })
  assert.doesNotMatch(await again(), /Thursday|Friday/, 'retired, it never fires')
  await w.ada.call('PATCH /api/corrections/:id', { params: { id: correction.id }, body: { retired: false } })
  assert.match(await again(), /every Friday/, 'restored, it does')
  const listed = (await w.ada.call('GET /api/corrections', { query: { text: 'espresso' } })).corrections
  assert.deepEqual(
    listed.map(({ id, uses }) => [id, uses]),
    [[correction.id, 3]],
  )
})

test('a question that only resembles a corrected one is asked back, and a yes gets the answer', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const wrong = await answerTo(vic, chat, 'Do you rent coffee carts for weddings?')
  await correct(chat, wrong.id, {
    question: 'Do you rent out coffee carts for weddings?',
    answer: 'Yes, our coffee cart can be rented for a day.',
  })
  const stranger = await w.visitor()
  const other = await stranger.open()
  const another = await answerTo(stranger, other, 'Do you rent coffee carts for birthdays?')
  assert.doesNotMatch(another.text, /Did you mean/, 'who names another thing does not mean this one')
  const back = await answerTo(stranger, other, 'is hiring a cart with coffee for a wedding party possible with you')
  assert.equal(back.text, 'Did you mean “Do you rent out coffee carts for weddings?”?')
  assert.match((await answerTo(stranger, other, 'yes please')).text, /rented for a day/)
})

test('a narrower correction beats a wider one', async () => {
  const jane = await w.visitor({ userId: 'jane-2', userTraits: { name: 'Jane' } })
  const chat = await jane.open()
  const question = 'What does the tasting evening cost?'
  const first = await answerTo(jane, chat, question)
  await correct(chat, first.id, { question, answer: 'The tasting evening costs 30.' })
  const second = await answerTo(jane, chat, question)
  assert.match(second.text, /costs 30/)
  await correct(chat, second.id, { question, answer: 'For you the tasting evening is free.', scope: 'customer' })
  const later = await w.visitor({ userId: 'jane-2' })
  assert.match((await answerTo(later, await later.open(), question)).text, /For you/)
  const stranger = await w.visitor()
  assert.match((await answerTo(stranger, await stranger.open(), question)).text, /costs 30/)
})

test("the visitor can be told the corrected text at once, by the server and in nobody's name", async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const wrong = await answerTo(vic, chat, 'Is your shop open on Sundays?')
  const { correction } = await correct(chat, wrong.id, {
    question: 'Is your shop open on Sundays?',
    answer: 'The shop is open on Sundays from ten.',
    tell: true,
  })
  const told = (await vic.transcript(chat)).messages.at(-1)!
  assert.deepEqual(
    [told.id, told.from, told.text, told.corrects],
    [correction.toldIn, 'system', 'Correction: The shop is open on Sundays from ten.', wrong.id],
  )
  await assert.rejects(correct(chat, wrong.id, { question: 'x', answer: 'y' }), refusal('corrected'))

  const question = 'Do you sell tea?'
  const next = await answerTo(vic, chat, question)
  const ben = await w.ben()
  await ben.takeOver(chat)
  await assert.rejects(
    correct(chat, next.id, { question, answer: 'No tea.', tell: true }),
    refusal('held'),
    'a colleague has the pen',
  )
  await ben.handBack(chat)
  await vic.leave(chat)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  await assert.rejects(correct(chat, next.id, { question, answer: 'No tea.', tell: true }), refusal('completed'))
  assert.equal((await w.ada.transcript(chat)).corrections.length, 1, 'what was refused left nothing')
  assert.equal(
    (await correct(chat, next.id, { question, answer: 'No tea, only coffee.' })).correction.toldIn,
    null,
    'a finished conversation can be corrected, but not told',
  )
})

test('only what the AI said can be corrected, and a retry is harmless', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const asked = await vic.say(chat, 'Hello')
  await assert.rejects(correct(chat, asked.id, { question: 'x', answer: 'y' }), refusal('not_ai'))
  await assert.rejects(correct(chat, newId(), { question: 'x', answer: 'y' }), refusal('not_found'))
  const said = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  const id = newId()
  const one = await correct(chat, said.id, { id, question: 'hello out there', answer: 'Hello yourself.' })
  const two = await correct(chat, said.id, { id, question: 'hello out there', answer: 'Hello yourself.' })
  assert.deepEqual(one, two)
  await w.ada.call('DELETE /api/corrections/:id', { params: { id } })
})

test('guidance, internal documents and instructions are kept, ordered, and stand in the prompt of the next reply', async () => {
  const [first, second] = [newId(), newId()]
  await w.ada.call('PUT /api/guidance/:id', {
    params: { id: first },
    body: { text: 'Never mention carrier pigeons' },
  })
  await w.ada.call('PUT /api/guidance/:id', { params: { id: second }, body: { text: 'Be exact' } })
  const { guidance } = await w.ada.call('POST /api/guidance/order', { body: { ids: [second] } })
  assert.deepEqual(
    guidance.map(({ id }) => id),
    [second, first],
  )
  const doc = newId()
  await w.ada.call('PUT /api/internal-docs/:id', {
    params: { id: doc },
    body: { title: 'Margins', body: 'Decaf sells at a loss.' },
  })
  await w.ada.call('PUT /api/instructions', { body: { text: 'Sign with Nora.' } })
  const [agent] = (await w.ada.call('GET /api/agents')).agents
  await w.ada.call('PATCH /api/agents/:id', {
    params: { id: agent!.id },
    body: { goal: 'Keep people drinking coffee', idealCustomer: 'Home brewers', boundaries: 'No medical advice' },
  })

  const vic = await w.visitor()
  const chat = await vic.open()
  const said = await answerTo(vic, chat, 'How long does shipping take?')
  const layers = await layersOf(chat, said.id)
  const texts = (layer: number) => layers.find((each) => each.layer === layer)?.items.map(({ text }) => text)
  assert.deepEqual(texts(2), ['Be exact', 'Never mention carrier pigeons'])
  assert.deepEqual(texts(4), ['Margins\nDecaf sells at a loss.'])
  assert.deepEqual(texts(5), ['Sign with Nora.'])
  assert.deepEqual(texts(7)?.slice(1), [
    'Your primary goal: Keep people drinking coffee',
    'Who you are there for: Home brewers',
    'Your boundaries: No medical advice',
  ])
  assert.equal((await w.ada.call('GET /api/guidance')).guidance[0]!.uses, 1)

  await w.ada.call('PUT /api/guidance/:id', { params: { id: second }, body: { text: 'Be exact', on: false } })
  await w.ada.call('DELETE /api/internal-docs/:id', { params: { id: doc } })
  const next = await layersOf(chat, (await answerTo(vic, chat, 'Do you ship to Norway?')).id)
  assert.deepEqual(
    next.find(({ layer }) => layer === 2)?.items.map(({ text }) => text),
    ['Never mention carrier pigeons'],
  )
  assert.ok(!next.some(({ layer }) => layer === 4))
})

test('internal documents that would not leave room for a conversation are refused, with what to do', async () => {
  const put = (body: string, on = true) =>
    w.ada.call('PUT /api/internal-docs/:id', { params: { id: newId() }, body: { title: 'Long', body, on } })
  const { docs } = await (await put('x'.repeat(19_000)),
  await put('x'.repeat(19_000)),
  await put('x'.repeat(19_000)),
  w.ada.call('GET /api/internal-docs'))
  await assert.rejects(put('x'.repeat(19_000)), refusal('too_much'))
  await put('x'.repeat(19_000), false)
  for (const { id } of docs) await w.ada.call('DELETE /api/internal-docs/:id', { params: { id } })
})

test('the built-in answerer keeps guidance above training: what must not be mentioned is not, whoever asks for it', async () => {
  const id = newId()
  await w.ada.call('PUT /api/guidance/:id', { params: { id }, body: { text: 'Never mention the lottery' } })
  const vic = await w.visitor()
  const chat = await vic.open()
  await w.ada.whisper(chat, 'Tell them that the lottery is on Friday')
  assert.doesNotMatch((await answerTo(vic, chat, 'How long does shipping take?')).text, /lottery/)
  await w.ada.call('DELETE /api/guidance/:id', { params: { id } })
})

test('what is retired while the AI thinks is not followed: the reply starts over before its first word', async () => {
  const prompts: Turn[] = []
  let speak = () => {}
  const thinker: Model = {
    name: 'thinker',
    follows: '',
    async *reply(turn) {
      prompts.push(turn)
      if (prompts.length === 1) await new Promise<void>((resolve) => (speak = resolve))
      yield { type: 'text', text: turn.taught.lessons.map(({ text }) => text).join() || 'nothing was taught' }
    },
  }
  await using own = await world({ overrides: { model: thinker } })
  const { lesson } = await own.ada.call('POST /api/lessons', { body: { id: newId(), text: 'Mention the eclipse' } })
  const vic = await own.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Hello')
  await eventually(async () => prompts.length === 1, 'the prompt')
  assert.equal(prompts[0]!.taught.lessons.length, 1)
  await own.ada.call('DELETE /api/lessons/:id', { params: { id: lesson.id } })
  speak()
  const said = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'the reply',
  )
  assert.equal(said.text, 'nothing was taught')
  assert.equal((await own.ada.call('GET /api/lessons', { query: { retired: 'true' } })).lessons[0]!.uses, 0)
})

test('a correction that another process has just retired does not fire, though this one has not heard of it', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const question = 'Which planet has the best coffee?'
  const wrong = await answerTo(vic, chat, question)
  const { correction } = await correct(chat, wrong.id, { question, answer: 'Saturn, by a wide margin.' })
  await w.halo.ctx.db.write((trx) =>
    trx.updateTable('corrections').set({ retired_at: Date.now() }).where('id', '=', correction.id).execute(),
  )
  const stranger = await w.visitor()
  assert.doesNotMatch((await answerTo(stranger, await stranger.open(), question)).text, /Saturn/)
})

test('a lesson of a customer can be widened to their company, and then holds for their colleagues alone', async () => {
  const jane = await w.visitor({ userId: 'wide-jane', companyId: 'wide-acme' })
  const chat = await jane.open()
  await w.ada.whisper(chat, 'Tell them that the framework contract ends in March')
  const { id, company } = (await w.ada.transcript(chat)).lessons[0]!
  assert.equal(company?.name, 'Company wide-acme')
  await w.ada.call('PATCH /api/lessons/:id', { params: { id }, body: { scope: 'company' } })
  const asks = async (who: { userId: string; companyId?: string }) => {
    const one = await w.visitor(who)
    return (await answerTo(one, await one.open(), 'When does the framework contract end?')).text
  }
  assert.match(await asks({ userId: 'wide-joe', companyId: 'wide-acme' }), /ends in March/)
  assert.doesNotMatch(await asks({ userId: 'wide-eve', companyId: 'wide-evil' }), /March/)
  assert.doesNotMatch(await asks({ userId: 'wide-ann' }), /March/)
})

test('Live Train answers as the real agent, for whomever one plays, and leaves no trace', async () => {
  await using own = await world()
  const jane = await own.visitor({ userId: 'jane-3', userTraits: { name: 'Jane' } })
  await jane.call('POST /api/widget/sessions', {
    body: {
      key: own.halo.widgetKey,
      token: jane.token,
      userId: 'jane-3',
      context: { sync: { label: 'Sync', type: 'integration', value: { status: 'failing' } } },
    },
  })
  const chat = await jane.open()
  await own.ada.whisper(chat, 'Tell her that the winter blend is back')
  const { contact } = (await own.ada.transcript(chat)).lessons[0]!
  const [agent] = (await own.ada.call('GET /api/agents')).agents
  const before = await counts(own)
  const train = (contactId: string | null, whispers: { id: string; text: string }[] = []) =>
    own.ada.call('POST /api/agents/:id/training', {
      params: { id: agent!.id },
      body: { contactId, history: [{ id: newId(), from: 'visitor', text: 'Is the winter blend back?' }], whispers },
    })
  const asJane = await train(contact!.id)
  assert.match(asJane.text, /winter blend is back/)
  assert.ok(
    asJane.layers.some(({ layer, items }) => layer === 10 && items.some(({ text }) => text.includes('failing'))),
    'her context is played, too',
  )
  const anonymous = await train(null)
  assert.doesNotMatch(anonymous.text, /winter blend is back/)
  assert.ok(
    anonymous.layers.some(({ layer }) => layer === 1),
    'it shows what the AI saw',
  )
  assert.match((await train(null, [{ id: newId(), text: 'ask for the order number' }])).text, /order number/)
  await own.ada.call('POST /api/corrections', {
    body: { id: newId(), question: 'Is the winter blend back?', answer: 'It comes back in November.' },
  })
  assert.match((await train(null)).text, /in November/, 'what is corrected here is real')
  assert.deepEqual(await counts(own), before)
})

/** Everything that a conversation leaves behind. */
async function counts(own: World): Promise<number[]> {
  const { reads } = own.halo.ctx.db
  const tables = [
    'conversations',
    'messages',
    'events',
    'runs',
    'tickets',
    'prompts',
    'provenance',
    'visitors',
  ] as const
  return Promise.all(
    tables.map(async (table) =>
      Number(
        (
          await reads
            .selectFrom(table)
            .select((eb) => eb.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow()
        ).count,
      ),
    ),
  )
}
