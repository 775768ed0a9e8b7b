import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { usualStyle } from '../../protocol/agents/shapes.ts'
import type { TraitFilter } from '../../protocol/agents/escalation.ts'
import { newId } from '../../server/ground/context.ts'
import { startProvider } from '../provider.ts'
import { Caller, eventually, Refused, VisitorClient, world, type World } from '../world.ts'

let w: World
let nora: string
before(async () => {
  w = await world()
  nora = (await agents())[0]!.id
})
after(() => w.close())

const agents = async () => (await w.ada.call('GET /api/agents')).agents
const agentNamed = async (name: string) => (await agents()).find((agent) => agent.name === name)!
const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && error.code === code
const patch = async (
  id: string,
  body: Parameters<typeof w.ada.call<'PATCH /api/agents/:id'>>[1] extends { body?: infer B } | undefined
    ? B
    : never,
) => (await w.ada.call('PATCH /api/agents/:id', { params: { id }, body })).agent

/** A new agent that takes conversations. */
async function hire(name: string): Promise<string> {
  const id = newId()
  await w.ada.call('POST /api/agents', { body: { id, name } })
  await patch(id, { on: true })
  return id
}

async function ruleFor(
  agentId: string,
  part: { host?: string; path?: string; traits?: TraitFilter[] },
): Promise<string> {
  const id = newId()
  await w.ada.call('PUT /api/routing/:id', {
    params: { id },
    body: { agentId, host: '', path: '', traits: [], ...part },
  })
  return id
}

const forget = async (...rules: string[]) => {
  for (const id of rules) await w.ada.call('DELETE /api/routing/:id', { params: { id } })
}
const at = (url: string) => ({ url, title: 'A page' })
const look = async (url?: string, token?: string) =>
  (
    await new Caller(w.url, {}).call('POST /api/widget/look', {
      body: { key: w.halo.widgetKey, ...(url && { url }), ...(token && { token }) },
    })
  ).agent
const meet = async (vic: VisitorClient, url: string) =>
  (await vic.call('POST /api/widget/conversations', { body: { id: newId(), page: at(url) } })).conversation
const session = (
  url: string,
  who: { userId?: string; userTraits?: Record<string, unknown>; token?: string } = {},
) =>
  new Caller(w.url, {}).call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, page: at(url), ...who },
  })

test('a second agent is made, dressed and switched on; what is not named of it stays', async () => {
  const id = newId()
  const made = (await w.ada.call('POST /api/agents', { body: { id, name: 'Sam' } })).agent
  assert.deepEqual([made.on, made.isDefault, made.style, made.archivedAt], [false, false, usualStyle, null])
  assert.equal((await w.ada.call('POST /api/agents', { body: { id, name: 'Sam again' } })).agent.name, 'Sam')
  const dressed = await patch(id, {
    role: 'Plans and prices',
    initials: 'S',
    style: { accent: '#0a7d4f', position: 'left', icon: 'question', label: 'Ask Sam' },
    suggestions: ['What does it cost?'],
  })
  assert.deepEqual(
    [dressed.name, dressed.role, dressed.style.label, dressed.suggestions],
    ['Sam', 'Plans and prices', 'Ask Sam', ['What does it cost?']],
  )
  assert.equal((await patch(id, { on: true })).greeting, made.greeting)
  assert.deepEqual(
    (await agents()).map(({ name }) => name),
    ['Nora', 'Sam'],
  )
  assert.deepEqual(
    (await w.ada.call('POST /api/agents/order', { body: { ids: [id] } })).agents.map(({ name }) => name),
    ['Sam', 'Nora'],
  )
})

test('a copy has everything but the name, and is off until somebody switches it on', async () => {
  const sam = await agentNamed('Sam')
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: sam.id },
    body: { ...sam.escalation, mode: 'always' },
  })
  const copy = (await w.ada.call('POST /api/agents', { body: { id: newId(), name: 'Sam, copy', from: sam.id } }))
    .agent
  const { id: _, name, on, answersWith: __, ...rest } = copy
  assert.deepEqual([name, on, rest.escalation.mode], ['Sam, copy', false, 'always'])
  assert.deepEqual(rest.style, sam.style)
  await assert.rejects(
    w.ada.call('POST /api/agents', { body: { id: newId(), name: 'X', from: newId() } }),
    refused(404, 'not_found'),
  )
})

