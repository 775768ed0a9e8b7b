import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { readVisitorToken, signVisitorToken } from './visitor-token.ts'

const secret = 'the secret of this Halo, long enough'
const day = 24 * 60 * 60 * 1000

test('a token names its visitor, again and again', async () => {
  const token = await signVisitorToken(secret, 'visitor-one')
  for (const _ of [1, 2]) assert.equal(await readVisitorToken(secret, token), 'visitor-one')
})

test("a token of another Halo is nobody's, even when it was read there before", async () => {
  const token = await signVisitorToken('the secret of another Halo, as long', 'visitor-one')
  assert.equal(await readVisitorToken('the secret of another Halo, as long', token), 'visitor-one')
  assert.equal(await readVisitorToken(secret, token), null)
})

test('a token is good for thirty days', async () => {
  assert.equal(
    await readVisitorToken(secret, await signVisitorToken(secret, 'visitor-one', Date.now() - 29 * day)),
    'visitor-one',
  )
  assert.equal(
    await readVisitorToken(secret, await signVisitorToken(secret, 'visitor-one', Date.now() - 31 * day)),
    null,
  )
})

test('a token that was read before still expires', async (t) => {
  const token = await signVisitorToken(secret, 'visitor-two')
  assert.equal(await readVisitorToken(secret, token), 'visitor-two')
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31 * day })
  assert.equal(await readVisitorToken(secret, token), null)
})

test("a forged token is nobody's", async () => {
  const [head, , signature] = (await signVisitorToken(secret, 'visitor-one')).split('.')
  const claims = Buffer.from(
    JSON.stringify({ sub: 'visitor-two', aud: 'halo-widget', exp: Math.floor(Date.now() / 1000) + 3600 }),
  ).toString('base64url')
  const unsigned = new UnsecuredJWT()
    .setSubject('visitor-two')
    .setAudience('halo-widget')
    .setExpirationTime('1h')
    .encode()
  const plainSecret = new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('visitor-two')
    .setAudience('halo-widget')
    .setExpirationTime('1h')
  const forged = [
    `${head}.${claims}.${signature}`,
    `${head}.${claims}.`,
    unsigned,
    await plainSecret.sign(new TextEncoder().encode(secret)),
    '',
    'x',
    'a.b.c',
    '{}',
  ]
  for (const token of forged) assert.equal(await readVisitorToken(secret, token), null, token)
})
