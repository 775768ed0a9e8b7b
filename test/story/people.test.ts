import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PromptLayer } from '../../protocol/entities.ts'
import { proven } from '../proof.ts'
import { eventually, Refused, VisitorClient, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({ overrides: { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 50 } } })
})
after(() => w.close())

const refusal =
  (code: string, part: object = {}) =>
  (error: unknown) => {
    assert.ok(
      error instanceof Refused && error.status === (code === 'anonymous' ? 409 : 400) && error.code === code,
      String(error),
    )
    assert.deepEqual({ ...part, ...(error.details as object) }, { ...(error.details as object), ...part })
    return true
  }

type Claim = NonNullable<Parameters<VisitorClient['tell']>[0]> & { userId?: string; userToken?: string }
const arrive = (claim: Claim, token?: string) =>
  VisitorClient.arrive(w.url, w.halo.widgetKey, { ...claim, ...(token && { token }) } as never)
const about = (chat: string) => w.ada.call('GET /api/conversations/:id/visitor', { params: { id: chat } })
const headOf = async (chat: string) => (await w.ada.transcript(chat)).conversation.visitor

test('traits merge key by key, the new value winning, and null deletes', async () => {
  const jane = await arrive({
    userId: 'jane',
    userTraits: { name: 'Jane Doe', email: 'jane@acme.test', plan: 'Free', seats: 3 },
  })
  const chat = await jane.open()
  await jane.tell({ userTraits: { plan: 'Pro', role: 'admin', seats: null } })
  const { contact, traits } = await about(chat)
  assert.deepEqual(traits, { plan: 'Pro', role: 'admin' })
  assert.deepEqual(
    [contact?.name, contact?.email, contact?.userId, contact?.verified],
    ['Jane Doe', 'jane@acme.test', 'jane', false],
  )
  await jane.tell({ userTraits: { name: 'Jane Roe' } })
  assert.equal((await headOf(chat)).name, 'Jane Roe', 'operators see the new name at once')
  await arrive({ userId: 'jane' })
  assert.equal((await about(chat)).contact?.name, 'Jane Roe', 'who says nothing new changes nothing')
})

test('keys that the system keeps are refused by name, and nothing of that call is stored', async () => {
  await assert.rejects(
    arrive({ userId: 'rex', userTraits: { id: 1, plan: 'Pro', created_at: 'now' } }),
    refusal('reserved_keys', { reserved_keys: ['id', 'created_at'] }),
  )
  assert.deepEqual((await w.ada.call('GET /api/contacts', { query: { text: 'rex' } })).contacts, [])
  const rex = await arrive({ userId: 'rex' })
  await assert.rejects(
    rex.tell({ userTraits: { last_seen: 1 } }),
    refusal('reserved_keys', { reserved_keys: ['last_seen'] }),
  )
  await assert.rejects(
    rex.tell({ companyId: 'acme', companyTraits: { company_id: 'other' } }),
    refusal('reserved_keys', { reserved_keys: ['company_id'] }),
  )
})

test('no more than a hundred traits and ten kilobytes of them, of plain values', async () => {
  const max = await arrive({ userId: 'max' })
  const chat = await max.open()
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`trait ${index}`, index]))
  await max.tell({ userTraits: many(100) })
  await assert.rejects(max.tell({ userTraits: { another: 1 } }), refusal('too_many_traits'))
  await max.tell({ userTraits: { 'trait 0': null, another: 1 } })
  await assert.rejects(max.tell({ userTraits: { 'trait 1': 'x'.repeat(10_000) } }), refusal('traits_too_large'))
  assert.equal((await about(chat)).traits['trait 1'], 1, 'what was refused changed nothing')
  let deep: unknown = 'bottom'
  for (let depth = 0; depth < 2_000; depth++) deep = [deep]
  for (const userTraits of [{ deep }, { __proto__x: 1 }, { '': 1 }, { 'a\nb': 1 }, { nul: 'a\0b' }])
    await assert.rejects(max.tell({ userTraits }), refusal('invalid'))
  await assert.rejects(max.tell({ userTraits: { name: 7 } } as never), refusal('invalid'))
})

