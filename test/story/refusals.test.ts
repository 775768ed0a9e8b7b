import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { version } from '../../protocol/frames.ts'
import { newId } from '../../server/ground/context.ts'
import { connectionsPerVisitor } from '../../server/realtime/connection-quota.ts'
import { signVisitorToken } from '../../server/people/visitors/visitor-token.ts'
import { eventually, Refused, VisitorClient, world, type World } from '../world.ts'

let w: World
let vic: VisitorClient
let chat: string
/** Another visitor's conversation. */
let foreign: string
before(async () => {
  // The visitor has no socket here; nobody is to notice that while before and after are compared.
  w = await world({
    env: { HALO_SECRET: 'a secret of exactly these words, for tests' },
    overrides: { timing: { presenceLeaseMs: 600_000 } },
  })
  vic = await w.visitor()
  chat = await vic.open()
  foreign = await (await w.visitor()).open()
})
after(() => w.close())

const at = (path = 'messages') => `/api/widget/conversations/${chat}/${path}`
const body = (text: unknown, extra: object = {}) => JSON.stringify({ id: newId(), text, ...extra })

/** Refused with a 4xx, a code and a sentence, and nothing has changed. */
async function refuses(attempt: () => Promise<unknown>, status: number, code?: string): Promise<void> {
  const before = await everything()
  await assert.rejects(attempt, (error: unknown) => {
    assert.ok(error instanceof Refused, String(error))
    assert.equal(error.status, status, error.message)
    if (code) assert.equal(error.code, code)
    assert.match(error.message, /\w+ .*[.!]?$/)
    return true
  })
  assert.deepEqual(await everything(), before)
}

/** The conversation, and the feed as far as it is quiet: other tests' visitors are still being answered. */
async function everything() {
  const { rows, total } = await w.ada.call('GET /api/feed')
  return {
    transcript: await w.ada.transcript(chat),
    rows: rows.filter(({ id }) => id === chat || id === foreign),
    total,
  }
}

test('messages that are too long, empty or no text are refused', async () => {
  for (const text of [
    'a'.repeat(10_001),
    'я'.repeat(10_001),
    '漢'.repeat(10_001),
    '',
    '   \n ',
    7,
    null,
    ['x'],
    { toString: 'x' },
  ])
    await refuses(() => vic.fetch('POST', at(), body(text)), 400, 'invalid')
})

test('the longest message that is allowed arrives whole, in any script', async () => {
  const other = await w.visitor()
  const id = await other.open()
  for (const letter of ['a', 'я', '漢', '"', '\\'])
    assert.equal((await other.say(id, letter.repeat(10_000))).text.length, 10_000)
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
  await refuses(() => vic.fetch('DELETE', at()), 405)
  await refuses(() => vic.fetch('GET', '/widget/..%2f..%2fpackage.json'), 404)
  await refuses(() => vic.fetch('GET', `/api/widget/conversations/${chat}/events?after=-1`), 400)
  await refuses(() => vic.fetch('GET', `/api/widget/conversations/${chat}/events?after=1&wait=999`), 400)
})

