import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { newId } from '../../server/ground/context.ts'
import { Caller, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && error.code === code

/** What the customer's server does for a signed-in user. */
const sign = (secret: string, claims: Record<string, unknown>, expires: string | number = '1h', alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(new TextEncoder().encode(secret))

const enter = (who: {
  userId?: string
  userToken?: string
  token?: string
  userTraits?: Record<string, unknown>
  companyId?: string
}) => new Caller(w.url, {}).call('POST /api/widget/sessions', { body: { key: w.halo.widgetKey, ...who } as never })

const secretOf = async () => (await w.ada.call('POST /api/identity/secrets', { body: { id: newId() } })).secret
const demand = (required: boolean) => w.ada.call('PUT /api/identity', { body: { required } })
const contactOf = async (userId: string) => {
  const { contacts } = await w.ada.call('GET /api/contacts', { query: { text: userId } })
  return w.ada.call('GET /api/contacts/:id', {
    params: { id: contacts.find((contact) => contact.userId === userId)!.id },
  })
}

test('a site proves who its visitors are: claims become traits that no page can change, and the screen says verified', async () => {
  await assert.rejects(demand(true), refused(409, 'no_secret'))
  const secret = await secretOf()
  await demand(true)

  const anonymous = await enter({})
  const named = await enter({
    userId: 'vera',
    token: anonymous.token,
    userTraits: { plan: 'free', city: 'Oslo' },
    userToken: await sign(secret, { user_id: 'vera', name: 'Vera Lind', plan: 'enterprise', company_id: 'acme' }),
  })
  assert.equal(named.visitor.id, anonymous.visitor.id, 'who was anonymous keeps the conversation')
  const { contact, traits, proven } = await contactOf('vera')
  assert.deepEqual(
    [contact.name, contact.verified, contact.company?.name ?? null],
    ['Vera Lind', true, 'Company acme'],
  )
  assert.deepEqual(traits, { plan: 'enterprise', city: 'Oslo' })
  assert.deepEqual(proven.toSorted(), ['name', 'plan'])

  const vera = new Caller(w.url, { authorization: `Bearer ${named.token}` })
  await vera.call('PATCH /api/widget/visitor', { body: { userTraits: { plan: 'gold', city: 'Rome' } } })
  assert.deepEqual((await contactOf('vera')).traits, { plan: 'enterprise', city: 'Rome' })
  const { conversation } = await vera.call('POST /api/widget/conversations', { body: { id: newId() } })
  assert.equal((await w.ada.transcript(conversation.id)).conversation.visitor.verified, true)
})

test('where proof is demanded, a name without it is refused with 403, and nobody who stays anonymous notices', async () => {
  const { identity } = await w.ada.call('GET /api/identity')
  if (identity.secrets.length > 1)
    await w.ada.call('DELETE /api/identity/secrets/:id', { params: { id: identity.secrets[0]!.id } })
  const secret = await secretOf()
  await demand(true)
  const soon = Math.floor(Date.now() / 1000)
  const forged: [string, string | undefined, string][] = [
    ['none at all', undefined, 'identity_required'],
    [
      'another secret',
      await sign('another secret that is long enough for HS256', { user_id: 'eve' }),
      'identity_invalid',
    ],
    ["another user's token", await sign(secret, { user_id: 'vera' }), 'identity_invalid'],
    ['an old token', await sign(secret, { user_id: 'eve' }, soon - 3600), 'identity_expired'],
    ['another algorithm', await sign(secret.repeat(2), { user_id: 'eve' }, '1h', 'HS512'), 'identity_invalid'],
    [
      'the same secret, another algorithm',
      await sign(secret, { user_id: 'eve' }, '1h', 'HS384'),
      'identity_invalid',
    ],
    ['no algorithm', new UnsecuredJWT({ user_id: 'eve' }).setExpirationTime('1h').encode(), 'identity_invalid'],
    [
      'a token for ever',
      await new SignJWT({ user_id: 'eve' })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret)),
      'identity_invalid',
    ],
    ['a token for months', await sign(secret, { user_id: 'eve' }, '30d'), 'identity_invalid'],
    ['no user', await sign(secret, {}), 'identity_invalid'],
    ['a user that is no text', await sign(secret, { user_id: ['eve'] }), 'identity_invalid'],
    ['words', 'let me in', 'identity_invalid'],
  ]
  for (const [what, userToken, code] of forged)
    await assert.rejects(enter({ userId: 'eve', userToken }), refused(403, code), what)
  assert.deepEqual(
    (await w.ada.call('GET /api/contacts', { query: { text: 'eve' } })).contacts,
    [],
    'and nothing was written',
  )

  assert.equal((await enter({})).visitor.identified, false)
  assert.equal(
    (await enter({ userId: 'eve', userToken: await sign(secret, { sub: 'eve' }, soon - 10) })).visitor.identified,
    true,
    'clocks differ by seconds; "sub" stands in for "user_id"',
  )
  assert.equal(
    (await enter({ userId: '7', userToken: await sign(secret, { user_id: 7 }) })).visitor.identified,
    true,
    'a user may be a number',
  )
})

