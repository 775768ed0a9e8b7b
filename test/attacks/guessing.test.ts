import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../../server/ground/context.ts'
import { totp } from '../totp.ts'
import { Caller, OperatorClient, Refused, world, type World } from '../world.ts'

/** Each request from an address of its own, as of somebody who has many. */
let asked = 0
async function post(w: World, path: string, body: unknown, cookie = '') {
  const headers = {
    'content-type': 'application/json',
    origin: w.url,
    cookie,
    'x-forwarded-for': `198.18.${++asked >> 8}.${asked & 255}`,
  }
  const response = await fetch(`${w.url}/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  return {
    status: response.status,
    text,
    wait: Number(response.headers.get('retry-after')),
    body: text.startsWith('{') ? JSON.parse(text) : null,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; '),
  }
}

const many = { env: { HALO_TRUST_PROXY: 'loopback' } }
const signIn = (w: World, password = 'correct horse', email = 'ada@halo.test') =>
  post(w, 'sign-in/email', { email, password })

/** Ada with a second factor. */
async function withSecondFactor(w: World) {
  const { cookie } = await signIn(w)
  const { body } = await post(w, 'two-factor/enable', { password: 'correct horse' }, cookie)
  const { totpURI, backupCodes } = body as { totpURI: string; backupCodes: string[] }
  const seed = new URL(totpURI).searchParams.get('secret')!
  assert.equal((await post(w, 'two-factor/verify-totp', { code: totp(seed) }, cookie)).status, 200)
  const half = async () => {
    const answer = await signIn(w)
    assert.equal(answer.body.twoFactorRedirect, true)
    return answer.cookie
  }
  return {
    half,
    /** Another than the one that switched it on: each is good once. */
    right: () => totp(seed, 1),
    wrong: () => String((Number(totp(seed)) + 500_000) % 1_000_000).padStart(6, '0'),
    codes: backupCodes,
  }
}

test('after five wrong codes the password must be given again; after ten the account waits, for codes of every kind and from every address', async () => {
  await using w = await world(many)
  const { half, right, wrong, codes } = await withSecondFactor(w)
  const first = await half()
  for (let n = 0; n < 5; n++)
    assert.equal((await post(w, 'two-factor/verify-totp', { code: wrong() }, first)).status, 401)
  assert.equal(
    (await post(w, 'two-factor/verify-totp', { code: right() }, first)).body.error.code,
    'too_many_attempts_request_new_code',
    'this half of a key was used up',
  )

  const second = await half()
  for (let n = 0; n < 5; n++)
    assert.equal((await post(w, 'two-factor/verify-backup-code', { code: `wrong-code${n}` }, second)).status, 401)
  const third = await half()
  for (const [way, code] of [
    ['verify-totp', right()],
    ['verify-backup-code', codes[0]],
    ['verify-totp', wrong()],
  ] as const) {
    assert.equal(
      (await post(w, `two-factor/${way}`, { code }, third)).status,
      429,
      `${way}: the right one must wait, too, or the wait would tell`,
    )
  }
  assert.equal((await w.ada.call('GET /api/me')).operator.email, 'ada@halo.test', 'who is in stays in')
})

test('a recovery code that two use at once lets one in', async () => {
  await using w = await world(many)
  const { half, codes } = await withSecondFactor(w)
  // Each begins with the password.
  const halves = await Promise.all([half(), half(), half()])
  const answers = await Promise.all(
    halves.map((cookie) => post(w, 'two-factor/verify-backup-code', { code: codes[3] }, cookie)),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1, answers.map(({ status }) => status).join())
})

test('a code without the password before it, of another’s half, or of a half that was used, opens nothing', async () => {
  await using w = await world(many)
  const { half, right, codes } = await withSecondFactor(w)
  const cookie = await half()
  for (const given of [
    '',
    cookie.replace(/(two_factor=2fa-).{4}/, '$1AAAA'),
    'halo.two_factor=2fa-forged.signature',
  ]) {
    for (const [way, code] of [
      ['verify-totp', right()],
      ['verify-backup-code', codes[1]],
    ] as const)
      assert.equal((await post(w, `two-factor/${way}`, { code }, given)).status, 401, `${way} with ${given}`)
  }
  assert.equal((await post(w, 'two-factor/verify-totp', { code: right() }, cookie)).status, 200)
  assert.equal(
    (await post(w, 'two-factor/verify-backup-code', { code: codes[1] }, cookie)).status,
    401,
    'the half was used',
  )
})

test('whoever found a browser signed in guesses the password no faster than at the door', async () => {
  await using w = await world(many)
  const { cookie } = await signIn(w)
  const ways: [string, unknown][] = [
    ['change-password', { currentPassword: 'wrong horse', newPassword: 'a horse of mine' }],
    ['two-factor/enable', { password: 'wrong horse' }],
    ['two-factor/disable', { password: 'wrong horse' }],
    ['two-factor/generate-backup-codes', { password: 'wrong horse' }],
  ]
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) statuses.push((await post(w, ...ways[n % 3]!, cookie)).status)
  assert.deepEqual(statuses, [...Array(10).fill(400), 429, 429])
  for (const [way, body] of ways) {
    const { status, wait } = await post(w, way, body, cookie)
    assert.deepEqual([status, wait > 0], [429, true], way)
  }
  assert.equal(
    (await post(w, 'change-password', { currentPassword: 'correct horse', newPassword: 'a horse of mine' }, cookie))
      .status,
    429,
  )
  assert.equal((await signIn(w)).status, 429, 'the same password, the same wait')
  await w.ben()
  assert.equal((await signIn(w, 'correct horse', 'ben@halo.test')).status, 200, 'nobody else waits')
})

test('nothing that may be asked without a session says whether somebody has an account', async () => {
  await using w = await world(many)
  const ben = await w.ben()
  const gus = await w.halo.operators.create({ name: 'Gus', email: 'gus@halo.test', password: 'correct horse' })
  await w.ada.call('DELETE /api/team/:id', { params: { id: gus.id } })
  const heard = async (email: string) => {
    const { status, text, cookie } = await signIn(w, 'wrong horse', email)
    return { status, text, cookie }
  }
  const nobody = await heard('nobody@halo.test')
  for (const email of ['ben@halo.test', 'BEN@halo.test', 'gus@halo.test'])
    assert.deepEqual(await heard(email), nobody, email)

  const anyone = new Caller(w.url, {})
  const said = async (work: Promise<unknown>) =>
    work.then(
      () => assert.fail('opened'),
      (error: Refused) => error.message,
    )
  const reset = (id: string) =>
    said(
      anyone.call('POST /api/resets/:id', {
        params: { id },
        body: { until: Date.now() + 1e6, token: 'a guess', password: 'another horse' },
      }),
    )
  assert.equal(await reset(ben.person.id), await reset(newId()))
  const { invite } = await w.ada.call('POST /api/team/invites', {
    body: { id: newId(), email: 'new@halo.test', access: { role: 'member', inbox: 'view', agents: 'none' } },
  })
  const look = (id: string) =>
    said(anyone.call('GET /api/invites/:id', { params: { id }, query: { token: 'a guess' } }))
  assert.equal(await look(invite.id), await look(newId()))
  const join = (id: string) =>
    said(
      anyone.call('POST /api/invites/:id', {
        params: { id },
        body: { token: 'a guess', name: 'Eve', password: 'a long password' },
      }),
    )
  assert.equal(await join(invite.id), await join(newId()))
})

test('of the sign-in library nothing is open that Halo does not use', async () => {
  await using w = await world(many)
  const { cookie } = await signIn(w)
  const closed = [
    'sign-up/email',
    'request-password-reset',
    'forget-password',
    'reset-password',
    'verify-email',
    'send-verification-email',
    'update-user',
    'change-email',
    'set-password',
    'delete-user',
    'list-sessions',
    'revoke-session',
    'revoke-sessions',
    'revoke-other-sessions',
    'get-session',
    'refresh-token',
    'link-social',
    'sign-in/social',
    'callback/google',
    'list-accounts',
    'unlink-account',
    'two-factor/get-totp-uri',
    'two-factor/send-otp',
    'two-factor/verify-otp',
    'two-factor/view-backup-codes',
    'ok',
    'error',
    '../sign-up/email',
    'sign-in/email/',
  ]
  for (const way of closed) {
    const { status } = await post(
      w,
      way,
      { email: 'eve@halo.test', password: 'correct horse', name: 'Eve', token: 'x', newPassword: 'another horse' },
      cookie,
    )
    assert.equal(status, 404, way)
    assert.equal((await fetch(`${w.url}/api/auth/${way}`, { headers: { cookie } })).status, 404, `GET ${way}`)
  }
  assert.equal(await w.halo.operators.count(), 1)
  await assert.rejects(OperatorClient.signIn(w.url, 'eve@halo.test', 'correct horse'))
})

test('no browser is let off the second factor: what the sign-in routes were not made for is refused', async () => {
  await using w = await world(many)
  const { half, right } = await withSecondFactor(w)
  const first = await half()
  const trusting = await post(w, 'two-factor/verify-totp', { code: right(), trustDevice: true }, first)
  assert.equal(trusting.status, 400)
  assert.equal(trusting.cookie, '')
  assert.equal(
    (
      await post(w, 'sign-in/email', {
        email: 'ada@halo.test',
        password: 'correct horse',
        callbackURL: '//evil.example',
      })
    ).status,
    400,
  )
  assert.equal(
    (await post(w, 'two-factor/enable', { password: 'correct horse', issuer: 'Evil' }, first)).status,
    400,
  )
  assert.equal((await post(w, 'two-factor/verify-totp', { code: right() }, await half())).status, 200)

  // As it was kept by browsers before `trustDevice` was refused.
  const request = new Request(`${w.url}/api/auth/two-factor/verify-totp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: w.url, cookie: await half() },
    body: JSON.stringify({ code: right(), trustDevice: true }),
  })
  const kept = (await w.halo.operators.handler(request)).headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .find((line) => line.includes('trust_device'))
  assert.ok(kept)
  const body = { email: 'ada@halo.test', password: 'correct horse' }
  assert.equal((await post(w, 'sign-in/email', body, kept)).body.twoFactorRedirect, true)
  assert.equal((await post(w, 'sign-in/email', body, `a=b; ${kept}; c=d`)).body.twoFactorRedirect, true)
})

