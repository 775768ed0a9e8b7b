import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches, type SegmentFilter, type SegmentTest } from '../../protocol/segments/filter.ts'
import type { SegmentInput } from '../../protocol/segments/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { proven } from '../proof.ts'
import { eventually, OperatorClient, Refused, VisitorClient, world, type World } from '../world.ts'

const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
const day = 24 * 3_600_000

const where = (field: string, how: SegmentTest['how'], value = ''): SegmentTest => ({ field, how, value })
const all = (...tests: SegmentTest[]): SegmentFilter => ({ join: 'all', tests })
const any = (...tests: SegmentTest[]): SegmentFilter => ({ join: 'any', tests })

const save = async (by: OperatorClient, input: Partial<SegmentInput> & { filter: SegmentFilter }, id = newId()) =>
  (
    await by.call('PUT /api/segments/:id', {
      params: { id },
      body: { kind: 'tickets', name: 'Mine', icon: 'star', shared: false, ...input },
    })
  ).segment
const seen = async (by: OperatorClient) =>
  (await by.call('GET /api/segments')).segments.map(({ name, count }) => [name, count])
const held = async (by: OperatorClient, filter: SegmentFilter, text?: string) => {
  const { id } = await save(by, { filter })
  const { tickets } = await by.call('GET /api/tickets', { query: { segment: id, ...(text && { text }) } })
  await by.call('DELETE /api/segments/:id', { params: { id } })
  const { count } = await by.call('POST /api/segments/trial', { body: { kind: 'tickets', filter } })
  if (!text) assert.equal(count, tickets.length, 'a trial counts what the list shows')
  return tickets.map(({ number }) => number).sort()
}

/** Jane of Acme (gold, 40 seats) has ticket 1, Omar without a company 2, somebody unknown 3. */
async function threeTickets(w: World) {
  const jane = await VisitorClient.arrive(w.url, w.halo.widgetKey, {
    ...(await proven(w, { userId: 'jane', companyId: 'acme', companyTraits: { name: 'Acme Corp', seats: 40 } })),
    userTraits: { name: 'Jane Doe', email: 'jane@acme.test' },
  })
  await jane.call('PATCH /api/widget/visitor', {
    body: {
      userTraits: { plan: 'Gold', tags: ['vip', 'beta'], renews: '2026-03-09' },
    },
  })
  const omar = await w.visitor({ userId: 'omar', userTraits: { name: 'Omar' } })
  await omar.call('PATCH /api/widget/visitor', { body: { userTraits: { plan: 'free', renews: '2025-12-01' } } })
  const tickets = []
  for (const vic of [jane, omar, await w.visitor()]) {
    const chat = await vic.open()
    await vic.say(chat, 'My grinder arrived broken, what now?')
    await eventually(
      async () => (await w.ada.transcript(chat)).conversation.lastMessage?.from === 'ai',
      'the answer',
    )
    await vic.askForHuman(chat)
    tickets.push((await w.ada.transcript(chat)).conversation.ticket!)
  }
  return tickets
}

test('a segment holds what its filter says of tickets, contacts and companies', async () => {
  await using w = await world()
  const [first, second, third] = await threeTickets(w)
  const { ada } = w
  await ada.call('PATCH /api/tickets/:id', {
    params: { id: first!.id },
    body: { subject: 'Broken grinder', fields: { order: 'A-17' } },
  })
  await ada.call('PUT /api/tickets/:id/status', { params: { id: second!.id }, body: { status: 'priority' } })
  await ada.call('PUT /api/tickets/:id/status', { params: { id: third!.id }, body: { status: 'resolved' } })
  await ada.call('PUT /api/tickets/:id/assignee', {
    params: { id: first!.id },
    body: { assigneeId: ada.person.id },
  })

  assert.deepEqual(await held(ada, all(where('status', 'is', 'priority'))), [2])
  assert.deepEqual(await held(ada, all(where('status', 'is', 'unfinished'))), [1, 2])
  assert.deepEqual(await held(ada, all(where('status', 'is_not', 'unfinished'))), [3])
  assert.deepEqual(await held(ada, all(where('assignee', 'is', 'me'))), [1])
  assert.deepEqual(await held(ada, all(where('assignee', 'not_set'))), [2, 3])
  assert.deepEqual(
    await held(ada, all(where('subject', 'contains', 'GRINDER'), where('field.order', 'is', 'a-17'))),
    [1],
  )
  assert.deepEqual(await held(ada, all(where('field.order', 'not_set'))), [2, 3])
  assert.deepEqual(await held(ada, all(where('contact.plan', 'is', 'gold'))), [1])
  assert.deepEqual(
    await held(ada, all(where('contact.tags', 'is', 'vip'))),
    [1],
    'a list is compared by each thing in it',
  )
  assert.deepEqual(await held(ada, all(where('company.seats', 'more', '25'))), [1])
  assert.deepEqual(
    await held(ada, all(where('company.seats', 'less', '25'))),
    [],
    'what is not there is neither more nor less',
  )
  assert.deepEqual(await held(ada, all(where('contact.renews', 'less', '2026-01'))), [2])
  assert.deepEqual(await held(ada, all(where('company.name', 'contains', 'acme'))), [1])
  assert.deepEqual(await held(ada, any(where('contact.plan', 'is', 'free'), where('company.name', 'set'))), [1, 2])
  assert.deepEqual(
    await held(ada, any(where('status', 'is', 'resolved'), where('contact.plan', 'is', 'gold'))),
    [1, 3],
    'any: the status does not narrow',
  )
  assert.deepEqual(await held(ada, all(where('live', 'is', 'yes'), where('opened', 'less', '1'))), [1, 2, 3])
  assert.deepEqual(await held(ada, all(where('opened', 'more', '1'))), [])
  assert.deepEqual(
    await held(ada, any(where('contact.constructor', 'set'), where('field.toString', 'set'))),
    [],
    'no key comes from the language',
  )
  assert.deepEqual(await held(ada, all(where('live', 'is', 'yes')), 'jane@acme'), [1], 'a segment can be searched')
  assert.deepEqual((await ada.call('GET /api/segment-fields')).fields, [
    'company.seats',
    'contact.plan',
    'contact.renews',
    'contact.tags',
    'field.order',
  ])
})

