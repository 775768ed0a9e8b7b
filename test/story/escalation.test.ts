import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { EscalationSettings, EscalationSignal } from '../../protocol/agents/escalation.ts'
import { usualEscalation } from '../../server/agents/escalation.ts'
import { offersPerson } from '../../server/language/promise.ts'
import { eventually, world, type VisitorClient, type World } from '../world.ts'
import { proven } from '../proof.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

async function agentIs(settings: Partial<EscalationSettings>): Promise<void> {
  const {
    agents: [agent],
  } = await w.ada.call('GET /api/agents')
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agent!.id },
    body: { ...usualEscalation, ...settings },
  })
}

async function scene(who?: Parameters<World['visitor']>[0]) {
  const vic = await w.visitor(who)
  return { vic, chat: await vic.open() }
}

/** The visitor says this, and the AI has answered and thought about its answer. */
async function ask(vic: VisitorClient, chat: string, text: string): Promise<void> {
  const before = (await w.ada.transcript(chat)).verdicts.length
  await vic.say(chat, text)
  await eventually(async () => (await w.ada.transcript(chat)).verdicts.length > before, 'an answer with a verdict')
}

/** What gives each signal: the model's own call, a promise in words, an answer that is not one. */
const provoke: Record<EscalationSignal, (vic: VisitorClient, chat: string) => Promise<unknown>> = {
  asked: (vic, chat) => ask(vic, chat, 'I want to talk to a human'),
  promised: async (vic, chat) => {
    await w.ada.whisper(chat, 'tell them that a colleague will call them back')
    await ask(vic, chat, 'How do I pause my subscription?')
  },
  unsure: (vic, chat) => ask(vic, chat, 'Which planet has the most moons?'),
}

const state = async (chat: string) => {
  const { conversation, escalations, messages } = await w.ada.transcript(chat)
  return {
    mark: conversation.escalation,
    ticket: conversation.ticket,
    escalations,
    lines: messages.filter(({ from }) => from === 'system').map(({ text }) => text),
  }
}

for (const signal of ['asked', 'promised', 'unsure'] as const) {
  test(`always: "${signal}" opens a ticket at once, with the reason, and tells the visitor`, async () => {
    await agentIs({ mode: 'always' })
    const { vic, chat } = await scene()
    await provoke[signal](vic, chat)
    const { mark, ticket, escalations, lines } = await state(chat)
    assert.deepEqual(
      escalations.map((each) => each.signal),
      [signal],
    )
    assert.equal(mark?.reason, escalations[0]!.reason)
    assert.equal(ticket?.status, 'open')
    assert.ok(lines.some((line) => /asked a person to join/.test(line)))
    assert.ok((await vic.transcript(chat)).conversation.humanRequestedAt)
    assert.ok(!JSON.stringify(await vic.transcript(chat)).includes(mark!.reason), 'the reason is for operators')
  })

  test(`off: "${signal}" brings nobody, and the visitor's button does`, async () => {
    await agentIs({ mode: 'off' })
    const { vic, chat } = await scene()
    await provoke[signal](vic, chat)
    assert.deepEqual([(await state(chat)).mark, (await state(chat)).ticket], [null, null])
    await vic.askForHuman(chat)
    assert.equal((await state(chat)).ticket?.status, 'open')
    assert.equal((await state(chat)).mark, null, 'the visitor asked, the AI did not escalate')
  })
}

test("conditional: the AI's own call and what it promises count at once, its doubt from the second answer on", async () => {
  await agentIs({ mode: 'conditional' })
  for (const signal of ['asked', 'promised'] as const) {
    const { vic, chat } = await scene()
    await provoke[signal](vic, chat)
    assert.equal((await state(chat)).escalations[0]?.signal, signal)
  }
  const { vic, chat } = await scene()
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).mark, null, 'the first answer asks whether a person is wanted')
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).escalations[0]?.signal, 'unsure')
  const answers = (await w.ada.transcript(chat)).messages.filter(({ from }) => from === 'ai')
  assert.deepEqual(
    answers.map(({ text }) => offersPerson(text)),
    [true, false],
    'a person is offered or fetched, never both in one breath',
  )
})

test('what a whisper promised is not undone by a line of the server', async () => {
  await agentIs({ mode: 'off' })
  const { vic, chat } = await scene()
  await provoke.promised(vic, chat)
  assert.deepEqual((await state(chat)).lines, [])
})

test('max attempts is a ceiling: from that answer on the gates are lifted', async () => {
  await agentIs({ mode: 'conditional', maxAttempts: 1 })
  const { vic, chat } = await scene()
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).escalations[0]?.signal, 'unsure')
})

test('a search is required: small talk is no reason to call a person, until the attempts are used up', async () => {
  await agentIs({ mode: 'conditional', threshold: 100, maxAttempts: 3 })
  const { vic, chat } = await scene()
  await ask(vic, chat, 'Hello')
  await ask(vic, chat, 'How are you?')
  assert.equal((await state(chat)).mark, null, 'nothing was looked up')
  await ask(vic, chat, 'Good morning')
  assert.equal((await state(chat)).escalations[0]?.signal, 'unsure', 'the third answer lifts the gates')
})

test('without its gates, conditional escalates on the first unsure answer', async () => {
  await agentIs({ mode: 'conditional', requireAttempt: false })
  const { vic, chat } = await scene()
  await ask(vic, chat, 'Hello')
  assert.equal((await state(chat)).mark, null)
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).escalations[0]?.signal, 'unsure')
})