test('characters that break other systems are kept as they were written; what no database can keep is refused', async () => {
  const other = await w.visitor({
    userId: "Robert'); drop table messages;--",
    userTraits: { name: '<script>alert(1)</script>' },
  })
  const id = await other.open()
  for (const text of [
    "'); drop table messages; --",
    '<img src=x onerror=alert(1)>',
    '‮ right to left',
    '👩‍👩‍👧‍👦',
    '%s %n {{7*7}} ${7*7}',
    '\u0001\u0002 control',
  ]) {
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
    '',
    'nonsense',
    `${vic.token}x`,
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
  await refuses(
    () => w.ada.fetch('POST', '/api/widget/sessions', JSON.stringify({ key: 'halo_wrong' })),
    403,
    'bad_key',
  )
})

test('one visitor reaches nothing of another, and learns not even that it is there', async () => {
  const eve = await w.visitor()
  for (const id of [chat, 'no-such-conversation']) {
    const path = `/api/widget/conversations/${id}`
    await refuses(() => eve.say(id, 'let me in'), 404, 'not_found')
    await refuses(() => eve.askForHuman(id), 404, 'not_found')
    await refuses(() => eve.leave(id), 404, 'not_found')
    for (const peek of [path, `${path}/events?after=0`])
      await refuses(() => eve.fetch('GET', peek), 404, 'not_found')
  }
  await refuses(() => eve.open(chat), 409, 'id_taken')
  await refuses(() => eve.fetch('POST', `/api/conversations/${chat}/takeover`, '{}'), 401, 'signed_out')
  await refuses(() => eve.fetch('GET', `/api/conversations/${chat}`), 401, 'signed_out')
})

test("an id that another visitor used is nobody else's", async () => {
  const [one, two] = [await w.visitor(), await w.visitor()]
  const [his, hers] = [await one.open(), await two.open()]
  const { id } = await one.say(his, 'These are my words.')
  await assert.rejects(
    two.say(hers, 'These are my words.', id),
    (error: Refused) => error.status === 409 && error.code === 'id_taken',
  )
  assert.equal(await two.open(his), hers, 'who asks for a conversation by a foreign id gets her own')
  assert.equal((await two.transcript(hers)).messages.length, 0)
})

test("an operator's mistakes are told, and change nothing", async () => {
  await refuses(() => w.ada.takeOver('no-such-conversation'), 404)
  await refuses(() => w.ada.whisper(chat, 'x'.repeat(10_001)), 400)
  await refuses(() => w.ada.withdraw(chat, 'no-such-whisper'), 404)
  await refuses(() => w.ada.call('GET /api/conversations', { query: { cursor: 'nonsense' } }), 400, 'bad_cursor')
  await refuses(() => w.ada.call('GET /api/feed', { query: { window: '{"limit":9999}' } }), 400, 'bad_window')
  await refuses(
    () => w.ada.fetch('POST', `/api/conversations/${chat}/takeover`, '{}', { origin: 'https://evil.test' }),
    403,
  )
})

test('one visitor holds so many sockets and no more; a place that was left is free again', async () => {
  const [crowd, other] = [await w.visitor(), await w.visitor()]
  const lines: WebSocket[] = []
  /** The first word of the server: a welcome, or the code it closes with. */
  const knock = async (token: string): Promise<number | 'welcome'> => {
    const line = new WebSocket(`${w.url.replace('http', 'ws')}/api/socket`)
    await once(line, 'open')
    line.send(frame({ type: 'hello', version, token }))
    const answer = await new Promise<number | 'welcome'>((resolve) =>
      line.once('close', resolve).once('message', () => resolve('welcome')),
    )
    if (answer === 'welcome') lines.push(line)
    return answer
  }
  for (let n = 0; n < connectionsPerVisitor; n++) assert.equal(await knock(crowd.token), 'welcome')
  assert.equal(await knock(crowd.token), 4008)
  lines.shift()!.close(1000)
  await eventually(async () => (await knock(crowd.token)) === 'welcome', 'a place')
  assert.equal(await knock(crowd.token), 4008, 'one was left, and one was free')
  assert.equal(await knock(other.token), 'welcome')
  for (const line of lines) line.terminate()
})

const hello = () => JSON.stringify({ type: 'hello', version, token: vic.token })
const frame = (said: object) => JSON.stringify(said)

const socketRefusals: [string, (line: WebSocket) => void, number | string][] = [
  ['a binary frame', (line) => line.send(Buffer.from([1, 2, 3])), 'malformed'],
  ['a frame that is no JSON', (line) => line.send('{{{'), 'malformed'],
  ['an unknown frame', (line) => line.send('{"type":"become_admin"}'), 'malformed'],
  [
    'a frame with more in it than the protocol knows',
    (line) => line.send('{"type":"ping","admin":true}'),
    'malformed',
  ],
  ['a frame too large', (line) => line.send('x'.repeat(20_000)), 1009],
  [
    'a flood of frames',
    (line) => {
      for (let n = 0; n < 100; n++) line.send('{"type":"ping"}')
    },
    4008,
  ],
  ['another version', (line) => line.send(frame({ type: 'hello', version: 999 })), 4000],
  ['a frame before hello', (line) => line.send(frame({ type: 'follow', conversationId: chat, after: 0 })), 4001],
  ['a hello without a token or a session', (line) => line.send(frame({ type: 'hello', version })), 4003],
  [
    'a second hello',
    (line) => {
      line.send(hello())
      line.send(hello())
    },
    'malformed',
  ],
  [
    'a visitor who follows nothing that is there',
    (line) => {
      line.send(hello())
      line.send(frame({ type: 'follow', conversationId: 'no-such-conversation', after: null }))
    },
    'not_found',
  ],
  [
    "a visitor who follows another's conversation",
    (line) => {
      line.send(hello())
      line.send(frame({ type: 'follow', conversationId: foreign, after: null }))
    },
    'not_found',
  ],
  [
    'a visitor who wants the feed',
    (line) => {
      line.send(hello())
      line.send(frame({ type: 'feed', generation: 1, window: {} }))
    },
    'not_allowed',
  ],
  [
    'a place in the log that cannot be',
    (line) => {
      line.send(hello())
      line.send(frame({ type: 'follow', conversationId: chat, after: 9007199254740991 }))
    },
    'malformed',
  ],
  [
    'a page that no database can keep',
    (line) => {
      line.send(hello())
      line.send(
        frame({
          type: 'here',
          conversationId: chat,
          presence: 'active',
          open: true,
          page: { url: 'https://shop.test/\0', title: '' },
        }),
      )
    },
    'malformed',
  ],
]

for (const [what, act, expected] of socketRefusals) {
  test(`the socket refuses ${what}, and nothing changes`, async () => {
    const before = await everything()
    const line = new WebSocket(`${w.url.replace('http', 'ws')}/api/socket`)
    await new Promise((resolve) => line.once('open', resolve))
    const answer = new Promise((resolve) => {
      line.on('message', (bytes) => {
        const said = JSON.parse(String(bytes))
        if (said.type === 'refused') resolve(said.code)
      })
      line.on('close', resolve)
    })
    act(line)
    assert.equal(await answer, expected)
    line.terminate()
    assert.deepEqual(await everything(), before)
  })
}
