import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from '../../test/door.ts'
import { api, type RouteKey } from '../../protocol/api.ts'
import { NotFound } from '../ground/errors.ts'
import { signVisitorToken } from '../people/visitors/visitor-token.ts'
import { countedAtMost, createLimit, networkOf, wideNetworkOf } from './limits.ts'
import { createLockout } from './lockout.ts'

type Door = Awaited<ReturnType<typeof openDoor>>
const keys = Object.keys(api) as RouteKey[]
const callers: Record<string, string> = Object.fromEntries(keys.map((key) => [key, api[key].for]))
const tight = { sessions: 2, setup: 2, calls: 2, visitor: 2 }
/** Answered where the door itself is opened. */
const answered = new Set<RouteKey>(['GET /api/setup', 'POST /api/setup', 'GET /api/me'])

async function call(door: Door, key: RouteKey, address: string, token?: string) {
  const [method, path] = key.split(' ') as ['GET', string]
  const answer = await door.app.inject({
    method,
    url: path.replace(/:\w+/g, 'some-id-of-it'),
    headers: { 'x-forwarded-for': address, ...(token && { authorization: `Bearer ${token}` }) },
  })
  return { status: answer.statusCode, wait: Number(answer.headers['retry-after'] ?? 0) }
}

function answerAll(door: Door): void {
  for (const key of keys)
    if (!answered.has(key))
      door.routes.on(key, () => {
        throw new NotFound('reached')
      })
}

test('every route that needs no session is limited by address, and says when to come back', async () => {
  await using door = await openDoor({ limits: tight, trustProxy: 'loopback' })
  answerAll(door)
  let next = 0
  const open = keys.filter((key) => callers[key] !== 'operator')
  assert.ok(open.length > 10)
  for (const key of open) {
    // Visitors' routes share one count, so each is tried from an address of its own.
    const address = `198.51.100.${++next}`
    for (let n = 0; n < 2; n++) assert.notEqual((await call(door, key, address)).status, 429, key)
    const { status, wait } = await call(door, key, address)
    assert.equal(status, 429, key)
    assert.ok(wait > 0 && wait <= 60, key)
    assert.notEqual((await call(door, key, `203.0.113.${next}`)).status, 429, `${key}: another address`)
  }
})

test('one visitor has one count for everything, from wherever they call', async () => {
  await using door = await openDoor({ limits: { visitor: 3 }, trustProxy: 'loopback' })
  answerAll(door)
  let next = 0
  const routes = keys.filter((key) => callers[key] === 'visitor')
  const token = await signVisitorToken(door.secret, 'visitor-one')
  const statuses: number[] = []
  for (const key of routes) statuses.push((await call(door, key, `198.51.100.${++next}`, token)).status)
  assert.ok(routes.length > 5)
  assert.deepEqual(
    statuses.map((status) => status === 429),
    routes.map((_, n) => n >= 3),
  )
  assert.notEqual(
    (await call(door, routes[0]!, '198.51.100.1', await signVisitorToken(door.secret, 'visitor-two'))).status,
    429,
  )
})

test('an address is one caller however it is written, and a network of IPv6 is one', () => {
  assert.equal(networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1'))
  assert.equal(networkOf('2001:db8::1'), networkOf('2001:db8:0:0:ffff:1:2:3'))
  assert.notEqual(networkOf('2001:db8::1'), networkOf('2001:db8:0:1::1'))
})

test('a flood of addresses makes room for itself one by one, and frees nobody who came late', () => {
  const limit = createLimit(1)
  const count = (ip: string) => limit.count({ ip } as never)
  const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
  for (let n = 0; n < countedAtMost; n++) count(address(n))
  count('192.0.2.1')
  assert.throws(() => count('192.0.2.1'), /Too many/)
  assert.throws(() => count(address(countedAtMost - 1)), /Too many/, 'only the first was forgotten')
  count(address(0))
})

test('each wrong password past the allowance doubles the wait of that account, up to a quarter of an hour', () => {
  let now = 0
  const lockout = createLockout(3, () => now)
  const here = { address: '192.0.2.1', device: null }
  const waits = Array.from({ length: 12 }, () => {
    lockout.failed('Ada@halo.test', here)
    try {
      lockout.check('ada@HALO.test', here)
      return 0
    } catch (error) {
      return (error as { retryAfter: number }).retryAfter
    }
  })
  assert.deepEqual(waits, [0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900, 900])
  lockout.check('ben@halo.test', here)
  now += 900_000
  lockout.check('ada@halo.test', here)
  lockout.failed('ada@halo.test', here)
  assert.throws(() => lockout.check('ada@halo.test', here), /900 seconds/, 'waiting forgives nothing')
  lockout.succeeded('ada@halo.test', here)
  lockout.failed('ada@halo.test', here)
  lockout.check('ada@halo.test', here)
})

test('networks wait each by itself, and many of them together; a known device only for its own', () => {
  let now = 0
  const lockout = createLockout(3, () => now)
  const at = (address: string, device: string | null = null) => ({ address, device })
  for (let n = 0; n < 3; n++) lockout.failed('ada@halo.test', at(`192.0.2.${n}`))
  assert.throws(() => lockout.check('ada@halo.test', at('192.0.2.200')), 'the same network')
  lockout.check('ada@halo.test', at('198.51.100.1'))
  lockout.check('ada@halo.test', at('192.0.2.1', 'hers'))
  for (let n = 0; n < 27; n++) lockout.failed('ada@halo.test', at(`10.0.${n}.1`))
  assert.throws(() => lockout.check('ada@halo.test', at('198.51.100.1')), 'many networks are one guesser')
  lockout.check('ada@halo.test', at('198.51.100.1', 'hers'))
  for (let n = 0; n < 3; n++) lockout.failed('ada@halo.test', at('198.51.100.1', 'hers'))
  assert.throws(() => lockout.check('ada@halo.test', at('203.0.113.1', 'hers')))
  assert.equal(wideNetworkOf('2001:db8:0:12ab::1'), wideNetworkOf('2001:db8:0:12ff:1::'))
  assert.notEqual(wideNetworkOf('2001:db8:0:12ab::1'), wideNetworkOf('2001:db8:0:13ab::1'))
  assert.equal(wideNetworkOf('::ffff:192.0.2.1'), wideNetworkOf('192.0.2.99'))
})

test('an account that is guessed at from many addresses has to wait, and one that nobody has answers in the same words', async () => {
  await using door = await openDoor({ wrongPasswords: 3, trustProxy: 'loopback' })
  await door.operators.create({ name: 'Ada', email: 'ada@halo.test', password: 'correct horse' })
  let next = 0
  const signIn = async (email: string, password: string) => {
    const answer = await door.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { 'x-forwarded-for': `198.51.100.${++next}` },
      payload: { email, password },
    })
    return { status: answer.statusCode, said: answer.statusCode === 200 ? '' : answer.body }
  }
  const tries = async (email: string) => {
    const heard = []
    for (let n = 0; n < 4; n++) heard.push(await signIn(email, 'wrong horse'))
    return heard
  }
  const [known, unknown] = [await tries('ada@halo.test'), await tries('nobody@halo.test')]
  assert.deepEqual(
    known.map(({ status }) => status),
    [401, 401, 401, 429],
  )
  assert.deepEqual(known.slice(0, 3), unknown.slice(0, 3))
  assert.equal(unknown[3]!.status, 429)
  assert.equal(
    (await signIn('ada@halo.test', 'correct horse')).status,
    429,
    'the right one must wait, too, or the wait would tell',
  )
})