test('a code opens once: whoever read it over a shoulder comes too late', async () => {
  await using w = await world(many)
  const { half, right } = await withSecondFactor(w)
  const code = right()
  const [first, second] = [await half(), await half()]
  const tried = await Promise.all(
    [first, second].map((cookie) => post(w, 'two-factor/verify-totp', { code }, cookie)),
  )
  assert.deepEqual(tried.map(({ status }) => status).sort(), [200, 401])
  assert.equal((await post(w, 'two-factor/verify-totp', { code }, await half())).status, 401)
})

test('nobody keeps the owner out: another network waits, a known device and whoever was handed a reset link do not', async () => {
  await using w = await world(many)
  // A network of 256 addresses, each of which may fail only so often in a minute.
  let last = 0
  const at =
    (network: string) =>
    async (password: string, cookie = '') => {
      const response = await fetch(`${w.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: w.url,
          cookie,
          'x-forwarded-for': `${network}.${++last}`,
        },
        body: JSON.stringify({ email: 'ada@halo.test', password }),
      })
      return { status: response.status, cookie: known(response) }
    }
  const known = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .filter((line) => line.startsWith('halo.known_'))
      .join('; ')
  const [home, stranger] = [at('198.51.100'), at('203.0.113')]
  const { cookie } = await home('correct horse')
  assert.match(cookie, /^halo\.known_/)
  for (let n = 0; n < 10; n++) assert.equal((await stranger('wrong horse')).status, 401)
  assert.equal((await stranger('correct horse')).status, 429, 'the right one must wait, too')
  assert.equal((await home('correct horse')).status, 200, 'elsewhere nobody waits')
  assert.equal((await stranger('correct horse', cookie)).status, 200, 'a known device is no stranger')
  assert.equal((await stranger('correct horse', cookie.replace(/.$/, 'X'))).status, 429, 'a forged one is')

  for (let n = 0; n < 10; n++) await stranger('wrong horse', cookie)
  assert.equal((await stranger('correct horse', cookie)).status, 429, 'a known device guesses no faster')

  const id = w.ada.person.id
  const { link } = await w.ada.call('POST /api/team/:id/reset-link', { params: { id } })
  const { searchParams } = new URL(link)
  const reset = await fetch(`${w.url}/api/resets/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: w.url },
    body: JSON.stringify({
      until: Number(searchParams.get('until')),
      token: searchParams.get('token'),
      password: 'four words of mine',
    }),
  })
  assert.equal(reset.status, 200)
  assert.equal((await stranger('four words of mine', known(reset))).status, 200)
})

