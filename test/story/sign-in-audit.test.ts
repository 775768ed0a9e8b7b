import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AuditEntry } from '../../protocol/audit.ts'
import { newId } from '../../server/ground/context.ts'
import { noteAccount } from '../../server/http/audit/accounts.ts'
import { totp } from '../totp.ts'
import { world, type World } from '../world.ts'

/** What happens at the operators' door, as the audit tells it. */

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const post = async (path: string, body: unknown, { cookie = '', url = w.url } = {}) => {
  const response = await fetch(`${url}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie, 'user-agent': 'A browser' },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: await response.json().catch(() => null),
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; '),
  }
}
const signIn = (email = 'ada@halo.test', password = 'correct horse', url = w.url) =>
  post('auth/sign-in/email', { email, password }, { url })

/** What was added at the door meanwhile, the first first. */
async function tells(work: () => Promise<unknown>, halo: World = w): Promise<AuditEntry[]> {
  const look = async () => (await halo.ada.call('GET /api/audit', { query: { limit: 200 } })).entries
  const before = new Map((await look()).map((entry) => [entry.id, entry.count]))
  await work()
  return (await look()).filter(({ id, count }) => before.get(id) !== count).reverse()
}
const shortly = (entries: AuditEntry[]) =>
  entries.map(({ by, events, count }) => [by.kind, by.name, events.join(), count])

test('signing in and out is in the audit with who, when and from where', async () => {
  const entries = await tells(async () => {
    const { cookie } = await signIn()
    await post('auth/sign-out', {}, { cookie })
  })
  assert.deepEqual(shortly(entries), [
    ['operator', 'Ada', 'session.began', 1],
    ['operator', 'Ada', 'session.ended', 1],
  ])
  const [began] = entries
  assert.deepEqual(
    [began!.by.id, began!.subject, began!.kind, began!.route, began!.says, began!.address, began!.browser],
    [
      w.ada.person.id,
      w.ada.person.id,
      'accounts',
      'POST /api/auth/sign-in/email',
      'Signed in',
      '127.0.0.1',
      'A browser',
    ],
  )
})

test('a changed password, a second factor and what was tried of them are there, and no password, code or token is', async () => {
  const ben = await w.ben()
  const mine = () => signIn('ben@halo.test')
  const secrets: string[] = []
  const entries = await tells(async () => {
    const { cookie } = await mine()
    await post(
      'auth/change-password',
      { currentPassword: 'wrong password', newPassword: 'correct horse' },
      { cookie },
    )
    await post('auth/two-factor/enable', { password: 'wrong password' }, { cookie })
    const {
      body: { totpURI, backupCodes },
    } = await post('auth/two-factor/enable', { password: 'correct horse' }, { cookie })
    const secret = new URL(totpURI).searchParams.get('secret')!
    await post('auth/two-factor/verify-totp', { code: totp(secret) }, { cookie })
    const half = await mine()
    await post('auth/two-factor/verify-totp', { code: '000000' }, { cookie: half.cookie })
    const whole = await post('auth/two-factor/verify-totp', { code: totp(secret, 1) }, { cookie: half.cookie })
    const recovered = await post(
      'auth/two-factor/verify-backup-code',
      { code: backupCodes[0] },
      { cookie: (await mine()).cookie },
    )
    await post('auth/two-factor/generate-backup-codes', { password: 'correct horse' }, { cookie: recovered.cookie })
    const alone = await post('auth/two-factor/disable', { password: 'correct horse' }, { cookie: recovered.cookie })
    await post(
      'auth/change-password',
      { currentPassword: 'correct horse', newPassword: 'another horse', revokeOtherSessions: true },
      { cookie: alone.cookie },
    )
    secrets.push(
      secret,
      ...backupCodes,
      decodeURIComponent(whole.cookie).split('session_token=')[1]!.split('.')[0]!,
      'wrong password',
      'correct horse',
      'another horse',
    )
  })
  assert.deepEqual(shortly(entries), [
    ['operator', 'Ben', 'session.began', 1],
    ['somebody', 'Ben', 'password.refused', 2],
    ['operator', 'Ben', 'factor.enabled', 1],
    ['somebody', 'Ben', 'factor.asked', 2],
    ['somebody', 'Ben', 'factor.refused', 1],
    ['operator', 'Ben', 'session.began', 1],
    ['operator', 'Ben', 'session.began', 1],
    ['operator', 'Ben', 'codes.renewed', 1],
    ['operator', 'Ben', 'factor.disabled', 1],
    ['operator', 'Ben', 'password.changed', 1],
  ])
  assert.deepEqual(
    entries.filter(({ events }) => events[0] === 'session.began').map(({ detail }) => detail),
    ['', 'second factor', 'recovery code'],
  )
  const kept = JSON.stringify(await w.halo.ctx.db.reads.selectFrom('audit').selectAll().execute())
  assert.ok(secrets.every((secret) => secret.length > 5 && !kept.includes(secret)))
  assert.deepEqual(
    (await w.ada.call('GET /api/audit', { query: { by: ben.person.id, limit: 200 } })).entries
      .map(({ id }) => id)
      .filter((id) => entries.some((entry) => entry.id === id)).length,
    entries.length,
    'filtered by person, what somebody tried at their account is among it',
  )
})

test('wrong passwords are one entry with a count, for the account and for those that nobody has; a waiting account says so', async () => {
  await using strict = await world()
  const entries = await tells(async () => {
    for (let i = 0; i < 11; i++) await signIn('ada@halo.test', 'wrong', strict.url)
    for (const name of ['nobody@halo.test', 'battery@halo.test', 'no address', 'else@halo.test\0'])
      await signIn(name, 'wrong', strict.url)
  }, strict)
  assert.deepEqual(shortly(entries), [
    ['somebody', 'Ada', 'session.refused', 10],
    ['somebody', 'Ada', 'account.locked', 1],
    ['somebody', '', 'session.refused', 2],
  ])
  const kept = JSON.stringify(await strict.halo.ctx.db.reads.selectFrom('audit').selectAll().execute())
  assert.ok(
    !kept.includes('nobody@') && !kept.includes('battery'),
    'whoever types the password into the wrong field leaves it nowhere',
  )
})

test('a thousand wrong passwords from everywhere are a handful of entries', async () => {
  const { id, name } = w.ada.person
  const guess = (index: number) =>
    noteAccount(w.halo.ctx.db, {
      event: 'session.refused',
      route: 'POST /api/auth/sign-in/email',
      account: { id, name },
      proven: false,
      address: `10.0.${index % 10}.${Math.floor(index / 10)}`,
      browser: 'Many',
    })
  const entries = await tells(async () => {
    for (let ten = 0; ten < 100; ten++)
      await Promise.all(Array.from({ length: 10 }, (_, each) => guess(ten * 10 + each)))
  })
  // The quarter of an hour may end in between.
  assert.ok(entries.length <= 2 * 31, `${entries.length} entries`)
  assert.equal(
    entries.reduce((sum, { count }) => sum + count, 0),
    1000,
  )
  const rest = entries.filter(({ address }) => address === '')
  assert.ok(rest.length >= 1 && rest.length <= 2 && rest[0]!.lastAt >= rest[0]!.at)
})

test('who comes in by a link is in the audit: the new operator, and the one who forgot the password', async () => {
  const { invite } = await w.ada.call('POST /api/team/invites', {
    body: { id: newId(), email: 'cleo@halo.test', access: { role: 'member', inbox: 'reply', agents: 'none' } },
  })
  const [, token] = /token=(.+)$/.exec(invite.link)!
  const joined = await tells(() => post(`invites/${invite.id}`, { token, name: 'Cleo', password: 'correct horse' }))
  assert.deepEqual(
    joined.map(({ by, kind, events }) => [by.kind, by.name, kind, events.join()]),
    [
      ['operator', 'Cleo', 'invites', ''],
      ['operator', 'Cleo', 'accounts', 'session.began'],
    ],
  )

  const { link } = await w.ada.call('POST /api/team/:id/reset-link', { params: { id: joined[0]!.by.id } })
  const query = new URL(link).searchParams
  const reset = (password: string) =>
    post(`resets/${query.get('id')}`, { until: Number(query.get('until')), token: query.get('token'), password })
  const entries = await tells(async () => {
    assert.equal((await reset('another horse')).status, 200)
    assert.equal((await reset('a third horse')).status, 403, 'a link that was used leaves nothing')
  })
  assert.deepEqual(
    entries.map(({ by, route, subject }) => [by.name, route, subject]),
    [['Cleo', 'POST /api/resets/:id', joined[0]!.by.id]],
  )
})
