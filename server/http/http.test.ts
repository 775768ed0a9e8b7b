import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { openDoor } from '../../test/door.ts'
import { storedTypes } from '../../protocol/events.ts'
import { eventually } from '../../test/world.ts'
import { Conflict, Invalid, NotAllowed, NotFound, Problem, Unavailable } from '../ground/errors.ts'
import { signVisitorToken } from '../people/visitors/visitor-token.ts'

const id = 'conversation-1'
const ada = { name: 'Ada', email: 'ada@halo.test', password: 'correct horse' }
type Door = Awaited<ReturnType<typeof openDoor>>

async function ask(
  door: Door,
  options: InjectOptions,
): Promise<{ status: number; code: string; message: string; details: unknown; headers: Record<string, unknown> }> {
  const { statusCode, body, headers } = await door.app.inject(options)
  const { error } = body.startsWith('{')
    ? (JSON.parse(body) as { error?: { code: string; message: string; details?: unknown } })
    : {}
  return {
    status: statusCode,
    code: error?.code ?? '',
    message: error?.message ?? '',
    details: error?.details,
    headers,
  }
}

const visit = async (door: Door) => ({
  authorization: `Bearer ${await signVisitorToken(door.secret, 'visitor-one')}`,
})

async function signedIn(door: Door) {
  await door.operators.create(ada)
  return { cookie: (await door.operators.signIn(ada.email, ada.password)).getSetCookie()[0]!.split(';')[0]! }
}

test('our five errors, and what is broken, each become their answer', async () => {
  await using door = await openDoor()
  let error: unknown
  door.routes.on('GET /api/agents', () => {
    throw error
  })
  const headers = await signedIn(door)
  const expected: [unknown, number, string][] = [
    [new NotFound('There is no such agent.'), 404, 'not_found'],
    [new NotAllowed('not_yours', 'This belongs to somebody else.'), 403, 'not_yours'],
    [new NotAllowed('signed_out', 'Sign in again.'), 401, 'signed_out'],
    [new Invalid('bad_cursor', 'This list has changed. Start over.'), 400, 'bad_cursor'],
    [new Conflict('held', 'Sarah has the pen.', { since: 5 }), 409, 'held'],
    [new Unavailable('database', 'The database is away. Nothing was stored.'), 503, 'database'],
    [
      new Error('a library met it', { cause: new Unavailable('database', 'The database is away.') }),
      503,
      'database',
    ],
    [new Error('select * from operators failed'), 500, 'broken'],
    ['a thrown string', 500, 'broken'],
  ]
  for (const [thrown, status, code] of expected) {
    error = thrown
    const answer = await ask(door, { url: '/api/agents', headers })
    assert.deepEqual([answer.status, answer.code], [status, code])
    if (thrown instanceof Problem) assert.equal(answer.message, thrown.message)
    if (thrown instanceof Conflict) assert.deepEqual(answer.details, { since: 5 })
  }
})

test('what broke is in the log under the id that the caller gets, and nowhere else', async () => {
  await using door = await openDoor()
  door.routes.on('GET /api/agents', () => {
    throw new Error('select * from operators failed')
  })
  const answer = await ask(door, { url: '/api/agents', headers: await signedIn(door) })
  assert.doesNotMatch(JSON.stringify(answer), /select|operators|\.ts/)
  const request = String(answer.headers['x-request-id'])
  assert.ok(answer.message.includes(request))
  assert.ok(door.lines.some((line) => line.includes(request) && line.includes('select * from operators failed')))
})