test('a session ends for good, however much it is used', async () => {
  await using w = await world({ env: { HALO_SESSION_DAYS: '7' } })
  const me = async () => (await fetch(`${w.url}/api/me`, { headers: w.ada.headers })).status
  assert.equal(await me(), 200)
  const begun = (daysAgo: number) =>
    w.halo.ctx.db.write(async (trx) => {
      await sql`update operator_sessions set created_at = ${new Date(Date.now() - daysAgo * 86_400_000).toISOString()}`.execute(
        trx,
      )
      w.halo.operators.forget()
    })
  await begun(6.9)
  assert.equal(await me(), 200)
  await begun(7.1)
  assert.equal(await me(), 401)
})

test('a password that is tried first is refused wherever one is chosen', async () => {
  await using w = await world(many)
  const { cookie } = await signIn(w)
  for (const newPassword of ['Password123!', 'qwertyuiop', 'aaaaaaaaaa']) {
    const answer = await post(w, 'change-password', { currentPassword: 'correct horse', newPassword }, cookie)
    assert.deepEqual([answer.status, answer.body.error.code], [400, 'weak_password'], newPassword)
  }
  await assert.rejects(
    w.halo.operators.create({ name: 'Lovelace', email: 'eve@halo.test', password: 'lovelace99' }),
    /Choose another/,
  )
})
