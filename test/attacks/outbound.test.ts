import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import papaparse from 'papaparse'
import { Webhook } from 'standardwebhooks'
import { csvOf } from '../../dashboard/reports/csv.ts'
import { alertKinds } from '../../protocol/alerts/kinds.ts'
import type { ChannelInput } from '../../protocol/alerts/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { openSite } from '../site.ts'
import { openSlack } from '../slack.ts'
import { eventually, OperatorClient, world, type World } from '../world.ts'

/** What leaves Halo, and is read by something that takes words for orders: Slack, receivers of webhooks, spreadsheets. */

const timing = { sweepIntervalMs: 30, alertDebounceMs: 0, alertRetryMs: 20, closeGraceMs: 50 }
const wishes = Object.fromEntries(
  alertKinds.map((kind) => [kind, { on: true, threshold: 0 }]),
) as ChannelInput['wishes']
const keep = (w: World, kind: ChannelInput['kind'], target: string, secret?: string) =>
  w.ada.call('PUT /api/alert-channels/:id', {
    params: { id: newId() },
    body: { kind, target, secret, name: kind, on: true, wishes, quiet: null, mutedUntil: null },
  })

const orders = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<!subteam^S1>',
  '<@U0BOSS>',
  '<#C0SECRET>',
  '<https://evil.test|Open the conversation>',
  '&lt;!channel&gt;',
]
const name = orders.join(' ')

/** A visitor of this name asks for a person, and an operator of this name writes about it. */
async function quarrel(w: World): Promise<string> {
  await w.halo.operators.create({ name: `Mal ${name}`, email: 'mal@halo.test', password: 'correct horse' })
  const vic = await w.visitor({ userId: 'u-mal', userTraits: { name } })
  const chat = await vic.open()
  await vic.say(chat, `${name} You are all idiots, this is the worst!!!`)
  await vic.askForHuman(chat)
  const mal = await OperatorClient.signIn(w.url, 'mal@halo.test', 'correct horse')
  await mal.call('POST /api/conversations/:id/comments', {
    params: { id: chat },
    body: { id: newId(), text: name, mentions: [w.ada.person.id] },
  })
  return chat
}

test('no words of a visitor or a colleague call anybody in Slack, or lead anywhere but home: as a message, in its thread, through an incoming webhook', async () => {
  await using slack = await openSlack()
  const hooked: string[] = []
  await using site = await openSite({
    '/services/hook': async (request, response) => {
      hooked.push((await request.toArray()).map(String).join(''))
      response.end('ok')
    },
  })
  await using w = await world({
    env: { HALO_SLACK_URL: slack.url, HALO_FETCH_PRIVATE: '127.0.0.1' },
    overrides: { timing },
  })
  await keep(w, 'slack', '#support', 'xoxb-a-token')
  await keep(w, 'slack_webhook', `${site.url}/services/hook`)
  const chat = await quarrel(w)
  await eventually(
    async () =>
      slack.calls.some(({ body }) => body.text?.startsWith('Mention')) &&
      hooked.some((text) => text.includes('Mention')),
    'messages and hooks',
  )
  await w.ada.call('PUT /api/conversations/:id/mentions/read', { params: { id: chat } })
  await w.ada.takeOver(chat)
  await eventually(async () => slack.calls.some(({ body }) => body.thread_ts), 'a thread')
  const texts = [...slack.calls.flatMap(({ body }) => [body.text, body.blocks]), ...hooked].filter(
    Boolean,
  ) as string[]
  assert.ok(texts.filter((text) => text.includes('&lt;!channel&gt;')).length > 3, 'the words are told')
  for (const text of texts) {
    const marks = text.match(/<[^>]*>?/g) ?? []
    for (const mark of marks) assert.ok(mark.startsWith(`<${w.url}`), `${mark} in ${text}`)
  }
})

