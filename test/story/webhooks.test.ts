import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { after, before, beforeEach, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { HaloEvent } from '../../protocol/programs/placed-event.ts'
import { webhookTypes } from '../../protocol/programs/webhook-types.ts'
import { newId } from '../../server/ground/context.ts'
import { freePort } from '../program.ts'
import { openSite } from '../site.ts'
import { eventually, world, type World } from '../world.ts'

type Site = Awaited<ReturnType<typeof openSite>>
type Halo = Awaited<ReturnType<World['program']>>['halo']
interface Told {
  body: string
  headers: Record<string, string>
}

let w: World
let site: Site
let halo: Halo
let heard: Told[] = []
let answers: number[] = []
/** What the address cannot cope with. */
let indigestible = /(?!)/
const timing = { sweepIntervalMs: 30, alertRetryMs: 20, webhookPatienceMs: 2_000 }

before(async () => {
  site = await openSite({
    '/hook': async (request, response) => {
      const body = (await request.toArray()).join('')
      if (indigestible.test(body)) return response.writeHead(500).end()
      heard.push({ body, headers: request.headers as Record<string, string> })
      response.writeHead(answers.shift() ?? 204).end()
    },
  })
  w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1', HALO_API_PACE: '100000' }, overrides: { timing } })
  halo = (await w.program()).halo
})
beforeEach(async () => {
  for (const { id } of (await halo.listWebhooks()).webhooks) await halo.removeWebhook({ id })
  heard = []
  answers = []
  indigestible = /(?!)/
})
after(async () => {
  await w.close()
  await site[Symbol.asyncDispose]()
})

const read = ({ body }: Told) => JSON.parse(body) as { type: string; data: HaloEvent }

async function hook(types: (typeof webhookTypes)[number][] = ['message.posted']) {
  const id = newId()
  const { secret } = await halo.putWebhook({ id }, { url: `${site.url}/hook`, types })
  return { id, secret: secret! }
}

async function chat(text = 'How long does shipping take?') {
  const vic = await w.visitor()
  const id = await vic.open()
  await vic.say(id, text)
  await eventually(async () => (await vic.transcript(id)).messages.some(({ from }) => from === 'ai'), 'an answer')
  return { vic, id }
}

test('what was said before an address was added is not told to it', async () => {
  await chat()
  await hook()
  const { id } = await chat()
  await eventually(async () => heard.length >= 2, 'two messages')
  assert.deepEqual([...new Set(heard.map((each) => read(each).data.conversationId))], [id])
})

test('each message is told once it was said, signed, in order, and nothing that operators say among themselves', async () => {
  const { secret } = await hook()
  const { id } = await chat()
  await w.ada.whisper(id, 'Offer a refund')
  await eventually(async () => heard.length === 2, 'two messages')
  const told = heard.map(
    (each) => new Webhook(secret).verify(each.body, each.headers) as { type: string; data: HaloEvent },
  )
  assert.deepEqual(
    told.map(({ type, data }) => [
      type,
      data.conversationId,
      data.type === 'message.posted' && data.payload.message.from,
    ]),
    [
      ['message.posted', id, 'visitor'],
      ['message.posted', id, 'ai'],
    ],
  )
  assert.ok(told[0]!.data.position < told[1]!.data.position)
  assert.throws(() => new Webhook(secret).verify(heard[0]!.body.replace('shipping', 'refunds'), heard[0]!.headers))
  for (const kind of ['whisper.sent', 'note.written', 'comment.posted'])
    await assert.rejects(
      halo.putWebhook({ id: newId() }, { url: `${site.url}/hook`, types: [kind as 'message.posted'] }),
      /types/,
    )
})

test('what was refused is told again under its id, before anything after it', async () => {
  await hook()
  answers = [503, 500]
  await chat()
  await eventually(async () => heard.length === 4, 'both messages')
  const ids = heard.map(({ headers }) => headers['webhook-id'])
  assert.deepEqual(new Set(ids.slice(0, 3)).size, 1)
  assert.notEqual(ids[3], ids[0])
  assert.equal((await halo.listWebhooks()).webhooks[0]!.error, null)
})

test('an event that is refused alone holds up no other, and is told once it is taken', async () => {
  const { id } = await hook()
  indigestible = /poisonous/
  await chat('A poisonous question about shipping?')
  await chat()
  await eventually(async () => heard.some((each) => /How long does shipping/.test(each.body)), 'what came after it')
  const waiting = async () =>
    (await halo.listDeliveries({ id })).deliveries.filter(({ state }) => state === 'waiting')
  await eventually(async () => (await waiting()).length > 0, 'one that waits')
  assert.deepEqual(new Set((await waiting()).map(({ error }) => error)), new Set(['The receiver answered 500.']))
  assert.equal((await halo.listWebhooks()).webhooks[0]!.error, null)
  assert.equal(new Set(heard.map(({ headers }) => headers['webhook-id'])).size, heard.length, 'nothing came twice')
  indigestible = /(?!)/
  await eventually(async () => heard.some(({ body }) => /poisonous question/.test(body)), 'the one laid aside')
  await eventually(async () => !(await waiting()).length, 'nothing that waits')
})

test('an event that is refused for too long is given up on alone, and the team is told which', async () => {
  const { id } = await hook()
  indigestible = /poisonous/
  await chat('A poisonous question about shipping?')
  await chat()
  const deliveries = async () => (await halo.listDeliveries({ id })).deliveries
  await eventually(async () => (await deliveries()).some(({ state }) => state === 'given_up'), 'giving up')
  const open = (await w.ada.call('GET /api/alerts')).incidents.filter(
    ({ kind, state }) => kind === 'webhook' && state === 'open',
  )
  assert.match(open[0]!.detail, /did not take one event \(message\.posted \d+\), which is given up on: .*500/)
  heard = []
  await chat()
  await eventually(async () => heard.length === 2, 'what is said later')
})

test('an address that fails for too long is given up on, and goes on from where it was, or from further back', async () => {
  const { id } = await hook()
  answers = Array<number>(500).fill(500)
  await chat()
  const stopped = await eventually(
    async () => (await halo.listWebhooks()).webhooks.find(({ stoppedAt }) => stoppedAt !== null),
    'giving up',
  )
  assert.match(stopped.error!, /500/)
  answers = []
  heard = []
  await halo.replayWebhook({ id }, { after: stopped.position })
  await eventually(async () => heard.length === 2, 'what was missed')
  await halo.replayWebhook({ id }, { after: stopped.position })
  await eventually(async () => heard.length === 4, 'the same again')
  assert.deepEqual(
    heard.slice(2).map(({ headers }) => headers['webhook-id']),
    heard.slice(0, 2).map(({ headers }) => headers['webhook-id']),
  )
})

test('each delivery tells what became of it, one event can be told again by itself, and all of them since a moment', async () => {
  const { id } = await hook()
  answers = [503]
  const since = Date.now()
  await chat()
  const deliveries = async () => (await halo.listDeliveries({ id })).deliveries
  await eventually(async () => {
    const known = await deliveries()
    return known.length === 2 && known.every(({ state }) => state === 'delivered')
  }, 'two deliveries')
  const [later, first] = await deliveries()
  assert.deepEqual([first!.attempts, later!.attempts, first!.type, first!.error], [2, 1, 'message.posted', null])

  heard = []
  await halo.deliverAgain({ id, position: first!.position })
  assert.deepEqual(
    heard.map(({ headers }) => headers['webhook-id']),
    [`evt_${first!.position}`],
  )
  answers = [500]
  await assert.rejects(halo.deliverAgain({ id, position: first!.position }), /500/)
  await assert.rejects(halo.deliverAgain({ id, position: 9_999_999 }), /gone/)

  heard = []
  await halo.replayWebhook({ id }, { since })
  await eventually(async () => heard.length === 2, 'both since then')
  heard = []
  await halo.replayWebhook({ id }, { since: Date.now() + 60_000 })
  await chat()
  await eventually(async () => heard.length === 2, 'only what came after')
})

test('giving up is told to the team, with the event that could not be told, until somebody goes on', async () => {
  const { id } = await hook()
  answers = [410]
  await chat()
  const alerts = async () =>
    (await w.ada.call('GET /api/alerts')).incidents.filter(
      ({ kind, state }) => kind === 'webhook' && state === 'open',
    )
  const [alert] = await eventually(async () => {
    const open = await alerts()
    return open.length ? open : null
  }, 'an alert')
  assert.match(alert!.detail, /410/)
  const [dead] = (await halo.listDeliveries({ id })).deliveries
  assert.deepEqual([dead!.state, dead!.attempts], ['given_up', 1])
  const { webhook } = await w.ada.call('POST /api/webhooks/:id/replay', {
    params: { id },
    body: { after: dead!.position - 1 },
  })
  assert.equal(webhook.stoppedAt, null)
  await eventually(async () => heard.length === 3, 'what was refused, and what came after')
  assert.deepEqual(await alerts(), [])
})

test('a person who was erased is not told of any more', async () => {
  const { id } = await hook()
  const gone = await chat('My secret word is heliotrope')
  await eventually(async () => heard.length === 2, 'two messages')
  const { name } = (await w.ada.call('GET /api/people/:id', { params: { id: gone.vic.id } })).person
  await w.ada.call('POST /api/people/:id/erasure', {
    params: { id: gone.vic.id },
    body: { name, keepShared: false },
  })
  heard = []
  const next = await chat()
  await halo.replayWebhook({ id }, { after: 0 })
  await eventually(async () => heard.some((each) => read(each).data.conversationId === next.id), 'the next')
  assert.ok(!heard.some(({ body }) => body.includes('heliotrope')))
})

for (const [language, command, extension] of [
  ['js', process.execPath, 'mjs'],
  ['python', 'python3', 'py'],
] as const)
  test(
    `the receiver in ${language} of the documentation takes what is genuine and refuses the rest`,
    {
      skip: spawnSync(command, ['--version']).status === 0 ? false : `there is no ${command}`,
    },
    async () => {
      const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8')
      const code = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)![1]!
      // Beside this file, so that it finds the packages.
      const file = fileURLToPath(new URL(`./receiver-${newId()}.${extension}`, import.meta.url))
      await writeFile(file, code)
      const port = await freePort()
      const url = `http://127.0.0.1:${port}/halo`
      const id = newId()
      const { secret } = await halo.putWebhook({ id }, { url, types: ['message.posted'] })
      const env = { ...process.env, PORT: String(port), HALO_WEBHOOK_SECRET: secret! }
      const receiver = spawn(command, [file], { env, stdio: ['ignore', 'pipe', 'ignore'] })
      try {
        let said = ''
        receiver.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
        const forged = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' }
        const forge = () =>
          fetch(url, { method: 'POST', body: '{}', headers: forged }).then(
            ({ status }) => status,
            () => 0,
          )
        await eventually(async () => (await forge()) === 400, 'a receiver that refuses')
        await halo.replayWebhook({ id }, { after: (await halo.listWebhooks()).webhooks[0]!.position })
        await chat()
        await eventually(async () => /message\.posted \d+\r?\n/.test(said), 'a message')
      } finally {
        receiver.kill()
        await rm(file, { force: true })
      }
    },
  )

test('an address inside the network is told nothing', async () => {
  await using inside = await openSite({ '/hook': '' })
  await using closed = await world({ overrides: { timing } })
  const { halo: there } = await closed.program()
  await there.putWebhook({ id: newId() }, { url: `${inside.url}/hook`, types: ['conversation.started'] })
  await (await closed.visitor()).open()
  const failing = await eventually(async () => (await there.listWebhooks()).webhooks[0]!.error, 'a refusal')
  assert.match(failing, /public internet/)
  assert.deepEqual(inside.asked, [])
})
