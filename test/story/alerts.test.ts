import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { alertKinds, alertMeanings, type AlertKind } from '../../protocol/alerts/kinds.ts'
import type { ChannelInput } from '../../protocol/alerts/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { openSite } from '../site.ts'
import { openSlack } from '../slack.ts'
import { eventually, Refused, world, type World } from '../world.ts'

const timing = { sweepIntervalMs: 30, alertDebounceMs: 0, alertRetryMs: 20 }

/** What a channel wants: only these kinds, from their usual thresholds on unless said otherwise. */
const wants = (kinds: Partial<Record<AlertKind, number | null>>) =>
  Object.fromEntries(
    alertKinds.map((kind) => [kind, { on: kind in kinds, threshold: kinds[kind] ?? alertMeanings[kind].usual }]),
  ) as ChannelInput['wishes']

const slackChannel = (
  kinds: Partial<Record<AlertKind, number | null>>,
  more: Partial<ChannelInput> = {},
): ChannelInput => ({
  kind: 'slack',
  target: '#support',
  secret: 'xoxb-a-token',
  name: 'Support',
  on: true,
  wishes: wants(kinds),
  quiet: null,
  mutedUntil: null,
  ...more,
})

const keep = (w: World, body: ChannelInput, id = newId()) =>
  w.ada.call('PUT /api/alert-channels/:id', { params: { id }, body })

test('an angry visitor is one message in Slack, edited when a person takes over and when it is over', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  await keep(w, slackChannel({ sentiment: null }))
  const vic = await w.visitor({ userId: 'u-jane', userTraits: { name: 'Jane <!channel> Doe' } })
  const chat = await vic.open()
  await vic.say(chat, 'This is ridiculous, the worst service ever, I am furious!!!')
  const [first] = await eventually(async () => slack.calls.length > 0 && slack.calls, 'a message in Slack')
  assert.equal(first!.method, 'chat.postMessage')
  assert.equal(first!.token, 'Bearer xoxb-a-token')
  assert.match(first!.body.blocks!, new RegExp(`${w.url}/inbox/live/${chat}`))
  assert.ok(!first!.body.blocks!.includes('<!channel>'), 'a name calls nobody')

  await w.ada.takeOver(chat)
  await eventually(
    async () =>
      slack.calls.some(({ method, body }) => method === 'chat.update' && /Ada has it in hand/.test(body.blocks!)),
    'the takeover in the message',
  )
  const posted = slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && !body.thread_ts)
  assert.equal(posted.length, 1, 'one message for one incident')
  assert.ok(!slack.calls.some(({ body }) => body.thread_ts), 'a takeover edits and adds nothing')

  for (const words of [
    'Oh, thank you, that is wonderful',
    'Great, you are lovely, thank you so much!',
    'Perfect, thanks a lot, everything is fine now',
  ])
    await vic.say(chat, words)
  await eventually(
    async () => slack.calls.some(({ body }) => body.thread_ts && /over/.test(body.text!)),
    'the end in the thread',
  )
  assert.equal(slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && !body.thread_ts).length, 1)
})

test('Slack that refuses, asks to wait or says nothing gets the message later, once; what cannot be healed becomes a dead letter that can be sent again', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  const id = newId()
  await keep(w, slackChannel({ human: null }), id)
  slack.next.push(
    { status: 500, body: { ok: false, error: 'internal_error' } },
    { status: 429, headers: { 'retry-after': '0' }, body: { ok: false, error: 'ratelimited' } },
    { body: { ok: false, error: 'fatal_error' } },
  )
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.call('POST /api/widget/conversations/:id/human', { params: { id: chat } })
  await eventually(
    async () =>
      (await w.ada.call('GET /api/alert-channels')).channels[0]!.failing === null && slack.calls.length === 4,
    'the fourth attempt to succeed',
  )
  assert.equal(new Set(slack.calls.map(({ body }) => body.text)).size, 1)

  slack.next.push({ body: { ok: false, error: 'channel_not_found' } })
  const other = await w.visitor()
  const chat2 = await other.open()
  await other.call('POST /api/widget/conversations/:id/human', { params: { id: chat2 } })
  const [letter] = await eventually(async () => {
    const { letters } = await w.ada.call('GET /api/alert-letters')
    return letters.length > 0 && letters
  }, 'a dead letter')
  assert.match(letter!.error, /channel_not_found/)
  assert.equal(letter!.incident.conversationId, chat2)
  await w.ada.call('POST /api/alert-letters/:id/again', { params: { id: letter!.id } })
  await eventually(
    async () =>
      slack.calls.some(({ body }) => String(body.blocks).includes(chat2)) &&
      !(await w.ada.call('GET /api/alert-letters')).letters.length,
    'the letter to go out',
  )
})

