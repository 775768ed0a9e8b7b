import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import { version } from '../../protocol/frames.ts'
import { newId } from '../../server/ground/context.ts'
import { wideNetworkOf } from '../../server/http/limits.ts'
import { sweepRetention } from '../../server/privacy/retention.ts'
import { whereverStands } from '../everywhere.ts'
import { proven } from '../proof.ts'
import { Caller, eventually, Refused, VisitorClient, world, type World } from '../world.ts'

const timing = { sweepIntervalMs: 30, alertDebounceMs: 0, closeGraceMs: 100_000 }
const shut = (error: unknown) => error instanceof Refused && error.status === 403 && error.code === 'shut_out'
const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

const shutOut = (
  w: World,
  id: string,
  who: 'visitor' | 'network',
  more: { until?: number; reason?: string } = {},
) =>
  w.ada
    .call('POST /api/conversations/:id/shut-outs', {
      params: { id },
      body: { id: newId(), who, reason: 'Floods us', ...more },
    })
    .then(({ shutOut }) => shutOut)

/** A visitor whose requests come from this address, behind a proxy that is trusted. */
async function from(w: World, address: string, who: { userId?: string; userToken?: string } = {}) {
  const caller = new Caller(w.url, { 'x-forwarded-for': address })
  const { token, visitor } = await caller.call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, ...who },
  })
  const vic = new VisitorClient(w.url, token, visitor.id)
  vic.headers['x-forwarded-for'] = address
  return vic
}

/** How the server ends a line that says hello with this token. */
function closedWith(w: World, token: string): Promise<number> {
  const ws = new WebSocket(`${w.url.replace(/^http/, 'ws')}/api/socket`)
  ws.on('open', () => ws.send(JSON.stringify({ type: 'hello', version, token })))
  return new Promise((resolve) => ws.on('close', resolve))
}

/** Rows that cost somebody something. */
async function countAll(w: World) {
  const counts: Record<string, number> = {}
  for (const table of ['visitors', 'conversations', 'messages', 'runs', 'tickets', 'incidents'] as const) {
    const { count } = await w.halo.ctx.db.reads
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    counts[table] = Number(count)
  }
  return counts
}

test('a visitor who is shut out costs nothing more: what runs ends, every door is closed, until they are let in', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const id = await vic.open()
  const [hers, mine] = [await w.ada.connect(), await vic.connect()]
  await Promise.all([hers.follow(id), mine.follow(id)])
  await vic.say(id, 'How long does shipping take?')
  await eventually(async () => (await w.ada.transcript(id)).messages.some(({ from }) => from === 'ai'), 'an answer')
  const made = await shutOut(w, id, 'visitor')
  const { conversation } = await w.ada.transcript(id)
  assert.deepEqual([conversation.status, conversation.endedHow], ['completed', 'shut_out'])
  await mine.until(() => mine.closed, 'the line to be cut')
  await hers.until(() => hers.heard.some(({ type }) => type === 'visitor.shut_out'), 'the operators to hear')
  assert.ok(!JSON.stringify(mine.frames).includes('Floods us'))

  const before = await countAll(w)
  const key = w.halo.widgetKey
  const params = { id }
  const message = { id: newId(), text: 'Let me in' }
  for (const knock of [
    () => VisitorClient.arrive(w.url, key, { token: vic.token }),
    () => vic.open(),
    () => vic.say(id, 'Let me in'),
    () => vic.transcript(id),
    () => vic.askForHuman(id),
    () => vic.tell({ context: {} }),
    () => vic.call('GET /api/widget/conversations/:id/events', { params, query: { after: 0 } }),
    () => vic.call('POST /api/widget/conversations/:id/messages', { params, body: message }),
  ])
    await assert.rejects(knock(), shut, String(knock))
  assert.equal(await closedWith(w, vic.token), 4003)
  assert.deepEqual(await countAll(w), before)

  const audit = await w.ada.call('GET /api/audit', {})
  assert.ok(audit.entries.some(({ events }) => events.includes('visitor.shut_out')))
  const list = await w.ada.call('GET /api/shut-outs')
  assert.deepEqual(
    list.shutOuts.map(({ id, name, reason, until, by }) => [id, name, reason, until, by.name]),
    [[made.id, null, 'Floods us', null, 'Ada']],
  )
  await w.ada.call('DELETE /api/shut-outs/:id', { params: { id: made.id } })
  assert.deepEqual((await w.ada.call('GET /api/shut-outs')).shutOuts, [])
  assert.ok(await vic.open())
  const log = await w.ada.call('GET /api/conversations/:id/events', { params, query: { after: 0 } })
  assert.equal(log.events.at(-1)?.type, 'visitor.let_in')
})

