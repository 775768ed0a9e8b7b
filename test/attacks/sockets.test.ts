import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { version, type ClientFrame } from '../../protocol/frames.ts'
import { newId } from '../../server/ground/context.ts'
import { socketsGauge } from '../../server/ground/metrics.ts'
import { connectionsPerVisitor, unauthenticatedPerAddress } from '../../server/realtime/connection-quota.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

let w: World
let vic: VisitorClient
let chat: string
before(async () => {
  w = await world({ overrides: { timing: { pingIntervalMs: 40 } } })
  vic = await w.visitor()
  chat = await vic.open()
})
after(() => w.close())

/** Bytes as they come, past every library that would keep to the rules. */
async function raw(url = w.url): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const upgrade = (path: string, headers: string[] = []) =>
  [
    `GET ${path} HTTP/1.1`,
    'host: halo.test',
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '',
    '',
  ].join('\r\n')

/** A frame as a browser masks it. */
function masked(frame: ClientFrame): Buffer {
  const text = Buffer.from(JSON.stringify(frame))
  const [mask, length] = [randomBytes(4), text.length]
  const head =
    length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.from([0x81, 0xfe, length >> 8, length & 255])
  return Buffer.concat([head, mask, text.map((byte, place) => byte ^ mask[place % 4]!)])
}

async function visitors(): Promise<number> {
  const { values } = await socketsGauge.get()
  return values.find(({ labels }) => labels.kind === 'visitor')?.value ?? 0
}

const stillThere = async () => assert.equal((await fetch(`${w.url}/healthz`)).status, 200)

/** How many of the attempts the server would have died of: whatever nobody caught. */
async function uncaughtWhile(attack: () => Promise<void>): Promise<string[]> {
  const thrown: string[] = []
  const hear = (error: Error) => void thrown.push(error.message)
  process.on('uncaughtException', hear)
  try {
    await attack()
    await stillThere()
  } finally {
    process.off('uncaughtException', hear)
  }
  return thrown
}

test('an address that is none does not end the process, nor does a caller who is gone before the refusal', async () => {
  const thrown = await uncaughtWhile(async () => {
    for (const path of ['//', 'http://[', '/\\', '*', '/elsewhere', '/api/socket/../me', '/api/socket%00']) {
      const socket = await raw()
      const answer = once(socket.setEncoding('utf8'), 'data')
      socket.write(upgrade(path))
      assert.match(String((await answer)[0]), /^HTTP\/1\.1 40[04] /, path)
      socket.resetAndDestroy()
    }
    for (let n = 0; n < 40; n++) {
      const socket = await raw()
      socket.write(upgrade('/elsewhere') + 'x'.repeat(2_000))
      socket.resetAndDestroy()
    }
  })
  assert.deepEqual(thrown, [])
})

test('handshakes and frames that break the rules of WebSocket end their own socket and nothing else', async () => {
  const thrown = await uncaughtWhile(async () => {
    const handshakes = [
      ['sec-websocket-version: 99'],
      ['sec-websocket-extensions: permessage-deflate; server_max_window_bits=99'],
      ['sec-websocket-protocol: ,,,'],
    ]
    for (const headers of handshakes) {
      const socket = await raw()
      socket.write(upgrade('/api/socket', headers))
      await once(socket, 'data')
      socket.resetAndDestroy()
    }
    const frames = {
      unmasked: Buffer.from([0x81, 0x01, 0x61]),
      reserved: Buffer.from([0xf1, 0x80, 0, 0, 0, 0]),
      'a kind that is none': Buffer.from([0x83, 0x80, 0, 0, 0, 0]),
      'said to be endless': Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.alloc(8, 0x7f), Buffer.alloc(4)]),
      'no UTF-8': Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]),
      'a ping too long': Buffer.from([0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]),
      'a part of nothing': Buffer.from([0x80, 0x80, 0, 0, 0, 0]),
    }
    for (const [what, bytes] of Object.entries(frames)) {
      const socket = await raw()
      const ended = once(socket, 'close')
      socket.on('data', () => {}).write(upgrade('/api/socket'))
      socket.write(bytes)
      await ended.catch(() => assert.fail(what))
    }
  })
  assert.deepEqual(thrown, [])
})