test('a receiver tells a post that was recorded and sent again: by its age, by its id, and by every byte of it', async () => {
  const heard: { body: string; headers: Record<string, string> }[] = []
  await using site = await openSite({
    '/hook': async (request, response) => {
      heard.push({
        body: (await request.toArray()).map(String).join(''),
        headers: request.headers as Record<string, string>,
      })
      response.writeHead(204).end()
    },
  })
  await using w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides: { timing } })
  const { secret } = await keep(w, 'webhook', `${site.url}/hook`)
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.askForHuman(chat)
  await eventually(async () => heard.length === 1, 'the beginning')
  await w.ada.takeOver(chat)
  await eventually(async () => heard.length >= 2, 'a beginning and what came of it')
  const receiver = new Webhook(secret!)
  const [first, second] = heard as [(typeof heard)[0], (typeof heard)[0]]
  for (const { body, headers } of heard) receiver.verify(body, headers)
  assert.equal(
    new Set(heard.map(({ headers }) => headers['webhook-id'])).size,
    heard.length,
    'what is new has an id of its own',
  )

  const replay =
    (changed: Record<string, string>, body = first.body) =>
    () =>
      receiver.verify(body, { ...first.headers, ...changed })
  const soon = String(Math.floor(Date.now() / 1000) + 60)
  assert.throws(replay({ 'webhook-timestamp': soon }), /signature/i, 'made younger')
  assert.throws(replay({ 'webhook-id': second.headers['webhook-id']! }), /signature/i, 'given another id')
  assert.throws(replay({}, second.body), /signature/i, 'with another body')
  assert.throws(replay({ 'webhook-signature': second.headers['webhook-signature']! }), /signature/i)
  assert.throws(
    () => new Webhook('whsec_' + Buffer.alloc(24).toString('base64')).verify(first.body, first.headers),
    /signature/i,
  )
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 6 * 60_000 })
  try {
    assert.throws(replay({}), /too old/i)
  } finally {
    mock.timers.reset()
  }
})

test('a webhook is not led elsewhere by its receiver', async () => {
  const stolen: string[] = []
  await using other = await openSite({
    '/': (request, response) => {
      stolen.push(request.method!)
      response.end()
    },
  })
  await using site = await openSite({ '/hook': { status: 307, headers: { location: other.url } } })
  await using w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides: { timing } })
  await keep(w, 'webhook', `${site.url}/hook`)
  const [channel] = (await w.ada.call('GET /api/alert-channels')).channels
  await assert.rejects(w.ada.call('POST /api/alert-channels/:id/test', { params: { id: channel!.id } }))
  assert.deepEqual([site.asked, stolen], [['/hook'], []])
})

const formulas = [
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1+1',
  '＝1+1',
  '＋1',
  '＠x',
  '=HYPERLINK("https://evil.test","x")',
  '"=1+1',
  ',=1+1',
  '\n=1',
]
/** As a spreadsheet takes a file apart; a cell that begins like a formula is one. */
const isFormula = (cell: string) => /^\s*[=+\-@＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell)

test('no cell of a file is a formula: completed conversations, the audit, reports', async () => {
  await using w = await world({ overrides: { timing } })
  const sheets: string[] = []
  for (const formula of formulas) {
    const vic = await w.visitor({ userId: `u ${formula}`, userTraits: { name: formula, email: formula } })
    const chat = await vic.open()
    await vic.say(chat, formula)
    // The browser's name, too, is written by whoever sends it.
    await w.ada.fetch('PUT', `/api/conversations/${chat}/note`, JSON.stringify({ text: formula }), {
      'user-agent': Buffer.from(formula.trim()).toString('latin1'),
    })
    await vic.leave(chat)
  }
  await eventually(
    async () =>
      (await w.ada.call('GET /api/conversations', { query: { limit: 100 } } as never)).conversations.length ===
      formulas.length,
    'all of them to end',
  )
  for (const path of ['/api/conversations/export?format=csv', '/api/audit/export'])
    sheets.push((await w.ada.fetch('GET', path)) as string)
  const row = {
    id: 'x',
    conversations: 1,
    resolved: 0,
    escalated: 0,
    answered: 0,
    abandoned: 0,
    noQuestion: 0,
    score: null,
  }
  const groups = formulas.map((formula) => ({ ...row, name: formula }))
  sheets.push(
    csvOf({
      days: [],
      agents: groups,
      operators: groups,
      topics: groups,
      topicDays: { titles: formulas, days: [] },
      spending: { currency: 'USD', models: groups, agents: groups, days: [] },
    } as unknown as Parameters<typeof csvOf>[0]),
  )
  for (const sheet of sheets) {
    const cells = papaparse.parse<string[]>(sheet.replace('\ufeff', '')).data.flat()
    assert.ok(
      cells.some((cell) => cell.startsWith("'") && isFormula(cell.slice(1))),
      'they are there, disarmed',
    )
    assert.deepEqual(cells.filter(isFormula), [])
  }
})