test('a visitor who asks for a person before a word was said alerts the team; coming and going within a moment is no alert', async () => {
  await using slack = await openSlack()
  await using w = await world({
    env: { HALO_SLACK_URL: slack.url },
    overrides: { timing: { ...timing, alertDebounceMs: 600 } },
  })
  await keep(w, slackChannel({ human: null }))
  const quick = await w.visitor()
  const taken = await quick.open()
  await quick.call('POST /api/widget/conversations/:id/human', { params: { id: taken } })
  await w.ada.takeOver(taken)
  await w.ada.handBack(taken)
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.call('POST /api/widget/conversations/:id/human', { params: { id: chat } })
  await eventually(async () => slack.calls.length, 'an alert')
  assert.ok(slack.calls.every(({ body }) => !String(body.blocks).includes(taken)))
})

test('a webhook is signed, keeps its id when it is repeated, and is not told what it did not want', async () => {
  const heard: { body: string; headers: Record<string, string> }[] = []
  let refusals = 1
  await using site = await openSite({
    '/hook': async (request, response) => {
      heard.push({
        body: (await request.toArray()).map(String).join(''),
        headers: request.headers as Record<string, string>,
      })
      response.writeHead(refusals-- > 0 ? 503 : 204).end()
    },
  })
  await using w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides: { timing } })
  const { secret } = await keep(w, {
    ...slackChannel({ human: null }),
    kind: 'webhook',
    target: `${site.url}/hook`,
    secret: undefined,
  })
  assert.match(secret!, /^whsec_/)
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'You are all idiots, this is the worst!!!')
  // What was read after the call would be news of its own.
  await eventually(
    async () => (await w.ada.transcript(chat)).conversation.mood.mood === 'angry',
    'the message to be read',
  )
  await vic.call('POST /api/widget/conversations/:id/human', { params: { id: chat } })
  await eventually(async () => heard.length === 2, 'a repetition')
  const told = heard.map(
    ({ body, headers }) =>
      new Webhook(secret!).verify(body, headers) as {
        type: string
        data: { kind: string; conversationId: string }
      },
  )
  assert.deepEqual(
    told.map(({ type, data }) => [type, data.kind, data.conversationId]),
    Array(2).fill(['incident.open', 'human', chat]),
  )
  assert.equal(heard[0]!.headers['webhook-id'], heard[1]!.headers['webhook-id'])
  assert.throws(() => new Webhook(secret!).verify(heard[0]!.body.replace(chat, 'other'), heard[0]!.headers))
  const rows = JSON.stringify(await w.halo.ctx.db.reads.selectFrom('alert_channels').selectAll().execute())
  assert.ok(!rows.includes(secret!.slice(6)), 'the key lies sealed')
})

test('a webhook cannot be used to reach inside', async () => {
  await using site = await openSite({ '/hook': '' })
  await using w = await world({ overrides: { timing } })
  const id = newId()
  await keep(
    w,
    { ...slackChannel({ human: null }), kind: 'webhook', target: `${site.url}/hook`, secret: undefined },
    id,
  )
  await assert.rejects(
    w.ada.call('POST /api/alert-channels/:id/test', { params: { id } }),
    (error) => error instanceof Refused && error.code === 'not_delivered' && /public internet/.test(error.message),
  )
  assert.deepEqual(site.asked, [])
})