test('an anonymous visitor who is named keeps the conversation and what is going on; the company that the page named is a claim', async () => {
  const somebody = await arrive({})
  const chat = await somebody.open()
  await somebody.tell({
    companyId: 'initech',
    companyTraits: { name: 'Initech' },
    context: { sync: { label: 'Sync', type: 'integration', value: { status: 'failing' } } },
  })
  assert.deepEqual([(await headOf(chat)).name, (await headOf(chat)).company?.name], [null, undefined])
  await assert.rejects(somebody.tell({ userTraits: { plan: 'Pro' } }), refusal('anonymous'))

  const peter = await arrive({ userId: 'peter', userTraits: { name: 'Peter' } }, somebody.token)
  assert.equal(peter.id, somebody.id)
  const { identified, name, company, contactId } = await headOf(chat)
  assert.deepEqual([identified, name, company], [true, 'Peter', null])
  const known = await about(chat)
  assert.deepEqual(
    [known.contact?.id, known.contact?.company, known.claimedCompany, known.context.map(({ key }) => key)],
    [contactId, null, { companyId: 'initech', traits: { name: 'Initech' } }, ['sync']],
  )

  const other = await arrive({ userId: 'milton' }, peter.token)
  assert.notEqual(other.id, peter.id, 'another person on the same browser is another visitor')
})

test('a company is one row however many people are in it; its traits are shared', async () => {
  const [one, two] = await Promise.all([
    arrive(await proven(w, { userId: 'c1', companyId: 'acme-1', companyTraits: { name: 'Acme', plan: 'Team' } })),
    arrive(await proven(w, { userId: 'c2', companyId: 'acme-1', companyTraits: { seats: 40 } })),
  ])
  const chats = [await one.open(), await two.open()]
  const { company } = await about(chats[0]!)
  assert.equal(company?.contacts, 2)
  assert.deepEqual((await about(chats[1]!)).companyTraits, { plan: 'Team', seats: 40 })
  const page = await w.ada.call('GET /api/companies/:id', { params: { id: company!.id } })
  assert.deepEqual(page.contacts.map(({ userId }) => userId).sort(), ['c1', 'c2'])
  assert.deepEqual(page.conversations.map(({ id }) => id).sort(), chats.toSorted())
  assert.equal((await w.ada.call('GET /api/companies', { query: { text: 'acm' } })).companies[0]?.name, 'Acme')
  assert.deepEqual(
    (await w.ada.call('GET /api/contacts', { query: { text: 'acme c1' } })).contacts.map(({ userId }) => userId),
    ['c1'],
  )
})

test('once there was proof for somebody, a page that proves nothing changes nothing of them', async () => {
  const vera = await arrive({
    ...(await proven(w, { userId: 'vera', companyId: 'vera-inc' })),
    userTraits: { name: 'Vera', plan: 'Enterprise', city: 'Oslo' },
  })
  const chat = await vera.open()
  const eve = await arrive({
    userId: 'vera',
    userTraits: { name: 'Eve', plan: 'Free', city: 'Bergen' },
    companyId: 'evil-inc',
  })
  await eve.tell({ userTraits: { name: null } })
  const { contact, traits } = await about(chat)
  assert.deepEqual(
    [contact?.name, traits, contact?.company?.name],
    ['Vera', { plan: 'Enterprise', city: 'Oslo' }, 'Company vera-inc'],
  )
})