test('a colour on which nothing can be read, a fifth suggestion and a picture that is no address are refused', async () => {
  await assert.rejects(patch(nora, { style: { ...usualStyle, accent: '#7a7a7a' } }), /darker or lighter/)
  await assert.rejects(
    patch(nora, { style: { ...usualStyle, accent: 'red; background: url(x)' } }),
    refused(400, 'invalid'),
  )
  await assert.rejects(patch(nora, { suggestions: ['1', '2', '3', '4', '5'] }), refused(400, 'invalid'))
  await assert.rejects(patch(nora, { image: 'javascript:alert(1)' }), refused(400, 'invalid'))
  await assert.rejects(patch(newId(), { name: 'Nobody' }), refused(404, 'not_found'))
})

test('the page decides who answers: before the first message, in the conversation, and in the prompt', async () => {
  const sam = (await agentNamed('Sam')).id
  await patch(sam, { greeting: 'Prices? Ask me.', instructions: 'Talk about plans only.' })
  const rule = await ruleFor(sam, { host: 'shop.test', path: '/pricing*' })
  assert.deepEqual(
    [
      (await look('https://shop.test/pricing/teams')).name,
      (await look('https://shop.test/')).name,
      (await look()).name,
    ],
    ['Sam', 'Nora', 'Nora'],
  )
  const { accent, position, label, icon, role } = await look('https://shop.test/pricing')
  assert.deepEqual([accent, position, label, role], ['#0a7d4f', 'left', 'Ask Sam', 'Plans and prices'])
  assert.match(icon, /^m/i)

  const entered = await session('https://shop.test/pricing')
  assert.deepEqual(
    [entered.agent.name, entered.agent.greeting, entered.agent.suggestions],
    ['Sam', 'Prices? Ask me.', ['What does it cost?']],
  )
  const vic = new VisitorClient(w.url, entered.token, entered.visitor.id)
  const talk = await meet(vic, 'https://shop.test/pricing')
  assert.equal(talk.agent.name, 'Sam')
  // Wherever they go meanwhile, they go on talking to whom they met.
  assert.equal((await session('https://shop.test/', { token: vic.token })).agent.name, 'Sam')
  assert.equal((await look('https://shop.test/', vic.token)).name, 'Sam')

  await vic.say(talk.id, 'What does the Pro plan cost?')
  const answer = await eventually(
    async () => (await w.ada.transcript(talk.id)).messages.find(({ from }) => from === 'ai'),
    'an answer of Sam',
  )
  const { layers } = await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
    params: { id: talk.id, messageId: answer.id },
  })
  const texts = layers.flatMap(({ items }) => items.map(({ text }) => text))
  for (const text of ['Your name is Sam.', 'What you are there for: Plans and prices', 'Talk about plans only.'])
    assert.ok(texts.includes(text), text)
  await forget(rule)
})

test('what is known of the visitor decides, too, as soon as it is known', async () => {
  const sam = (await agentNamed('Sam')).id
  const rule = await ruleFor(sam, { traits: [{ key: 'plan', operator: 'is', value: 'Pro' }] })
  assert.equal(
    (await session('https://shop.test/', { userId: 'free-1', userTraits: { plan: 'free' } })).agent.name,
    'Nora',
  )
  const pro = await session('https://shop.test/', { userId: 'pro-1', userTraits: { plan: 'pro' } })
  assert.equal(pro.agent.name, 'Sam')
  assert.equal((await look('https://shop.test/', pro.token)).name, 'Sam')
  assert.equal((await look('https://shop.test/', 'no-token')).name, 'Nora')
  assert.equal(
    (await meet(new VisitorClient(w.url, pro.token, pro.visitor.id), 'https://shop.test/')).agent.name,
    'Sam',
  )
  await forget(rule)
})

test('an address can be tried: who would answer, and by which rule', async () => {
  const [sam, copy] = [(await agentNamed('Sam')).id, (await agentNamed('Sam, copy')).id]
  const [off, first, second] = [
    await ruleFor(copy, { path: '/plans' }),
    await ruleFor(sam, { path: '/plans', traits: [{ key: 'plan', operator: 'exists', value: '' }] }),
    await ruleFor(nora, { path: '/plans' }),
  ]
  const tried = (traits: Record<string, unknown> = {}) =>
    w.ada.call('POST /api/routing/try', { body: { url: 'https://shop.test/plans/', traits } })
  assert.deepEqual(await tried({ plan: 'x' }), { agentId: sam, rule: first, skipped: [off] })
  assert.deepEqual(await tried(), { agentId: nora, rule: second, skipped: [off] })
  assert.deepEqual(
    (await w.ada.call('POST /api/routing/order', { body: { ids: [second, first] } })).rules.map(({ id }) => id),
    [second, first, off],
  )
  assert.equal((await tried({ plan: 'x' })).rule, second)
  await forget(off, first, second)
  await forget(first)
  assert.deepEqual(await tried(), { agentId: nora, rule: null, skipped: [] })
  await assert.rejects(
    w.ada.call('PUT /api/routing/:id', {
      params: { id: newId() },
      body: { agentId: sam, host: '', path: ' ', traits: [] },
    }),
    /Name a page or a trait/,
  )
  await assert.rejects(ruleFor(newId(), { path: '/x' }), refused(400, 'no_agent'))
})

