import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from '../../test/door.ts'
import { ensureAdmin, openSetup } from './operators/setup.ts'

const ada = { name: 'Ada', email: 'ada@halo.test', password: 'correct horse' }
const json = { 'content-type': 'application/json' }

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code
const signIn = (url: string, password = ada.password, email = ada.email) =>
  post(`${url}/api/auth/sign-in/email`, { email, password })

test('the one-time link creates the first operator and signs in', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const token = await door.setup.issue()
  assert.deepEqual(await (await fetch(`${url}/api/setup`)).json(), { needed: true })

  const answer = await post(`${url}/api/setup`, { token, ...ada })
  assert.equal(answer.status, 200)
  const { operator } = (await answer.json()) as { operator: { id: string } }
  const me = await fetch(`${url}/api/me`, { headers: { cookie: cookieOf(answer) } })
  assert.deepEqual(await me.json(), {
    operator: {
      id: operator.id,
      name: 'Ada',
      image: null,
      email: ada.email,
      access: { role: 'super_admin', inbox: 'manage', agents: 'edit' },
      factorMissing: false,
    },
    awaySince: null,
    widgetKey: 'halo_key',
    hasDemo: true,
    model: 'built-in',
    modelFollows: 'Topics.',
  })

  assert.deepEqual(await (await fetch(`${url}/api/setup`)).json(), { needed: false })
  assert.equal(await door.setup.issue(), null)
  const again = await post(`${url}/api/setup`, { token, ...ada, email: 'eve@halo.test' })
  assert.deepEqual([again.status, await codeOf(again)], [409, 'set_up'])
})

test('ten tabs redeem the link at once: one operator is created', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const token = await door.setup.issue()
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, tab) =>
      post(`${url}/api/setup`, { token, ...ada, email: `ada${tab}@halo.test` }),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)])
  assert.equal(await door.operators.count(), 1)
})

test('the link stays the same until it is used, over restarts and for every process', async () => {
  await using door = await openDoor()
  const tokens = await Promise.all([
    door.setup.issue(),
    door.setup.issue(),
    openSetup(door.db, door.operators).issue(),
  ])
  assert.equal(new Set(tokens).size, 1)
  const stored = await door.db.reads.selectFrom('settings').selectAll().execute()
  assert.ok(!JSON.stringify(stored).includes(tokens[0]!))
})

test('a wrong link, or one that was never printed, creates nobody', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const before = await post(`${url}/api/setup`, { token: 'guess', ...ada })
  assert.deepEqual([before.status, await codeOf(before)], [403, 'wrong_link'])
  await door.setup.issue()
  const after = await post(`${url}/api/setup`, { token: 'guess', ...ada })
  assert.deepEqual([after.status, await codeOf(after)], [403, 'wrong_link'])
  assert.equal(await door.operators.count(), 0)
})

test('the operator of the settings is created once, by however many processes, and closes the link', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const token = await door.setup.issue()
  await Promise.all(Array.from({ length: 4 }, () => ensureAdmin(door.operators, ada)))
  await ensureAdmin(door.operators, { ...ada, email: 'ADA@halo.test', password: 'another password' })
  assert.equal(await door.operators.count(), 1)
  assert.equal((await signIn(url)).status, 200)
  assert.equal((await post(`${url}/api/setup`, { token, ...ada, email: 'eve@halo.test' })).status, 409)
})

test('signing in, working, signing out', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  await door.operators.create(ada)
  assert.equal((await fetch(`${url}/api/me`)).status, 401)

  const signedIn = await signIn(url, ada.password, 'Ada@Halo.test')
  const [line = ''] = signedIn.headers.getSetCookie()
  assert.match(line, /^halo\.session_token=.+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
  const cookie = cookieOf(signedIn)
  const second = cookieOf(await signIn(url))
  assert.equal((await fetch(`${url}/api/me`, { headers: { cookie } })).status, 200)

  const out = await post(`${url}/api/auth/sign-out`, {}, { cookie, origin: url })
  assert.equal(out.status, 200)
  const after = await fetch(`${url}/api/me`, { headers: { cookie } })
  assert.deepEqual([after.status, await codeOf(after)], [401, 'signed_out'])
  assert.equal((await fetch(`${url}/api/me`, { headers: { cookie: second } })).status, 200)
})

test('behind TLS the cookie is for TLS only', async () => {
  await using door = await openDoor({ url: 'https://halo.test' })
  await door.operators.create(ada)
  const { headers } = await door.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: 'https://halo.test' },
    payload: { email: ada.email, password: ada.password },
  })
  assert.match(
    String(headers['set-cookie']),
    /^__Secure-halo\.session_token=[^,]+; HttpOnly; Secure; SameSite=Lax,halo\.known_[^,]+; Secure$/,
  )
  const me = await door.app.inject({
    url: '/api/me',
    headers: { cookie: String(headers['set-cookie']).split(';')[0]! },
  })
  assert.equal(me.statusCode, 200)
})

test('a wrong password and an unknown address get the same answer', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  await door.operators.create(ada)
  const answers = await Promise.all([signIn(url, 'wrong password'), signIn(url, ada.password, 'eve@halo.test')])
  for (const answer of answers)
    assert.deepEqual(
      [answer.status, await answer.json()],
      [401, { error: { code: 'invalid_email_or_password', message: 'Invalid email or password' } }],
    )
})

test('guessing passwords is stopped; signing in rightly, however often, is not', async () => {
  await using door = await openDoor({ failedSignIns: 5 })
  const url = await door.listen()
  await door.operators.create(ada)
  for (let i = 0; i < 8; i++) assert.equal((await signIn(url)).status, 200)
  const guesses = await Promise.all(Array.from({ length: 8 }, () => signIn(url, 'wrong password')))
  assert.deepEqual(guesses.map(({ status }) => status).sort(), [401, 401, 401, 401, 401, 429, 429, 429])
  const refused = await signIn(url)
  assert.deepEqual([refused.status, await codeOf(refused)], [429, 'too_many'])
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
})

test('nobody signs up by themselves', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const answer = await post(`${url}/api/auth/sign-up/email`, { ...ada, email: 'eve@halo.test' })
  assert.equal(answer.status, 404)
  assert.equal(await door.operators.count(), 0)
  await assert.rejects(
    door.operators.create(ada).then(() => door.operators.create(ada)),
    { name: 'Conflict', code: 'taken' },
  )
})

test('a made-up session is no session', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  await door.operators.create(ada)
  const cookie = cookieOf(await signIn(url))
  const [name, value = ''] = cookie.split('=')
  const forged = [
    `${name}=${value.slice(0, 20)}${value[20] === 'x' ? 'y' : 'x'}${value.slice(21)}`,
    `${name}=${value.split('.')[0]}`,
    `${name}=%`,
    `${name}=`,
  ]
  for (const one of forged)
    assert.equal((await fetch(`${url}/api/me`, { headers: { cookie: one } })).status, 401, one)
})

test('passwords, cookies and links stay out of the log', async () => {
  await using door = await openDoor()
  const url = await door.listen()
  const token = await door.setup.issue()
  const cookie = cookieOf(await post(`${url}/api/setup`, { token, ...ada }))
  await fetch(`${url}/api/me?token=${token}`, { headers: { cookie } })
  await signIn(url, 'wrong password')
  const log = door.lines.join('')
  assert.ok(log.includes('/api/me'))
  for (const secret of [ada.password, 'wrong password', token!, cookie.split('=')[1]!])
    assert.ok(!log.includes(secret))
})