test('a visit lasts no longer than what proved it, and a mere claim ends when proof is demanded', async () => {
  const { identity } = await w.ada.call('GET /api/identity')
  await w.ada.call('DELETE /api/identity/secrets/:id', { params: { id: identity.secrets[0]!.id } })
  const secret = await secretOf()
  await demand(false)
  const claimed = await enter({ userId: 'mallory', userToken: 'nonsense proves nothing, and hurts nobody yet' })
  const page = new Caller(w.url, { authorization: `Bearer ${claimed.token}` })
  const { conversation } = await page.call('POST /api/widget/conversations', { body: { id: newId() } })
  assert.equal((await w.ada.transcript(conversation.id)).conversation.visitor.verified, false)

  await demand(true)
  await assert.rejects(
    page.call('POST /api/widget/conversations', { body: { id: newId() } }),
    refused(401, 'signed_out'),
  )
  const again = await enter({
    userId: 'mallory',
    token: claimed.token,
    userToken: await sign(secret, { user_id: 'mallory' }, '40s'),
  })
  assert.equal(again.live?.conversation.id, conversation.id, 'with proof they go on where they were')
  const [, payload] = again.token.split('.')
  assert.ok(JSON.parse(Buffer.from(payload!, 'base64url').toString()).exp * 1000 < Date.now() + 60_000)
})

test('secrets are rotated with two at once; the older one ends when it is removed, and the last one stays while proof is demanded', async () => {
  for (const { id } of (await demand(false)).identity.secrets)
    await w.ada.call('DELETE /api/identity/secrets/:id', { params: { id } })
  const older = await w.ada.call('POST /api/identity/secrets', { body: { id: newId() } })
  await demand(true)
  const newer = await secretOf()
  await assert.rejects(
    w.ada.call('POST /api/identity/secrets', { body: { id: newId() } }),
    refused(409, 'two_secrets'),
  )
  for (const secret of [older.secret, newer])
    await enter({ userId: 'rita', userToken: await sign(secret, { user_id: 'rita' }) })

  const { identity } = await w.ada.call('DELETE /api/identity/secrets/:id', {
    params: { id: older.identity.secrets[0]!.id },
  })
  await assert.rejects(
    enter({ userId: 'rita', userToken: await sign(older.secret, { user_id: 'rita' }) }),
    refused(403, 'identity_invalid'),
  )
  await enter({ userId: 'rita', userToken: await sign(newer, { user_id: 'rita' }) })
  await assert.rejects(
    w.ada.call('DELETE /api/identity/secrets/:id', { params: { id: identity.secrets[0]!.id } }),
    refused(409, 'last_secret'),
  )
  assert.ok(!JSON.stringify(identity).includes(newer), 'a secret is shown once')
  const rows = await w.halo.ctx.db.reads.selectFrom('settings').selectAll().execute()
  assert.ok(!JSON.stringify(rows).includes(newer), 'and is not to be read in the database')
})

test('a company is a text or a whole number, and anything else is refused with a sentence instead of dropped', async () => {
  await demand(false)
  const secret = await secretOf().catch(async () => {
    const { identity } = await w.ada.call('GET /api/identity')
    await w.ada.call('DELETE /api/identity/secrets/:id', { params: { id: identity.secrets[0]!.id } })
    return secretOf()
  })
  const enterWith = async (userId: string, company_id: unknown) =>
    enter({ userId, userToken: await sign(secret, { user_id: userId, company_id }) })
  await enterWith('carl', 4711)
  assert.equal((await contactOf('carl')).contact.company?.name, 'Company 4711')
  for (const none of [null, '']) {
    await enterWith('nell', none)
    assert.equal((await contactOf('nell')).contact.company, null)
  }
  for (const wrong of [1.5, 2 ** 60, true, ['acme'], { id: 'acme' }, 'x'.repeat(201)])
    await assert.rejects(
      enterWith('carl', wrong),
      (error) => error instanceof Refused && error.status === 403 && error.message.includes('company_id'),
    )
})