test('a segment of contacts is listed, searched, and none of tickets', async () => {
  await using w = await world()
  await threeTickets(w)
  const { id } = await save(w.ada, {
    kind: 'contacts',
    filter: all(where('contact.last_seen', 'less', '1'), where('contact.renews', 'more', '2026')),
  })
  const names = async (query: { segment: string; text?: string }) =>
    (await w.ada.call('GET /api/contacts', { query })).contacts.map(({ name }) => name)
  assert.deepEqual(await names({ segment: id }), ['Jane Doe'])
  assert.deepEqual(await names({ segment: id, text: 'omar' }), [])
  assert.deepEqual(await seen(w.ada), [['Mine', 1]])
  await assert.rejects(w.ada.call('GET /api/tickets', { query: { segment: id } }), refusal('other_kind'))
  await assert.rejects(names({ segment: newId() }), refusal('not_found'))
  await assert.rejects(
    save(w.ada, { kind: 'contacts', filter: all(where('status', 'is', 'open')) }),
    refusal('invalid'),
  )
  await assert.rejects(save(w.ada, { filter: all(where('opened', 'more', 'soon')) }), refusal('invalid'))
  await assert.rejects(save(w.ada, { filter: all(where('status', 'contains', 'o')) }), refusal('invalid'))
  await assert.rejects(save(w.ada, { filter: all() }), refusal('invalid'))
})

test('one’s own segments are one’s own; shared ones are everybody’s, and whoever manages the inbox may change them', async () => {
  await using w = await world()
  await w.halo.operators.create(
    { name: 'Cleo', email: 'cleo@halo.test', password: 'correct horse' },
    { role: 'member', inbox: 'reply', agents: 'none' },
  )
  const cleo = await OperatorClient.signIn(w.url, 'cleo@halo.test', 'correct horse')
  const own = await save(w.ada, { name: 'Ada’s', filter: all(where('assignee', 'is', 'me')) })
  const team = await save(w.ada, { name: 'VIPs', shared: true, filter: all(where('contact.plan', 'is', 'gold')) })
  assert.deepEqual(await seen(w.ada), [
    ['Ada’s', 0],
    ['VIPs', 0],
  ])
  assert.deepEqual(await seen(cleo), [['VIPs', 0]])
  assert.equal((await cleo.call('GET /api/segments')).segments[0]!.mine, false)

  await assert.rejects(save(cleo, { filter: own.filter }, own.id), refusal('not_found'))
  await assert.rejects(save(cleo, { filter: own.filter, shared: true }, team.id), refusal('not_allowed'))
  await assert.rejects(cleo.call('DELETE /api/segments/:id', { params: { id: team.id } }), refusal('not_allowed'))
  await assert.rejects(cleo.call('GET /api/tickets', { query: { segment: own.id } }), refusal('not_found'))
  await assert.rejects(save(cleo, { shared: true, filter: own.filter }), refusal('not_allowed'))
  await save(cleo, { name: 'Cleo’s', filter: all(where('status', 'is', 'open')) })

  const ben = await w.ben()
  assert.equal(
    (await save(ben, { name: 'Gold', shared: true, filter: team.filter }, team.id)).mine,
    false,
    'who made it stays its maker',
  )
  const order = async (by: OperatorClient, names: string[]) => {
    const { segments } = await by.call('GET /api/segments')
    return (
      await by.call('POST /api/segments/order', {
        body: { ids: names.map((name) => segments.find((each) => each.name === name)!.id) },
      })
    ).segments.map(({ name }) => name)
  }
  assert.deepEqual(await order(w.ada, ['Gold', 'Ada’s']), ['Gold', 'Ada’s'])
  assert.deepEqual(await order(cleo, ['Cleo’s', 'Gold']), ['Gold', 'Cleo’s'], 'what is not hers stays where it is')
  await w.ada.call('DELETE /api/segments/:id', { params: { id: own.id } })
  await w.ada.call('DELETE /api/segments/:id', { params: { id: own.id } })
  assert.deepEqual(await seen(w.ada), [['Gold', 0]])
})

test('sizes and ages compare as what they are', () => {
  const at = { me: 'ada', now: 100 * day }
  const holds = (test: SegmentTest, value: unknown) => matches(all(test), () => value, at)
  assert.ok(holds(where('company.seats', 'more', '9'), '10'), 'numbers, not their letters')
  assert.ok(!holds(where('company.seats', 'more', '9'), 'ten'))
  assert.ok(!holds(where('company.since', 'more', '5'), '2026-01-01'), 'a date is no number')
  assert.ok(holds(where('changed', 'more', '3'), 96 * day) && !holds(where('changed', 'more', '3'), 98 * day))
  assert.ok(holds(where('changed', 'less', '3'), 98 * day) && !holds(where('changed', 'less', '3'), null))
  assert.ok(holds(where('contact.beta', 'is', 'yes'), true) && holds(where('contact.beta', 'is', 'false'), false))
  assert.ok(
    holds(where('contact.note', 'is_not', 'x'), undefined) &&
      !holds(where('contact.note', 'contains', 'x'), undefined),
  )
  assert.ok(holds(where('contact.tags', 'not_set'), []) && holds(where('contact.count', 'set'), 0))
})