test('a network: everybody from there, whoever they are; nobody from next door; their conversations end', async () => {
  await using w = await world({ env: { HALO_TRUST_PROXY: 'loopback' }, overrides: { timing } })
  const one = await from(w, '203.0.113.7')
  const two = await from(w, '203.0.113.250')
  const door = await from(w, '203.0.114.7')
  const [first, second, third] = [await one.open(), await two.open(), await door.open()]
  assert.equal(
    (await w.ada.call('GET /api/conversations/:id/shut-outs', { params: { id: first } })).network,
    '203.0.113.0/24',
  )
  const { name, whom } = await shutOut(w, first, 'network')
  assert.deepEqual([whom, name], ['network', '203.0.113.0/24'])
  await assert.rejects(two.say(second, 'Hello'), shut)
  await assert.rejects(from(w, '203.0.113.99'), shut)
  await assert.rejects(from(w, '::ffff:203.0.113.99'), shut)
  const statuses = []
  for (const id of [first, second, third]) statuses.push((await w.ada.transcript(id)).conversation.status)
  assert.deepEqual(statuses, ['completed', 'completed', 'live'])
  await door.say(third, 'Hello')
  // Who moved on is let in there: the network is shut, and not the person.
  two.headers['x-forwarded-for'] = '198.51.100.1'
  assert.ok(await two.open())
})

test('networks of IPv6 are read whole', () => {
  assert.equal(wideNetworkOf('2001:db8:0:12ab::1'), '2001:db8:0:1200::/56')
  assert.equal(wideNetworkOf('::1'), '0:0:0:0::/56')
  assert.equal(wideNetworkOf('192.0.2.1'), '192.0.2.0/24')
})

test('a person is kept out in every browser; whom a page only claimed to be, as long as nothing proves them', async () => {
  await using w = await world({ overrides: { timing } })
  const proof = await proven(w, { userId: 'zoe' })
  const zoe = await VisitorClient.arrive(w.url, w.halo.widgetKey, proof)
  const stranger = await w.visitor({ userId: 'zoe' })
  const claimed = await stranger.open()
  await shutOut(w, claimed, 'visitor')
  await assert.rejects(w.visitor({ userId: 'zoe' }), shut)
  await assert.rejects(stranger.open(), shut)
  const hers = await zoe.open()
  await VisitorClient.arrive(w.url, w.halo.widgetKey, proof)
  await shutOut(w, hers, 'visitor')
  await assert.rejects(VisitorClient.arrive(w.url, w.halo.widgetKey, proof), shut)
  await assert.rejects(zoe.open(), shut)
  const { halo } = await w.program()
  await assert.rejects(halo.startConversation({ id: newId(), userId: 'zoe' }), { status: 403, code: 'shut_out' })
  assert.equal((await w.ada.call('GET /api/shut-outs')).shutOuts.length, 1, 'the second replaced the first')
})

test('an end that was set comes by itself, and one that has passed is refused', async (t) => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const id = await vic.open()
  await assert.rejects(shutOut(w, id, 'visitor', { until: 1 }), refusal('over'))
  assert.equal((await w.ada.transcript(id)).conversation.status, 'live')
  await shutOut(w, id, 'visitor', { until: Date.now() + 3_600_000 })
  await assert.rejects(vic.open(), shut)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_001 })
  assert.ok(await vic.open())
  assert.deepEqual((await w.ada.call('GET /api/shut-outs')).shutOuts, [])
})

test('programs do the same by the same actions', async () => {
  await using w = await world({ overrides: { timing } })
  const { halo } = await w.program()
  const vic = await w.visitor()
  const id = await vic.open()
  const { shutOut } = await halo.shutOut({ id }, { id: newId(), who: 'visitor', reason: 'Spam', until: null })
  await assert.rejects(vic.open(), shut)
  assert.equal((await halo.listShutOuts()).shutOuts[0]?.id, shutOut.id)
  await halo.letIn({ id: shutOut.id })
  assert.ok(await vic.open())
})

test('with a person goes what says that they are shut out; a network is kept for a day', async () => {
  await using w = await world({ env: { HALO_TRUST_PROXY: 'loopback' }, overrides: { timing } })
  const vic = await from(w, '203.0.113.7')
  const id = await vic.open()
  const other = await from(w, '203.0.113.8')
  const theirs = await other.open()
  await shutOut(w, id, 'visitor', { reason: 'Marzipan' })
  await shutOut(w, id, 'network', { reason: 'Marzipan' })
  assert.equal((await w.ada.transcript(theirs)).conversation.endedHow, 'shut_out')
  const program = await w.program()
  await program.halo.erasePerson({ id: vic.id }, {})
  assert.deepEqual(await whereverStands(w.halo.ctx.db, 'marzipan'), [])
  assert.deepEqual(await whereverStands(w.halo.ctx.db, vic.id), [])
  assert.deepEqual((await w.ada.call('GET /api/shut-outs')).shutOuts, [])
  assert.ok(await other.open(), 'what was decided about one who is erased holds for nobody')
  await sweepRetention(w.halo.ctx, Date.now() + 25 * 3_600_000)
  assert.deepEqual(await w.halo.ctx.db.reads.selectFrom('visitor_networks').selectAll().execute(), [])
})