test('context entries are replaced whole, removed by key or all together, and stay within their limits', async () => {
  const vic = await arrive({
    context: {
      cart: { label: 'Cart', type: 'list', value: ['A', 'B'] },
      errors: { label: 'Errors', value: { last: 'E1', at: 'now' } },
    },
  })
  const chat = await vic.open()
  const line = await w.ada.connect()
  await line.follow(chat)
  await vic.tell({ context: { errors: { label: 'Errors', type: 'error', value: { last: 'E2' } } } })
  await line.until(() => line.heard.some(({ type }) => type === 'context.changed'), 'the news')
  assert.deepEqual((await about(chat)).context, [
    { key: 'cart', label: 'Cart', type: 'list', value: ['A', 'B'] },
    { key: 'errors', label: 'Errors', type: 'error', value: { last: 'E2' } },
  ])
  await vic.tell({ context: { cart: null } })
  assert.deepEqual(
    (await about(chat)).context.map(({ key }) => key),
    ['errors'],
  )
  const same = await w.ada.transcript(chat)
  await vic.tell({ context: { errors: { label: 'Errors', type: 'error', value: { last: 'E2' } } } })
  assert.equal((await w.ada.transcript(chat)).upTo, same.upTo, 'telling the same again is no news')

  await assert.rejects(
    vic.tell({ context: { huge: { label: 'Huge', value: 'x'.repeat(20_000) } } }),
    refusal('entry_too_large'),
  )
  await assert.rejects(
    vic.tell({
      context: Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [`entry ${index}`, { label: 'E', value: index }]),
      ),
    }),
    refusal('too_many_entries'),
  )
  await assert.rejects(
    vic.tell({ context: { odd: { label: 'Odd', type: 'weather', value: 1 } } } as never),
    refusal('invalid'),
  )
  await vic.call('DELETE /api/widget/context')
  assert.deepEqual((await about(chat)).context, [])
  line.close()
})

test('two pages that tell at the same moment both have their say', async () => {
  const una = await arrive({ userId: 'una' })
  const chat = await una.open()
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      una.tell({ userTraits: { [`t${index}`]: index }, context: { [`e${index}`]: { label: 'E', value: index } } }),
    ),
  )
  const { traits, context } = await about(chat)
  assert.deepEqual([Object.keys(traits).length, context.length], [12, 12])
})

test('the side of a transcript knows every conversation and ticket of the contact, whichever browser they came with', async () => {
  const [phone, laptop] = [
    await arrive({ userId: 'tom', userTraits: { name: 'Tom' } }),
    await arrive({ userId: 'tom' }),
  ]
  const [first, second] = [await phone.open(), await laptop.open()]
  const { ticket } = await w.ada.takeOver(first)
  assert.deepEqual(
    (await about(second)).tickets.map(({ id }) => id),
    [ticket.id],
  )
  const { conversations } = await w.ada.call('GET /api/conversations/:id/earlier', { params: { id: second } })
  assert.deepEqual(
    conversations.map(({ id }) => id),
    [first],
  )
  const contact = (await about(first)).contact!
  const page = await w.ada.call('GET /api/contacts/:id', { params: { id: contact.id } })
  assert.deepEqual(
    [page.conversations.map(({ id }) => id).sort(), page.tickets.length],
    [[first, second].toSorted(), 1],
  )
})

const layersAfter = async (
  vic: VisitorClient,
  chat: string,
  question: string,
): Promise<{ text: string; layers: PromptLayer[] }> => {
  const { id } = await vic.say(chat, question)
  const answer = await eventually(async () => {
    const { messages } = await vic.transcript(chat)
    return messages.slice(messages.findIndex((message) => message.id === id) + 1).find(({ from }) => from === 'ai')
  }, `an answer to “${question}”`)
  const { layers } = await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
    params: { id: chat, messageId: answer.id },
  })
  return { text: answer.text, layers }
}
const textsOf = (layers: PromptLayer[], layer: number, kind: string) =>
  layers
    .find((each) => each.layer === layer)
    ?.items.filter((item) => item.kind === kind)
    .map(({ text }) => text) ?? []