test('a muted channel and quiet hours hold back what is told, and every screen rings all the same', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  await keep(w, slackChannel({ human: null }, { mutedUntil: Date.now() + 3_600_000 }))
  await keep(w, slackChannel({ human: null }, { quiet: { from: '00:00', to: '23:59', zone: 'UTC' } }))
  const loud = newId()
  await keep(w, slackChannel({ human: null }, { name: 'Loud', target: '#loud' }), loud)
  const line = await w.ada.connect()
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.call('POST /api/widget/conversations/:id/human', { params: { id: chat } })
  await eventually(async () => slack.calls.length > 0, 'the loud channel')
  assert.deepEqual(
    slack.calls.map(({ body }) => body.channel),
    ['#loud'],
  )
  await line.until(
    () =>
      line.frames.some(
        (frame) =>
          frame.type === 'incident' && frame.incident.kind === 'human' && frame.incident.conversationId === chat,
      ),
    'the ring',
  )
  assert.equal((await w.ada.call('GET /api/alerts')).incidents[0]!.state, 'open')
})

test('a note that calls a colleague is told in Slack, with the way to its thread, and is over when they have read it', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  await keep(w, slackChannel({ mention: null }))
  const ben = await w.ben()
  const vic = await w.visitor()
  const chat = await vic.open()
  const note = (text: string, mentions: string[]) =>
    w.ada.call('POST /api/conversations/:id/comments', {
      params: { id: chat },
      body: { id: newId(), text, mentions },
    })
  await note('Only for the record', [])
  await note('@Ben the invoice, please <!channel>', [ben.person.id])
  const [first] = await eventually(async () => slack.calls.length > 0 && slack.calls, 'a message in Slack')
  assert.match(first!.body.blocks!, new RegExp(`${w.url}/tickets/${chat}`))
  assert.match(first!.body.blocks!, /Ada wrote: @Ben the invoice, please/)
  assert.ok(!first!.body.blocks!.includes('<!channel>'), 'a note calls nobody in Slack')
  await ben.call('PUT /api/conversations/:id/mentions/read', { params: { id: chat } })
  await eventually(
    async () => slack.calls.some(({ body }) => body.thread_ts && /over/.test(body.text!)),
    'the end in the thread',
  )
  assert.equal(slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && !body.thread_ts).length, 1)
})

test('all that is the matter with one visitor is one message that grows, with the last words and a way in, and nothing in it is untrue', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  await keep(w, slackChannel({ sentiment: null, human: null, escalation: null, low_confidence: null }))
  const vic = await w.visitor()
  const chat = await vic.open()
  const asked = 'This is ridiculous, which planet has the most moons?!'
  await vic.say(chat, asked)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'an answer')
  await vic.say(chat, `${asked} ANSWER ME NOW YOU IDIOTS`)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.escalation, 'a call for a person')
  await eventually(async () => {
    const [one, ...others] = (await w.ada.call('GET /api/alerts')).incidents
    return one && !others.length && one.troubles.length >= 2
  }, 'one incident of several troubles')
  const { incidents } = await w.ada.call('GET /api/alerts')
  assert.equal(incidents.length, 1)
  assert.ok(!incidents[0]!.troubles.some(({ kind }) => kind === 'human'), 'the visitor asked for nobody')
  await eventually(
    async () => slack.calls.some(({ body }) => /Escalation/.test(String(body.text))),
    'the call in the message',
  )
  const posted = slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && !body.thread_ts)
  assert.equal(posted.length, 1)
  assert.match(slack.calls.at(-1)!.body.blocks!, /Open in Halo/)
  assert.match(slack.calls.at(-1)!.body.blocks!, /IDIOTS/)
})

test('who asks for a person in words has asked, and the AI is not said to have escalated', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'I want to talk to a human')
  const [incident] = await eventually(async () => {
    const { incidents } = await w.ada.call('GET /api/alerts')
    return incidents.length > 0 && incidents
  }, 'an alert')
  assert.deepEqual(
    incident!.troubles.map(({ kind }) => kind),
    ['human'],
  )
})
