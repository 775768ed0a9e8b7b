import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertKinds } from '../../protocol/alerts/kinds.ts'
import type { ChannelInput } from '../../protocol/alerts/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { openSlack } from '../slack.ts'
import { Caller, eventually, VisitorClient, world, type World } from '../world.ts'

/** A script with as many visitors as it likes, who all want a person. */

const timing = { sweepIntervalMs: 30, alertDebounceMs: 0, alertRetryMs: 20 }

async function from(w: World, address: string): Promise<VisitorClient> {
  const caller = new Caller(w.url, { 'x-forwarded-for': address })
  const body = { key: w.halo.widgetKey }
  const { token, visitor } = await caller.call('POST /api/widget/sessions', { body })
  const vic = new VisitorClient(w.url, token, visitor.id)
  vic.headers['x-forwarded-for'] = address
  return vic
}

const countTickets = async (w: World) =>
  (await w.halo.ctx.db.reads.selectFrom('tickets').select('id').execute()).length

const lastLine = async (vic: VisitorClient, id: string) =>
  (await vic.transcript(id)).messages.findLast(({ from }) => from === 'system')?.text

const env = { HALO_TRUST_PROXY: 'loopback', HALO_PERSON_PACE: '10' }

test('from one network a person is called so often, by the button, by words or by neighbours; who asks beyond reads so, and makes no ticket and no alert', async (t) => {
  await using w = await world({ env, overrides: { timing } })
  const ask = async (n: number) => {
    const vic = await from(w, `203.0.113.${n % 250}`)
    const id = await vic.open()
    if (n % 2) await vic.askForHuman(id)
    else {
      await vic.say(id, 'I want to talk to a human')
      await eventually(async () => (await lastLine(vic, id)) !== undefined, 'a line of the server')
    }
    return { vic, id }
  }
  for (let n = 0; n < 10; n++) await ask(n)
  assert.equal(await countTickets(w), 10)
  const beyond = []
  for (let n = 10; n < 20; n++) beyond.push(await ask(n))
  assert.equal(await countTickets(w), 10)
  for (const { vic, id } of beyond) assert.match((await lastLine(vic, id))!, /nobody was called for you/)
  const { incidents } = await w.ada.call('GET /api/alerts')
  const theirs = new Set(beyond.map(({ id }) => id))
  assert.deepEqual(
    incidents.filter(({ conversationId }) => theirs.has(conversationId ?? '')),
    [],
  )
  const [first] = beyond
  const before = (await first!.vic.transcript(first!.id)).messages.length
  await first!.vic.askForHuman(first!.id)
  assert.equal((await first!.vic.transcript(first!.id)).messages.length, before, 'it is said once')

  const neighbour = await from(w, '203.0.114.1')
  const next = await neighbour.open()
  await neighbour.askForHuman(next)
  assert.equal(await countTickets(w), 11, 'another network is another matter')
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 600_001 })
  await first!.vic.askForHuman(first!.id)
  assert.equal(await countTickets(w), 12, 'minutes later they are heard')
})

test('an end with an open question makes no more tickets than that, either', async () => {
  await using w = await world({
    env: { ...env, HALO_PERSON_PACE: '2' },
    overrides: { timing: { ...timing, closeGraceMs: 20, leaveGraceMs: 20 } },
  })
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const vic = await from(w, '203.0.113.1')
    const id = await vic.open()
    for (const text of ['Do you sell submarines to Narnia?', 'Do you sell submarines to Narnia?'])
      await vic.say(id, text)
    await vic.leave(id)
    ids.push(id)
  }
  for (const id of ids)
    await eventually(async () => (await w.ada.transcript(id)).conversation.status === 'completed', 'the end')
  assert.ok((await countTickets(w)) <= 2, `${await countTickets(w)} tickets`)
})

test('alerts that come by the hundred are told as twenty and one that grows', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { ...env, HALO_SLACK_URL: slack.url }, overrides: { timing } })
  const wishes = Object.fromEntries(
    alertKinds.map((kind) => [kind, { on: true, threshold: 0 }]),
  ) as ChannelInput['wishes']
  const channel = { kind: 'slack', target: '#support', secret: 'xoxb-a-token', name: 'Support' } as const
  await w.ada.call('PUT /api/alert-channels/:id', {
    params: { id: newId() },
    body: { ...channel, on: true, wishes, quiet: null, mutedUntil: null },
  })
  const line = await w.ada.connect()
  const chats: string[] = []
  for (let n = 0; n < 60; n++) {
    const vic = await from(w, `10.${n}.0.1`)
    const id = await vic.open()
    await vic.askForHuman(id)
    chats.push(id)
  }
  const posts = () => slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && !body.thread_ts)
  const says = (text: string) => slack.calls.some(({ body }) => body.text?.includes(text))
  await eventually(async () => says('and 40 more'), 'the crowd in Slack')
  assert.equal(posts().length, 21)
  assert.ok(says('Asks for a person: and 40 more'))
  const rung = new Set(line.frames.flatMap((frame) => (frame.type === 'incident' ? [frame.incident.id] : [])))
  assert.equal(rung.size, 21)
  assert.equal(await countTickets(w), 60, 'no ticket of other networks is lost')

  const crowd = (await w.ada.call('GET /api/alerts')).incidents.find(({ title }) => title === 'and 40 more')!
  assert.equal(crowd.state, 'open')
  for (const id of chats.slice(20)) await w.ada.takeOver(id)
  await eventually(
    async () =>
      (await w.ada.call('GET /api/alerts')).incidents.find(({ id }) => id === crowd.id)?.state === 'in_hand',
    'the crowd to be in hand',
  )
  assert.equal(posts().length, 21)
})

test('a visitor who comes, goes and turns pages without end is heard once a second, and no more', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const id = await vic.open()
  const lines = [await vic.connect(), await vic.connect(), await vic.connect()]
  for (const line of lines) await line.follow(id)
  for (let n = 0; n < 90; n++) {
    const page = { url: `https://shop.test/${n}`, title: 'Shop' }
    const presence = n % 2 ? ('active' as const) : ('idle' as const)
    lines[n % 3]!.send({ type: 'here', conversationId: id, presence, open: true, page })
  }
  for (const line of lines) {
    line.send({ type: 'ping' })
    await line.until(() => line.frames.some(({ type }) => type === 'pong'), 'everything before it was heard')
  }
  await vic.say(id, 'Hello')
  const { events } = await w.ada.call('GET /api/conversations/:id/events', { params: { id }, query: { after: 0 } })
  const moves = events.filter(({ type }) => type === 'page.changed')
  assert.ok(moves.length > 10 && moves.length <= 60, `${moves.length} pages`)
})
