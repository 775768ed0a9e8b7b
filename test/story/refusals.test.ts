import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { newId } from '../../server/context.ts'
import { signVisitorToken } from '../../server/people/visitor-token.ts'
import { Refused, VisitorClient, world, type World } from '../world.ts'

let w: World
let vic: VisitorClient
let chat: string
before(async () => {
  w = await world({ env: { HALO_SECRET: 'a secret of exactly these words, for tests' } })
  vic = await w.visitor()
  chat = await vic.open()
})
after(() => w.close())

const at = (path = 'messages') => `/api/widget/conversations/${chat}/${path}`
const body = (text: unknown, extra: object = {}) => JSON.stringify({ id: newId(), text, ...extra })

/** Refused with a 4xx, a code and a sentence, and nothing has changed. */
async function refuses(attempt: () => Promise<unknown>, status: number, code?: string): Promise<void> {
  const before = await w.ada.transcript(chat)
  await assert.rejects(attempt, (error: unknown) => {
    assert.ok(error instanceof Refused, String(error))
    assert.equal(error.status, status, error.message)
    if (code) assert.equal(error.code, code)
    assert.match(error.message, /\w+ .*[.!]?$/)
    return true
  })
  assert.deepEqual(await w.ada.transcript(chat), before)
}

test('messages that are too long, empty or no text are refused', async () => {
  for (const text of ['a'.repeat(10_001), 'я'.repeat(10_001), '漢'.repeat(10_001), '', '   \n ', 7, null, ['x'], { toString: 'x' }]) await refuses(() => vic.fetch('POST', at(), body(text)), 400, 'invalid')
})

test('the longest message that is allowed arrives whole, in any script', async () => {
  const other = await w.visitor()
  const id = await other.open()
  for (const letter of ['a', 'я', '漢', '"', '\\']) assert.equal((await other.say(id, letter.repeat(10_000))).text.length, 10_000)
})

test('what is not in the protocol is refused, and says what', async () => {
  await refuses(() => vic.fetch('POST', at(), body('hi', { admin: true })), 400, 'invalid')
  await refuses(() => vic.fetch('POST', at(), '{"id":"aaaaaaaaaa","text":"hi","__proto__":{"admin":true}}'), 400)
  await refuses(() => vic.fetch('POST', at(), '{"id":"short","text":"hi"}'), 400, 'invalid')
  await refuses(() => vic.fetch('POST', at(), '{"id":"../../etc/passwd","text":"hi"}'), 400, 'invalid')
  await refuses(() => vic.fetch('POST', at(), '{"id":'), 400, 'malformed')
  await refuses(() => vic.fetch('POST', at(), undefined), 400)
  await refuses(() => vic.fetch('POST', at(), body('x'.repeat(200_000))), 413, 'too_large')
  await refuses(() => vic.fetch('POST', at(), 'hi', { 'content-type': 'application/xml' }), 415)
  await refuses(() => vic.fetch('DELETE', at()), 404)
  await refuses(() => vic.fetch('GET', '/widget/..%2f..%2fpackage.json'), 404)
  await refuses(() => vic.fetch('GET', `/api/widget/conversations/${chat}/events?after=-1`), 400)
  await refuses(() => vic.fetch('GET', `/api/widget/conversations/${chat}/events?after=1&wait=999`), 400)
})

test('characters that break other systems are kept as they were written; what no database can keep is refused', async () => {
  const other = await w.visitor({ userId: "Robert'); drop table messages;--", userTraits: { name: '<script>alert(1)</script>' } })
  const id = await other.open()
  for (const text of ["'); drop table messages; --", '<img src=x onerror=alert(1)>', '‮ right to left', '👩‍👩‍👧‍👦', '%s %n {{7*7}} ${7*7}', '\u0001\u0002 control']) {
    assert.equal((await other.say(id, text)).text, text)
  }
  for (const text of ['a null \u0000 byte', 'half a pair \ud800 of surrogates']) {
    await assert.rejects(other.say(id, text), (error: Refused) => error.status === 400)
  }
  const stored = await w.ada.transcript(id)
  assert.equal(stored.conversation.visitor.name, '<script>alert(1)</script>')
})

test('tokens that are forged, stale, of another secret or of nobody open nothing', async () => {
  const tokens = [
    '', 'nonsense', `${vic.token}x`,
    await signVisitorToken('another secret that is long enough too', vic.id),
    await signVisitorToken('a secret of exactly these words, for tests', vic.id, Date.now() - 40 * 86_400_000),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: vic.id, aud: 'halo-widget', exp: 9e9 })).toString('base64url')}.`,
  ]
  for (const token of tokens) {
    const forged = new VisitorClient(w.url, token, vic.id)
    await refuses(() => forged.say(chat, 'it is me'), 401, 'signed_out')
    const line = new WebSocket(`${w.url.replace('http', 'ws')}/api/socket`)
    await new Promise((resolve) => line.once('open', resolve))
    line.send(JSON.stringify({ type: 'hello', version: 1, token: token || 'x' }))
    assert.equal(await new Promise((resolve) => line.once('close', resolve)), 4003)
  }
  await refuses(() => w.ada.fetch('POST', '/api/widget/sessions', JSON.stringify({ key: 'halo_wrong' })), 403, 'bad_key')
})

test('an operator\'s mistakes are told, and change nothing', async () => {
  await refuses(() => w.ada.takeOver('no-such-conversation'), 404)
  await refuses(() => w.ada.whisper(chat, 'x'.repeat(10_001)), 400)
  await refuses(() => w.ada.withdraw(chat, 'no-such-whisper'), 404)
  await refuses(() => w.ada.call('GET /api/conversations', { query: { cursor: 'nonsense' } }), 400, 'bad_cursor')
  await refuses(() => w.ada.call('GET /api/feed', { query: { window: '{"limit":9999}' } }), 400, 'bad_window')
  await refuses(() => w.ada.fetch('POST', `/api/conversations/${chat}/takeover`, '{}', { origin: 'https://evil.test' }), 403)
})

const socketRefusals: [string, (line: WebSocket) => void, number | 'refused'][] = [
  ['a binary frame', (line) => line.send(Buffer.from([1, 2, 3])), 'refused'],
  ['a frame that is no JSON', (line) => line.send('{{{'), 'refused'],
  ['an unknown frame', (line) => line.send('{"type":"become_admin"}'), 'refused'],
  ['a frame too large', (line) => line.send('x'.repeat(20_000)), 1009],
  ['a flood of frames', (line) => { for (let n = 0; n < 100; n++) line.send('{"type":"ping"}') }, 4008],
  ['another version', (line) => line.send('{"type":"hello","version":999}'), 4000],
  ['a frame before hello', (line) => line.send(JSON.stringify({ type: 'follow', conversationId: chat, after: 0 })), 4001],
  ['a hello without a token or a session', (line) => line.send('{"type":"hello","version":1}'), 4003],
]

for (const [what, act, expected] of socketRefusals) {
  test(`the socket refuses ${what}, and nothing changes`, async () => {
    const before = await w.ada.transcript(chat)
    const line = new WebSocket(`${w.url.replace('http', 'ws')}/api/socket`)
    await new Promise((resolve) => line.once('open', resolve))
    const answer = new Promise((resolve) => {
      line.on('message', (bytes) => { const frame = JSON.parse(String(bytes)); if (frame.type === 'refused') resolve('refused') })
      line.on('close', resolve)
    })
    act(line)
    assert.equal(await answer, expected)
    line.terminate()
    assert.deepEqual(await w.ada.transcript(chat), before)
  })
}
