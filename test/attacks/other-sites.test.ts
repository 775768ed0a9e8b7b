import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { api, type RouteKey } from '../../protocol/api.ts'
import { version } from '../../protocol/frames.ts'
import { newId } from '../../server/ground/context.ts'
import { openDoor } from '../door.ts'
import { world, type World } from '../world.ts'

/** What a page of another site can do to a signed-in operator, or read of us, through their browser. */

const evil = 'https://evil.test'
const keys = Object.keys(api) as RouteKey[]
const callerOf = (key: RouteKey): string => api[key].for
const [changing, reading] = [
  keys.filter((key) => !key.startsWith('GET ')),
  keys.filter((key) => key.startsWith('GET ')),
]
const ofWidget = (key: RouteKey) => key.includes(' /api/widget/')

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const pathOf = (key: RouteKey) => key.split(' ')[1]!.replace(/:\w+/g, newId())
/** The same place, written as only an attacker would. */
const spellings = (path: string) => [
  path,
  path.replace('/api', '/%61pi'),
  path.replace('/api', '/%61%70%69'),
  path.replace(/[a-z](?=[^a-z]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
]

async function ask(
  key: RouteKey,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; code: string | undefined; headers: Headers }> {
  const response = await fetch(w.url + path, { method: key.split(' ')[0]!, headers })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    code:
      response.ok || !text.startsWith('{')
        ? undefined
        : (JSON.parse(text) as { error?: { code: string } }).error?.code,
  }
}

test('no route that changes something takes an operator’s cookie from a page of another site, however the address is written', async () => {
  const { cookie } = w.ada.headers as { cookie: string }
  const ours = changing.filter((key) => !ofWidget(key))
  assert.ok(ours.length > 80)
  for (const key of ours) {
    for (const path of spellings(pathOf(key))) {
      for (const headers of [{ origin: evil }, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }] as Record<
        string,
        string
      >[]) {
        const { status, code } = await ask(key, path, { cookie, ...headers })
        assert.deepEqual([status, code], [403, 'origin'], `${key} as ${path} with ${JSON.stringify(headers)}`)
      }
    }
  }
  assert.equal((await w.ada.call('GET /api/me')).operator.email, 'ada@halo.test', 'still signed in')
})

test('the ways in and out are as closed to other sites', async () => {
  for (const way of [
    'sign-in/email',
    'sign-out',
    'change-password',
    'two-factor/enable',
    'two-factor/disable',
    'two-factor/verify-totp',
    'two-factor/verify-backup-code',
    'two-factor/generate-backup-codes',
  ]) {
    for (const path of spellings(`/api/auth/${way}`)) {
      const response = await fetch(w.url + path, {
        method: 'POST',
        headers: { cookie: w.ada.headers.cookie!, origin: evil, 'content-type': 'application/json' },
        body: '{}',
      })
      assert.equal(response.status, 403, path)
    }
  }
})

test('a form, which may be sent without asking, is no JSON anywhere but at the beacon', async () => {
  for (const key of changing.filter((each) => !ofWidget(each))) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const [method, headers] = [key.split(' ')[0]!, callerOf(key) === 'operator' ? w.ada.headers : {}]
      const { status } = await fetch(w.url + pathOf(key), {
        method,
        headers: { ...headers, 'content-type': type },
        body: '{"x":1}',
      })
      assert.ok([401, 415].includes(status), `${key} as ${type} answered ${status}`)
    }
  }
})

test('other sites read nothing but the widget’s answers, and those without a cookie', async () => {
  for (const key of keys) {
    const headers = { origin: evil, ...(callerOf(key) === 'operator' && { cookie: w.ada.headers.cookie! }) }
    const answer = await ask(key, pathOf(key), headers)
    const before = await fetch(w.url + pathOf(key), {
      method: 'OPTIONS',
      headers: {
        origin: evil,
        'access-control-request-method': key.split(' ')[0]!,
        'access-control-request-headers': 'content-type',
      },
    })
    await before.body?.cancel()
    for (const given of [answer.headers, before.headers]) {
      assert.equal(given.get('access-control-allow-origin'), ofWidget(key) ? '*' : null, key)
      assert.equal(given.get('access-control-allow-credentials'), null, key)
    }
  }
})

test('every answer is kept by nobody on its way, and is what it says it is', async () => {
  for (const key of reading) {
    for (const path of spellings(pathOf(key)).slice(0, 2)) {
      const { headers } = await ask(key, path, callerOf(key) === 'operator' ? w.ada.headers : {})
      assert.deepEqual(
        [headers.get('cache-control'), headers.get('x-content-type-options')],
        ['no-store', 'nosniff'],
        `${key} as ${path}`,
      )
    }
  }
})

test('a socket that a page of another site opened hears nothing with an operator’s cookie', async () => {
  const open = (origin: string) =>
    new Promise<number>((resolve) => {
      const line = new WebSocket(`${w.url.replace('http', 'ws')}/api/socket`, {
        headers: { cookie: w.ada.headers.cookie!, origin },
      })
      line.once('open', () => line.send(JSON.stringify({ type: 'hello', version })))
      line.once('message', () => {
        resolve(0)
        line.close()
      })
      line.once('close', resolve)
    })
  for (const origin of [
    evil,
    'null',
    `${w.url}.evil.test`,
    w.url.replace('127.0.0.1', 'localhost'),
    w.url.replace(/:\d+$/, ':1'),
  ])
    assert.equal(await open(origin), 4003, origin)
  assert.equal(await open(w.url), 0)
})

/** The cookies that signing in sets, each with its attributes. */
async function cookiesOf(url: string | null): Promise<[string, string[]][]> {
  await using door = await openDoor({ url })
  await door.operators.create({ name: 'Ada', email: 'ada@halo.test', password: 'correct horse' })
  const { statusCode, headers } = await door.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: 'ada@halo.test', password: 'correct horse' },
  })
  assert.equal(statusCode, 200)
  return [headers['set-cookie']!].flat().map((line) => {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim())
    return [pair!.split('=')[0]!, attributes]
  })
}

test('the session’s cookie is out of reach of scripts and of other sites; behind TLS it never travels without', async () => {
  const [plain, safe] = [await cookiesOf(null), await cookiesOf('https://halo.test')]
  assert.deepEqual([plain[0]![0], safe[0]![0]], ['halo.session_token', '__Secure-halo.session_token'])
  for (const [name, attributes] of [...plain, ...safe]) {
    for (const wanted of ['HttpOnly', 'SameSite=Lax'])
      assert.ok(attributes.includes(wanted), `${name}: ${attributes.join()}`)
    // What only signing in reads is sent nowhere else.
    assert.ok(attributes.includes(name.startsWith('halo.known_') ? 'Path=/api/auth' : 'Path=/'), name)
    assert.ok(!attributes.some((each) => each.startsWith('Domain')), `${name} is for this host alone`)
  }
  assert.ok(safe.every(([, attributes]) => attributes.includes('Secure')))
})