test('an agent that is off or put away begins nothing; what it began it finishes, under its name', async () => {
  const kim = await hire('Kim')
  const rule = await ruleFor(kim, { path: '/kim' })
  const vic = await w.visitor()
  const talk = await meet(vic, 'https://shop.test/kim')
  await patch(kim, { on: false })
  assert.equal((await look('https://shop.test/kim')).name, 'Nora')
  await patch(kim, { on: true })
  const archived = (await w.ada.call('PUT /api/agents/:id/archive', { params: { id: kim } })).agent
  assert.ok(archived.archivedAt)
  assert.equal((await look('https://shop.test/kim')).name, 'Nora')
  assert.equal((await agents()).at(-1)!.name, 'Kim')
  await vic.say(talk.id, 'Are you still there?')
  await eventually(
    async () => (await w.ada.transcript(talk.id)).messages.find(({ from }) => from === 'ai'),
    'an answer of Kim',
  )
  assert.equal((await w.ada.transcript(talk.id)).conversation.agent.name, 'Kim')
  const back = (await w.ada.call('DELETE /api/agents/:id/archive', { params: { id: kim } })).agent
  assert.deepEqual([back.archivedAt, back.on], [null, true])
  assert.equal((await look('https://shop.test/kim')).name, 'Kim')
  await forget(rule)
})

test('one agent is the default: it cannot be switched off or put away, and another can take its place', async () => {
  await assert.rejects(patch(nora, { on: false }), refused(409, 'default'))
  await assert.rejects(w.ada.call('PUT /api/agents/:id/archive', { params: { id: nora } }), refused(409, 'default'))
  const copy = (await agentNamed('Sam, copy')).id
  await assert.rejects(w.ada.call('PUT /api/agents/default', { body: { id: copy } }), refused(409, 'off'))
  const kim = (await agentNamed('Kim')).id
  const { agents: after } = await w.ada.call('PUT /api/agents/default', { body: { id: kim } })
  assert.deepEqual(
    after.filter(({ isDefault }) => isDefault).map(({ name }) => name),
    ['Kim'],
  )
  assert.equal((await look('https://shop.test/')).name, 'Kim')
  assert.equal((await patch(nora, { on: false })).on, false)
  await patch(nora, { on: true })
  await w.ada.call('PUT /api/agents/default', { body: { id: nora } })
})

test('each agent escalates by its own settings', async () => {
  const [sam, kim] = [(await agentNamed('Sam')).id, (await agentNamed('Kim')).id]
  const settings = (await agentNamed('Kim')).escalation
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: sam },
    body: { ...settings, mode: 'always', threshold: 100 },
  })
  await w.ada.call('PUT /api/agents/:id/escalation', { params: { id: kim }, body: { ...settings, mode: 'off' } })
  const rules = [await ruleFor(sam, { path: '/sam' }), await ruleFor(kim, { path: '/kim' })]
  const escalated = async (path: string) => {
    const vic = await w.visitor()
    const { id } = await meet(vic, `https://shop.test${path}`)
    await vic.say(id, 'Do you have a zeppelin for rent?')
    await eventually(
      async () => (await w.ada.transcript(id)).messages.find(({ from }) => from === 'ai'),
      'an answer',
    )
    return (await w.ada.transcript(id)).conversation.escalation !== null
  }
  assert.deepEqual([await escalated('/sam'), await escalated('/kim')], [true, false])
  await forget(...rules)
})