test('an invalid request is told which field, and changes nothing', async () => {
  await using door = await openDoor()
  let called = 0
  door.routes.on('POST /api/widget/conversations/:id/messages', () => {
    called++
    throw new NotFound('reached')
  })
  door.routes.on('GET /api/conversations', () => {
    called++
    throw new NotFound('reached')
  })
  const headers = await visit(door)
  const say = (payload: unknown, url = `/api/widget/conversations/${id}/messages`) =>
    ask(door, { method: 'POST', url, headers, payload: payload as object })
  const expected: [unknown, RegExp][] = [
    [{ id: 'message-1', text: '   ' }, /"text": Write something first/],
    [{ id: 'message-1', text: 'x'.repeat(10_001) }, /"text": At most 10000 characters/],
    [{ id: 'message-1' }, /"text": expected string/],
    [{ id: '../etc', text: 'hi' }, /"id": An id is 8 to 64/],
    [{ id: 'message-1', text: 'hi', from: 'ai' }, /unknown fields: "from"/],
    [[], /The body: expected object/],
    ['null', /The body: expected object/],
  ]
  for (const [payload, sentence] of expected) {
    const answer = await ask(door, {
      method: 'POST',
      url: `/api/widget/conversations/${id}/messages`,
      headers: { ...headers, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
    assert.deepEqual([answer.status, answer.code], [400, 'invalid'])
    assert.match(answer.message, sentence)
  }
  assert.match(
    (await say({ id: 'message-1', text: 'hi' }, '/api/widget/conversations/short/messages')).message,
    /"id"/,
  )
  const page = await ask(door, { url: '/api/conversations?limit=5000', headers: await signedIn(door) })
  assert.deepEqual(
    [page.status, page.code, page.details],
    [400, 'invalid', { fields: [{ path: 'limit', message: 'Too big: expected number to be <=100' }] }],
  )
  assert.equal(called, 0)
})

test('what cannot be read, is too large, or is not JSON', async () => {
  await using door = await openDoor()
  door.routes.on('POST /api/widget/conversations/:id/messages', ({ input }) => {
    throw new NotFound(`read ${input.body.text.length}`)
  })
  const headers = await visit(door)
  const post = (payload: string, type = 'application/json') =>
    ask(door, {
      method: 'POST',
      url: `/api/widget/conversations/${id}/messages`,
      headers: { ...headers, 'content-type': type },
      payload,
    })
  const answers = {
    cut: await post('{"id": "messa'),
    poison: await post('{"id":"message-1","text":"hi","__proto__":{"admin":true}}'),
    large: await post(JSON.stringify({ id: 'message-1', text: 'x'.repeat(70_000) })),
    form: await post('id=message-1&text=hi', 'application/x-www-form-urlencoded'),
    longest: await post(JSON.stringify({ id: 'message-1', text: '漢'.repeat(10_000) })),
  }
  assert.deepEqual(
    Object.values(answers).map(({ status, code }) => `${status} ${code}`),
    ['400 malformed', '400 malformed', '413 too_large', '415 not_json', '404 not_found'],
  )
  assert.equal(answers.longest.message, 'read 10000')
  assert.deepEqual(
    [(await ask(door, { url: '/api/nowhere?token=abc' })).status, (await ask(door, { url: '/api/%zz' })).code],
    [404, 'malformed'],
  )
  assert.doesNotMatch((await ask(door, { url: '/api/nowhere?token=abc' })).message, /abc/)
})

test('bytes that are no request get a problem too', async () => {
  await using door = await openDoor()
  const { port, hostname } = new URL(await door.listen())
  const socket = connect(Number(port), hostname).setEncoding('utf8')
  socket.write('hello?\r\n\r\n')
  let heard = ''
  socket.on('data', (text: string) => {
    heard += text
  })
  await once(socket, 'close')
  assert.match(heard, /^HTTP\/1\.1 400 .*"code":"malformed"/s)
})

test('who may call is settled before the body is read', async () => {
  await using door = await openDoor()
  door.routes.on('POST /api/widget/conversations', ({ actor }) => {
    throw new NotFound(`visitor ${actor.id}`)
  })
  door.routes.on('POST /api/conversations/:id/takeover', ({ actor }) => {
    throw new NotFound(`operator ${actor.person.email}`)
  })
  const open = (headers: Record<string, string>) =>
    ask(door, {
      method: 'POST',
      url: '/api/widget/conversations',
      headers: { 'content-type': 'application/json', ...headers },
      payload: '{broken',
    })
  const takeOver = (headers: Record<string, string>) =>
    ask(door, { method: 'POST', url: `/api/conversations/${id}/takeover`, headers })
  const visitor = await visit(door)
  const operator = await signedIn(door)

  const strangers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer x' },
    { authorization: 'Basic YTpi' },
    operator,
  ]
  for (const headers of strangers)
    assert.deepEqual([(await open(headers)).status, (await open(headers)).code], [401, 'signed_out'])
  assert.equal((await open(visitor)).code, 'malformed')
  for (const headers of [{}, visitor]) assert.equal((await takeOver(headers)).status, 401)
  assert.equal((await takeOver(operator)).message, 'operator ada@halo.test')
})

test("a page of another site cannot act in an operator's name", async () => {
  await using door = await openDoor({ url: 'https://halo.test' })
  door.routes.on('POST /api/conversations/:id/takeover', () => {
    throw new NotFound('reached')
  })
  const cookie = await signedIn(door)
  const from = async (headers: Record<string, string>, url = `/api/conversations/${id}/takeover`) =>
    (await ask(door, { method: 'POST', url, headers: { host: 'inner:4000', ...cookie, ...headers } })).code
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'https://halo.test.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) assert.equal(await from(headers), 'origin', JSON.stringify(headers))
  for (const headers of foreign)
    assert.equal(await from(headers, '/api/auth/sign-out'), 'origin', JSON.stringify(headers))
  const ours: Record<string, string>[] = [
    { origin: 'https://halo.test' },
    { origin: 'http://inner:4000' },
    { origin: 'https://inner:4000' },
    { 'sec-fetch-site': 'same-origin' },
    {},
  ]
  for (const headers of ours) assert.equal(await from(headers), 'not_found', JSON.stringify(headers))
})

test('any site may embed the widget, and read its answers, errors too', async () => {
  await using door = await openDoor()
  door.routes.on('POST /api/widget/sessions', () => {
    throw new NotAllowed('bad_key', 'Unknown key.')
  })
  const headers = { origin: 'https://shop.test' }
  const before = await door.app.inject({
    method: 'OPTIONS',
    url: '/api/widget/sessions',
    headers: {
      ...headers,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  assert.deepEqual(
    [
      before.statusCode,
      before.headers['access-control-allow-origin'],
      before.headers['access-control-allow-headers'],
    ],
    [204, '*', 'authorization, content-type'],
  )
  assert.equal(before.headers['access-control-allow-credentials'], undefined)
  const answer = await ask(door, { method: 'POST', url: '/api/widget/sessions', headers, payload: { key: 'x' } })
  assert.deepEqual([answer.code, answer.headers['access-control-allow-origin']], ['bad_key', '*'])
  for (const url of ['/api/setup', '/api/me', '/api/conversations', '/api/nowhere']) {
    assert.equal((await door.app.inject({ url, headers })).headers['access-control-allow-origin'], undefined)
  }
})

test('a list of sites keeps all others out', async () => {
  await using door = await openDoor({ widgetOrigins: ['https://shop.test'] })
  door.routes.on('POST /api/widget/sessions', () => {
    throw new NotAllowed('bad_key', 'Unknown key.')
  })
  const from = (origin: string) =>
    ask(door, {
      method: 'POST',
      url: '/api/widget/sessions',
      headers: { origin, host: 'halo.test' },
      payload: { key: 'x' },
    })
  const shop = await from('https://shop.test')
  assert.deepEqual(
    [shop.code, shop.headers['access-control-allow-origin'], shop.headers.vary],
    ['bad_key', 'https://shop.test', 'origin'],
  )
  assert.equal((await from('https://halo.test')).code, 'bad_key')
  const other = await from('https://other.test')
  assert.deepEqual(
    [other.status, other.code, other.headers['access-control-allow-origin']],
    [403, 'origin', undefined],
  )
})

test('the leave beacon may call its JSON text; nothing else may', async () => {
  await using door = await openDoor()
  door.routes.on('POST /api/widget/conversations/:id/leave', () => ({ ok: true as const }))
  const headers = { 'content-type': 'text/plain;charset=UTF-8', ...(await signedIn(door)) }
  const beacon = await door.app.inject({
    method: 'POST',
    url: `/api/widget/conversations/${id}/leave`,
    headers,
    payload: JSON.stringify({ token: 'x', how: 'unload' }),
  })
  assert.deepEqual(beacon.json(), { ok: true })
  assert.equal((await ask(door, { method: 'POST', url: '/api/setup', headers, payload: '{}' })).code, 'not_json')
})

test('an address that asks too often is told when to come back', async () => {
  await using door = await openDoor({ limits: { sessions: 3 }, trustProxy: 'loopback' })
  door.routes.on('POST /api/widget/sessions', () => {
    throw new NotFound('reached')
  })
  const from = (address: string) =>
    ask(door, {
      method: 'POST',
      url: '/api/widget/sessions',
      headers: { 'x-forwarded-for': address },
      payload: { key: 'x' },
    })
  for (let i = 0; i < 3; i++) assert.equal((await from('203.0.113.1')).code, 'not_found')
  const refused = await from('203.0.113.1')
  assert.deepEqual([refused.status, refused.code], [429, 'too_many'])
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.equal((await from('203.0.113.2')).code, 'not_found')
  // Within one IPv6 network an address costs nothing, so the network counts.
  for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:9::3'])
    assert.equal((await from(address)).code, 'not_found')
  assert.equal((await from('2001:db8::4')).code, 'too_many')
  assert.equal((await from('2001:db8:1::4')).code, 'not_found')
})

test('in tests, a reply that holds more or less than its schema declares is a defect', async () => {
  await using door = await openDoor()
  let reply: { sessions: unknown[] } = { sessions: [] }
  door.routes.on('GET /api/sessions', () => reply as never)
  const headers = await signedIn(door)
  const session = { id: 'session-one', current: true, startedAt: 1, seenAt: 2, address: null, browser: null }
  const look = async (sessions: unknown[]) => {
    reply = { sessions }
    return (await door.app.inject({ url: '/api/sessions', headers })).statusCode
  }
  assert.deepEqual(
    [
      await look([session]),
      await look([{ ...session, whisper: 'psst' }]),
      await look([{ ...session, current: undefined }]),
    ],
    [200, 500, 500],
  )
})

test('a route that nobody answers, or two do, stops the start', async () => {
  await using door = await openDoor()
  assert.throws(() => door.routes.complete(), /Nobody answers .*POST \/api\/widget\/sessions/)
  assert.throws(
    () =>
      door.routes.on('GET /api/me', () => {
        throw new NotFound('')
      }),
    /registered twice/,
  )
})

test('the documentation is made of the routes', async () => {
  await using door = await openDoor()
  const spec = (await door.app.inject({ url: '/api/openapi.json' })).json()
  assert.equal(spec.openapi, '3.1.0')
  const whisper = spec.paths['/api/conversations/{id}/whispers'].post
  assert.deepEqual([whisper.tags, whisper.security], [['conversations'], [{ operator: [] }]])
  assert.match(whisper.description, /^Tell the AI something/)
  assert.equal(whisper.requestBody.content['application/json'].schema.properties.text.maxLength, 10_000)
  assert.ok(whisper.responses['200'] && whisper.responses['4XX'])
  assert.equal(whisper.operationId, 'postConversationsByIdWhispers')
  assert.deepEqual(whisper.responses['200'].content['application/json'].schema.properties.whisper, {
    $ref: '#/components/schemas/Whisper',
  })
  const programs = (await door.app.inject({ url: '/api/v1/openapi.json' })).json()
  assert.ok(Object.keys(programs.paths).every((path) => path.startsWith('/api/v1/')))
  assert.equal(programs.paths['/api/v1/conversations'].get.operationId, 'listConversations')
  const kinds = programs.components.schemas.HaloEvent.oneOf as { properties: { type: { const: string } } }[]
  assert.deepEqual(
    kinds.map(({ properties }) => properties.type.const),
    storedTypes,
  )
  const received = programs.webhooks.event.post
  assert.deepEqual(
    received.requestBody.content['application/json'].schema.properties.data,
    { $ref: '#/components/schemas/HaloEvent' },
    'what a webhook is told is an event of the log',
  )
  assert.match(received.description, /HMAC-SHA256/)
  assert.ok(!Object.keys(spec.paths).some((path) => path.startsWith('/api/auth') || path.startsWith('/api/docs')))
  const page = await door.app.inject({ url: '/api/docs' })
  assert.deepEqual(
    [
      page.statusCode,
      /<script(?![^>]* src=)/.test(page.body),
      /upgrade-insecure/.test(String(page.headers['content-security-policy'])),
    ],
    [200, false, false],
  )
})

test('every answer has the id under which the log knows it', async () => {
  await using door = await openDoor()
  const base = await door.listen()
  const paths = ['/api/setup', '/api/nowhere', '/api/me', '/api/docs/', '/api/openapi.json']
  const ids = await Promise.all(paths.map(async (path) => (await fetch(base + path)).headers.get('x-request-id')))
  assert.equal(new Set(ids).size, paths.length)
  for (const id of ids)
    await eventually(async () => door.lines.some((line) => line.includes(`"request":"${id}"`)), `a line of ${id}`)
})

test('a parameter that nobody reads is refused, as an unknown field is', async () => {
  await using door = await openDoor()
  let called = 0
  const answer = () => {
    called++
    throw new NotFound('reached')
  }
  door.routes.on('GET /api/conversations', answer)
  door.routes.on('GET /api/agents', answer)
  const headers = await signedIn(door)
  for (const url of ['/api/conversations?limt=5', '/api/agents?limit=5']) {
    const refused = await ask(door, { url, headers })
    assert.deepEqual([refused.status, refused.code], [400, 'invalid'])
    assert.match(refused.message, /unknown fields: "lim?i?t"/)
  }
  assert.equal(called, 0)
  assert.equal((await ask(door, { url: '/api/conversations?limit=5', headers })).message, 'reached')
})

test('a wrong method is told which ones there are', async () => {
  await using door = await openDoor()
  const answer = () => {
    throw new NotFound('reached')
  }
  door.routes.on('POST /api/conversations/:id/takeover', answer)
  door.routes.on('DELETE /api/conversations/:id/takeover', answer)
  await door.app.ready()
  const put = await ask(door, { method: 'PUT', url: `/api/conversations/${id}/takeover?token=abc` })
  assert.deepEqual([put.status, put.code, put.headers.allow], [405, 'method_not_allowed', 'DELETE, POST'])
  assert.doesNotMatch(put.message, /abc/)
  assert.deepEqual((await ask(door, { method: 'POST', url: '/api/openapi.json' })).headers.allow, 'GET, HEAD')
  assert.equal((await ask(door, { method: 'PUT', url: '/api/conversations//takeover' })).status, 404)
})