test("the AI is told the profile and what is going on, each in its layer, and answers about the visitor's own state", async () => {
  const hal = await arrive({
    ...(await proven(w, {
      userId: 'hal',
      companyId: 'hooli',
      companyTraits: { name: 'Hooli', industry: 'Search' },
    })),
    userTraits: { name: 'Hal', plan: 'Pro' },
    context: {
      hubspot: {
        label: 'HubSpot sync',
        type: 'integration',
        value: { status: 'failing', error: 'The token has expired', last_run: '2026-11-20' },
      },
      stripe: { label: 'Stripe', type: 'integration', value: { status: 'connected' } },
    },
  })
  const before = await hal.open()
  await layersAfter(hal, before, 'How do I pause my subscription?')
  await hal.leave(before)
  await eventually(async () => (await w.ada.transcript(before)).conversation.status === 'completed', 'the end')
  const chat = await hal.open()
  const { text, layers } = await layersAfter(hal, chat, 'Is my HubSpot sync working?')
  assert.match(text, /HubSpot sync/)
  assert.match(text, /failing/)
  assert.match(text, /The token has expired/)
  assert.doesNotMatch(text, /Stripe/)
  const { verdicts, messages } = await w.ada.transcript(chat)
  assert.ok(
    verdicts.find(({ messageId }) => messageId === messages.findLast(({ from }) => from === 'ai')!.id)!
      .confidence >= 80,
    'and is sure of it',
  )
  assert.deepEqual(textsOf(layers, 8, 'profile'), [
    'Name: Hal',
    'plan: Pro',
    'Company: Hooli',
    'Company industry: Search',
  ])
  assert.equal(textsOf(layers, 8, 'earlier').length, 1)
  assert.deepEqual(textsOf(layers, 10, 'context'), [
    '[HubSpot sync] (integration)\nstatus: failing\nERROR: The token has expired\nlast_run: 2026-11-20',
    '[Stripe] (integration)\nstatus: connected',
  ])
})

test('who merely claims to be a verified contact is told nothing of them', async () => {
  const ida = await arrive({ userId: 'ida', userTraits: { name: 'Ida', iban: 'NO93 8601', city: 'Oslo' } })
  const hers = await ida.open()
  await layersAfter(ida, hers, 'Where do you ship?')
  await w.halo.ctx.db.write((trx) =>
    trx.updateTable('contacts').set({ proven: '["iban"]' }).where('user_id', '=', 'ida').execute(),
  )
  const eve = await arrive({ userId: 'ida' })
  const { layers } = await layersAfter(eve, await eve.open(), 'What do you know about me?')
  assert.deepEqual(
    textsOf(layers, 8, 'profile').filter((text) => /iban|city|Ida/.test(text)),
    [],
  )
  assert.deepEqual(textsOf(layers, 8, 'earlier'), [], 'nor of what was said on another browser')
})

test('what is being typed is seen by operators only where it was switched on, and is nowhere kept', async () => {
  const vic = await arrive({})
  const chat = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  const type = (text: string) => mine.send({ type: 'preview', conversationId: chat, text })
  type('HALF-A-SECRET')
  await vic.say(chat, 'sent after it')
  await hers.message(chat, ({ text }) => text === 'sent after it')
  assert.ok(
    hers.heard.every((event) => event.type !== 'preview.typed'),
    'off by default',
  )

  assert.deepEqual((await w.ada.call('PUT /api/workspace', { body: { typingPreview: true } })).workspace, {
    typingPreview: true,
    answerTimes: '',
    hours: null,
  })
  type('HALF-A-SECRET')
  await hers.until(() => hers.passing(chat).preview === 'HALF-A-SECRET', 'the words as they are typed')
  const late = await w.ada.connect()
  await late.follow(chat)
  assert.equal(late.passing(chat).preview, 'HALF-A-SECRET', 'who comes late sees them, too')
  type('x'.repeat(501))
  await mine.until(
    () => mine.frames.some(({ type }) => type === 'refused'),
    'a refusal of more than 500 characters',
  )
  await vic.say(chat, 'sent instead')
  await hers.until(() => hers.passing(chat).preview === '', 'an empty field')
  assert.ok(!JSON.stringify(mine.frames).includes('HALF-A-SECRET'), 'it goes to operators alone')
  assert.deepEqual(await holding('HALF-A-SECRET'), [])
  assert.deepEqual(
    await holding('sent instead'),
    ['conversations', 'events', 'messages'],
    'the search does find what is kept',
  )
  await w.ada.call('PUT /api/workspace', { body: { typingPreview: false } })
  for (const line of [mine, hers, late]) line.close()
})

/** The tables of the whole database that hold these words in any column. */
async function holding(words: string): Promise<string[]> {
  const { db } = w.halo.ctx
  const found: string[] = []
  for (const { name } of await db.statements.introspection.getTables()) {
    const rows = await db.reads
      .selectFrom(name as 'settings')
      .selectAll()
      .execute()
    if (JSON.stringify(rows).includes(words)) found.push(name)
  }
  return found.sort()
}