test('the feed, the reports and Live Train tell agents apart', async () => {
  const sam = (await agentNamed('Sam')).id
  const rule = await ruleFor(sam, { path: '/sam' })
  const [vic, tom] = [await w.visitor(), await w.visitor()]
  const [withSam, withNora] = [
    (await meet(vic, 'https://shop.test/sam')).id,
    (await meet(tom, 'https://shop.test/')).id,
  ]
  const feed = async (agentId: string) =>
    (await w.ada.call('GET /api/feed', { query: { window: JSON.stringify({ agentId }) } })).rows.map(({ id }) => id)
  await eventually(
    async () => (await feed(sam)).includes(withSam) && (await feed(nora)).includes(withNora),
    'both in the feed',
  )
  assert.ok(!(await feed(sam)).includes(withNora))
  const { agents: choices } = await w.ada.call('GET /api/feed/choices')
  for (const name of ['Sam', 'Nora'])
    assert.ok(
      choices.some((choice) => choice.name === name),
      name,
    )

  const said = async (agentId: string) =>
    (
      await w.ada.call('POST /api/agents/:id/training', {
        params: { id: agentId },
        body: {
          contactId: null,
          history: [{ id: newId(), from: 'visitor', text: 'How long does shipping take?' }],
        },
      })
    ).layers.flatMap(({ items }) => items.map(({ text }) => text))
  assert.ok((await said(sam)).includes('Your name is Sam.'))
  assert.ok((await said(nora)).includes('Your name is Nora.'))

  for (const [visitor, id] of [
    [vic, withSam],
    [tom, withNora],
  ] as const) {
    await visitor.say(id, 'How long does shipping take?')
    await eventually(
      async () => (await w.ada.transcript(id)).messages.some(({ from }) => from === 'ai'),
      'an answer',
    )
    // As when the visitor has been away for too long.
    await w.halo.ctx.db.write((trx) =>
      trx.updateTable('conversations').set({ ends_at: 1, ends_how: 'timed_out' }).where('id', '=', id).execute(),
    )
  }
  const report = await eventually(async () => {
    const told = await w.ada.call('GET /api/reports', {
      query: { from: Date.now() - 86_400_000, until: Date.now() + 86_400_000 },
    })
    return ['Sam', 'Nora'].every((name) => told.agents.some((group) => group.name === name)) && told
  }, 'both in the report')
  assert.equal(report.agents.find(({ name }) => name === 'Sam')!.id, sam)
  await forget(rule)
})

test('the widget was seen: on which site, when, which version; a claim to be no site is not kept', async () => {
  const call = (origin: string, page: string) =>
    new Caller(w.url, { origin }).call('POST /api/widget/look', {
      body: { key: w.halo.widgetKey, url: page, version: '1.2.3' },
    })
  await call('https://shop.test', 'https://shop.test/pricing?email=vic@shop.test#top')
  await call('https://shop.test', 'https://shop.test/later')
  await call('null', 'https://nowhere.test/')
  await assert.rejects(
    new Caller(w.url, { origin: 'https://thief.test' }).call('POST /api/widget/look', { body: { key: 'other' } }),
    refused(403, 'bad_key'),
  )
  await call('https://blog.test', 'https://blog.test/')
  const { sightings, version } = await eventually(async () => {
    const answer = await w.ada.call('GET /api/installation')
    return answer.sightings.length === 2 && answer
  }, 'both sites')
  const shop = sightings.find(({ origin }) => origin === 'https://shop.test')!
  // The second visit fell into the same minute.
  assert.deepEqual([shop.version, shop.page], ['1.2.3', 'https://shop.test/pricing'])
  assert.ok(shop.seenAt >= shop.firstAt && shop.seenAt <= Date.now())
  assert.match(version, /^\d+\.\d+\.\d+/)
})

test('an agent answers with the model it was given, and with that of the workspace where that one is gone', async () => {
  const provider = await startProvider()
  const env = {
    HALO_MODEL: 'openai-compatible/large',
    HALO_MODELS: 'openai-compatible/small',
    HALO_MODEL_URL: provider.url,
    HALO_MODEL_KEY: 'k',
  }
  await using own = await world({ env })
  provider.behave({ say: 'Hello.' })
  const list = await own.ada.call('GET /api/agents')
  assert.deepEqual(list.models, ['openai-compatible/large', 'openai-compatible/small', 'built-in'])
  const [agent] = list.agents
  assert.deepEqual([agent!.model, agent!.answersWith], ['', 'openai-compatible/large'])
  const asked = async (model: string) => {
    await own.ada.call('PATCH /api/agents/:id', { params: { id: agent!.id }, body: { model } })
    provider.requests.length = 0
    const vic = await own.visitor()
    const chat = await vic.open()
    await vic.say(chat, 'How long does shipping take?')
    await eventually(
      async () => (await own.ada.transcript(chat)).messages.find(({ from }) => from === 'ai'),
      `an answer of ${model}`,
    )
    return [...new Set(provider.requests.map((request) => request.model))]
  }
  assert.deepEqual(await asked('openai-compatible/small'), ['small'])
  assert.deepEqual(await asked('built-in'), [])
  assert.deepEqual(await asked(''), ['large'])
  await assert.rejects(asked('openai/gone'), refused(400, 'no_model'))
  await own.halo.ctx.db.write((trx) => trx.updateTable('agents').set({ model: 'openai-compatible/gone' }).execute())
  assert.equal((await own.ada.call('GET /api/agents')).agents[0]!.answersWith, 'openai-compatible/large')
  await provider.close()
})