test('a line whose other end fell silent without a word is cut, and one that answers is not', async () => {
  const lively = await vic.connect()
  await lively.follow(chat)
  const dead = await raw()
  dead.write(upgrade('/api/socket'))
  dead.write(masked({ type: 'hello', version, token: (await w.visitor()).token }))
  const heard: Buffer[] = []
  dead.on('data', (bytes: Buffer) => heard.push(bytes))
  await eventually(async () => Buffer.concat(heard).includes('welcome'), 'a welcome')
  // It goes on to take everything in, and never answers a ping.
  await eventually(async () => dead.closed || dead.readableEnded, 'the end of the silent line')
  assert.equal(lively.closed, false)
  lively.close()
})

test('who asks for more and more and reads nothing is cut off before it fills the memory', async () => {
  // Pings as far apart as ever: it must not be for them that it is cut.
  await using other = await world()
  const slow = await other.visitor()
  const long = await slow.open()
  for (let n = 0; n < 40; n++) await slow.say(long, 'x'.repeat(10_000))
  await eventually(async () => (await visitors()) === 0, 'an empty house')
  const line = await raw(other.url)
  line.write(upgrade('/api/socket'))
  await once(line, 'data')
  line.pause()
  line.write(masked({ type: 'hello', version, token: slow.token }))
  await eventually(async () => (await visitors()) === 1, 'the reader')
  // Each answer is 400 kB that is never read.
  for (let n = 0; n < 35; n++) line.write(masked({ type: 'follow', conversationId: long, after: null }))
  await eventually(async () => (await visitors()) === 0, 'the end of the slow reader')
  line.destroy()
  await stillThere()
})

test('a crowd from one address that never says who it is finds the door shut; who speaks makes room, and other addresses find it open', async () => {
  await using other = await world({ env: { HALO_TRUST_PROXY: 'loopback' } })
  const address = `${other.url.replace('http', 'ws')}/api/socket`
  const knock = async (from: string) => {
    const line = new WebSocket(address, { headers: { 'x-forwarded-for': from } })
    return new Promise<WebSocket | string>((resolve) =>
      line.once('open', () => resolve(line)).once('error', (error) => resolve(error.message)),
    )
  }
  const crowd = await Promise.all(
    Array.from({ length: unauthenticatedPerAddress }, (_, n) => knock(`2001:db8::${n.toString(16)}`)),
  )
  assert.ok(crowd.every((line) => typeof line !== 'string'))
  assert.match(String(await knock('2001:db8::ffff')), /429/)
  const elsewhere = await knock('2001:db8:1::1')
  assert.ok(elsewhere instanceof WebSocket)
  const [first] = crowd as WebSocket[]
  const answer = once(first!, 'message')
  first!.send(JSON.stringify({ type: 'hello', version, token: (await other.visitor()).token }))
  await answer
  await eventually(async () => (await knock('2001:db8::ffff')) instanceof WebSocket, 'room for one more')
  for (const line of [...crowd, elsewhere] as WebSocket[]) line.terminate()
})

test('one visitor holds so many questions open and no more', async () => {
  const many = await w.visitor()
  const id = await many.open()
  const { upTo } = await many.transcript(id)
  const ask = () =>
    many.call('GET /api/widget/conversations/:id/events', { params: { id }, query: { after: upTo, wait: 20 } })
  const held = Array.from({ length: connectionsPerVisitor + 1 }, ask)
  await assert.rejects(Promise.race(held), (error) => error instanceof Refused && error.status === 429)
  await many.say(id, 'Which cards do you accept?', newId())
  const answers = await Promise.allSettled(held)
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, connectionsPerVisitor)
  await ask()
})

test('signing out ends what the session had open, elsewhere too; so does another password', async () => {
  const post = (cookie: string, way: string, body: unknown) =>
    fetch(`${w.url}/api/auth/${way}`, {
      method: 'POST',
      headers: { cookie, origin: w.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const ben = await w.ben()
  const [tab, other] = [await ben.connect(), await w.ada.connect()]
  assert.equal((await post(ben.headers.cookie!, 'sign-out', {})).status, 200)
  await tab.until(() => tab.closed, 'the end of the socket')
  assert.equal(other.closed, false)

  const [again, laptop] = [await w.ben(), await w.ben()]
  const lines = [await again.connect(), await laptop.connect()]
  assert.equal(
    (
      await post(again.headers.cookie!, 'change-password', {
        currentPassword: 'correct horse',
        newPassword: 'another horse',
        revokeOtherSessions: true,
      })
    ).status,
    200,
  )
  for (const line of lines) await line.until(() => line.closed, 'the end of the socket')
  assert.equal(other.closed, false)
  other.close()
})