test('a threshold of 0 is never undercut', async () => {
  await agentIs({ mode: 'always', threshold: 0 })
  const { vic, chat } = await scene()
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).mark, null)
  assert.equal((await w.ada.transcript(chat)).verdicts[0]?.low, false)
})

test('one escalation, one ticket, however often a signal comes; after a person was there it can be asked for again', async () => {
  await agentIs({ mode: 'always' })
  const { vic, chat } = await scene()
  await provoke.unsure(vic, chat)
  await provoke.unsure(vic, chat)
  const { ticket, escalations } = await state(chat)
  assert.equal(escalations.length, 1)
  await w.ada.takeOver(chat)
  assert.ok((await state(chat)).mark, 'still marked while the person is there')
  await w.ada.handBack(chat)
  assert.equal((await state(chat)).mark, null)
  await provoke.unsure(vic, chat)
  assert.equal((await state(chat)).escalations.length, 2)
  assert.equal((await state(chat)).ticket?.number, ticket?.number, 'it stays the same ticket')
})

test('only visitors who match may be escalated by the AI, and who matches becomes Priority', async () => {
  await agentIs({
    mode: 'always',
    who: [{ key: 'identified', operator: 'is', value: 'true' }],
    priority: [{ key: 'email', operator: 'contains', value: '@BIG.test' }],
  })
  const anonymous = await scene()
  await provoke.unsure(anonymous.vic, anonymous.chat)
  assert.equal((await state(anonymous.chat)).mark, null)

  const small = await scene({ userId: 'small', userTraits: { email: 'vic@small.test' } })
  await provoke.unsure(small.vic, small.chat)
  assert.deepEqual(
    [(await state(small.chat)).mark?.priority, (await state(small.chat)).ticket?.status],
    [false, 'open'],
  )

  const big = await scene({ userId: 'big', userTraits: { email: 'vic@big.test' } })
  await provoke.unsure(big.vic, big.chat)
  assert.deepEqual(
    [(await state(big.chat)).mark?.priority, (await state(big.chat)).ticket?.status],
    [true, 'priority'],
  )
})

test('filters read the traits that the site told, of the visitor and of the company', async () => {
  await agentIs({
    mode: 'always',
    who: [{ key: 'plan', operator: 'is', value: 'pro' }],
    priority: [
      { key: 'company.monthly_spend', operator: 'exists', value: '' },
      { key: 'company', operator: 'contains', value: 'roast' },
    ],
  })
  const told = async (userId: string, plan: string, company?: { companyId: string; companyTraits: object }) => {
    const vic = await w.visitor()
    await vic.call('POST /api/widget/sessions', {
      body: {
        key: w.halo.widgetKey,
        token: vic.token,
        userTraits: { plan },
        ...(company ? await proven(w, { userId, ...company }) : { userId }),
      } as never,
    })
    const chat = await vic.open()
    await provoke.unsure(vic, chat)
    return (await state(chat)).mark
  }
  assert.equal(await told('free-1', 'free'), null)
  assert.equal((await told('pro-1', 'Pro'))?.priority, false)
  assert.equal(
    (await told('pro-2', 'pro', { companyId: 'roast', companyTraits: { name: 'Roasters', monthly_spend: 900 } }))
      ?.priority,
    true,
  )
})

test("the visitor's own button makes a Priority ticket for whom that is meant", async () => {
  await agentIs({
    mode: 'off',
    priority: [
      { key: 'name', operator: 'exists', value: '' },
      { key: 'name', operator: 'is_not', value: 'Eve' },
    ],
  })
  const vic = await scene({ userId: 'vic-button', userTraits: { name: 'Vic' } })
  const eve = await scene({ userId: 'eve-button', userTraits: { name: 'Eve' } })
  for (const { vic: visitor, chat } of [vic, eve]) await visitor.askForHuman(chat)
  assert.equal((await state(vic.chat)).ticket?.status, 'priority')
  assert.equal((await state(eve.chat)).ticket?.status, 'open')
})

test("an operator's whisper may bring a person where the AI may not", async () => {
  await agentIs({ mode: 'off' })
  const { vic, chat } = await scene()
  await w.ada.whisper(chat, 'escalate')
  await ask(vic, chat, 'My parcel is late')
  assert.equal((await state(chat)).escalations[0]?.signal, 'asked')
})

test('a whisper that is sent again as a must makes no second lesson of it', async () => {
  const { chat } = await scene({ userId: 'must-1', userTraits: { name: 'Vic' } })
  await w.ada.whisper(chat, 'mention the summer sale')
  const id = crypto.randomUUID()
  const { whisper } = await w.ada.call('POST /api/conversations/:id/whispers', {
    params: { id: chat },
    body: { id, text: 'mention the summer sale', must: true },
  })
  assert.deepEqual([whisper.must, whisper.receipt], [true, null])
  assert.equal((await w.ada.transcript(chat)).lessons.length, 1)
})

test('settings that make no sense are refused', async () => {
  for (const wrong of [
    { threshold: 101 },
    { maxAttempts: 0 },
    { maxAttempts: 11 },
    { mode: 'sometimes' as never },
    { who: [{ key: ' ', operator: 'is' as const, value: 'x' }] },
  ]) {
    await assert.rejects(
      agentIs(wrong),
      (error: { status?: number }) => error.status === 400,
      JSON.stringify(wrong),
    )
  }
})
