import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { linkIn, openMailbox } from '../mailbox.ts'
import { Caller, eventually, OperatorClient, Refused, world, type World } from '../world.ts'

/** Mail goes out by a real server, and what does not is told. */

let w: World
let box: Awaited<ReturnType<typeof openMailbox>>

const server = () => ({
  host: '127.0.0.1',
  port: box.port,
  security: 'none' as const,
  user: 'halo',
  password: 'open sesame',
  from: 'support@halo.test',
  fromName: 'Halo of "Acme" <x>',
})
const access = { role: 'member', inbox: 'reply', agents: 'none' } as const

before(async () => {
  box = await openMailbox({ login: ['halo', 'open sesame'], refuses: ['nobody@gone.test'] })
  w = await world({
    env: { HALO_FETCH_PRIVATE: '127.0.0.1' },
    overrides: { timing: { sweepIntervalMs: 20, alertRetryMs: 50 } },
  })
})
after(async () => {
  await w.close()
  await box.close()
})

const invite = (email: string) => w.ada.call('POST /api/team/invites', { body: { id: newId(), email, access } })
const mailTo = (address: string, count = 1) =>
  eventually(async () => box.to(address)[count - 1], `mail ${count} to ${address}`)

test('without a server nothing is mailed, and everybody is told what to hand over', async () => {
  assert.deepEqual(await w.ada.call('GET /api/mail'), { server: null, hasPassword: false, fromEnvironment: false })
  assert.equal((await invite('early@halo.test')).mailed, false)
  const asked = await new Caller(w.url, {}).call('POST /api/resets', { body: { email: 'ada@halo.test' } })
  assert.deepEqual(asked, { mailed: false })
  await assert.rejects(w.ada.call('POST /api/mail/test'), /no_server/)
})

test('a test says how it went, in the words of the server, and the password is never shown', async () => {
  await w.ada.call('PUT /api/mail', { body: { ...server(), password: 'wrong' } })
  await assert.rejects(
    w.ada.call('POST /api/mail/test'),
    (error: Refused) => error.status === 409 && /refused the user name or the password.*535/.test(error.message),
  )
  const { port: free } = await openMailbox().then(async (other) => (await other.close(), other))
  await w.ada.call('PUT /api/mail', { body: { ...server(), port: free } })
  await assert.rejects(w.ada.call('POST /api/mail/test'), /could not be reached at port/)

  const shown = await w.ada.call('PUT /api/mail', { body: server() })
  assert.ok(shown.hasPassword && !JSON.stringify(shown).includes('sesame'))
  assert.deepEqual(await w.ada.call('POST /api/mail/test'), { to: 'ada@halo.test' })
  const { mail } = await mailTo('ada@halo.test')
  assert.equal(mail.from?.value[0]?.address, 'support@halo.test')
  assert.equal(mail.from?.value[0]?.name, 'Halo of "Acme" <x>')
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
  const { value } = await w.halo.ctx.db.reads
    .selectFrom('settings')
    .select('value')
    .where('key', '=', 'mail')
    .executeTakeFirstOrThrow()
  assert.ok(!value.includes('sesame'))
})

test('a kept password goes to no other server, and to none without protection that had one', async () => {
  const { password: _, ...moved } = { ...server(), host: 'localhost' }
  await assert.rejects(w.ada.call('PUT /api/mail', { body: moved }), /password_again/)
  const { password: __, ...same } = { ...server(), fromName: 'Halo' }
  assert.ok((await w.ada.call('PUT /api/mail', { body: same })).hasPassword)
})

test('a server inside the network is used only where it was allowed', async () => {
  await using closed = await world({ overrides: { timing: { sweepIntervalMs: 20 } } })
  await closed.ada.call('PUT /api/mail', { body: server() })
  await assert.rejects(closed.ada.call('POST /api/mail/test'), /not an address of the public internet/)
  assert.equal(box.to('ada@halo.test').length, 1)
})

test('an invitation arrives, in text and HTML, and its link lets them in', async () => {
  assert.equal((await invite('Cleo@halo.test')).mailed, true)
  const received = await mailTo('cleo@halo.test')
  assert.match(received.mail.subject!, /^Ada invites you/)
  const link = new URL(linkIn(received))
  assert.ok((received.mail.html as string).includes(link.href.replaceAll('&', '&amp;')))
  const { operator } = await new Caller(w.url, {}).call('POST /api/invites/:id', {
    params: { id: link.searchParams.get('id')! },
    body: { token: link.searchParams.get('token')!, name: 'Cleo', password: 'a good long one' },
  })
  assert.equal(operator.name, 'Cleo')
})

test('an address that is refused is told at once and holds up nobody; it can be sent again or given up', async () => {
  await invite('nobody@gone.test')
  await invite('dora@halo.test')
  await mailTo('dora@halo.test')
  const failure = await eventually(
    async () => (await w.ada.call('GET /api/mail/failures')).mails.find(({ to }) => to === 'nobody@gone.test'),
    'the failure',
  )
  assert.equal(failure.nextAt, null)
  assert.match(failure.error, /refused this address: 550 .*No such mailbox here/)
  const params = { id: failure.id }
  await w.ada.call('POST /api/mail/failures/:id/again', { params })
  await eventually(
    async () => (await w.ada.call('GET /api/mail/failures')).mails.find(({ attempts }) => attempts === 1),
    'the second failure',
  )
  await w.ada.call('DELETE /api/mail/failures/:id', { params })
  assert.deepEqual((await w.ada.call('GET /api/mail/failures')).mails, [])
})

test('an invitation that was taken back before its mail went out is not mailed', async () => {
  const gone = { ...server(), port: 1 }
  await w.ada.call('PUT /api/mail', { body: gone })
  const { invite: made } = await invite('eve@halo.test')
  await eventually(async () => (await w.ada.call('GET /api/mail/failures')).mails[0], 'a try')
  await w.ada.call('DELETE /api/invites/:id', { params: { id: made.id } })
  await w.ada.call('PUT /api/mail', { body: server() })
  await eventually(async () => !(await w.ada.call('GET /api/mail/failures')).mails.length, 'its end')
  assert.deepEqual(box.to('eve@halo.test'), [])
})

test('a forgotten password: a link for whoever works here, one answer for everybody, and no flood', async () => {
  await w.ben()
  const anybody = new Caller(w.url, {})
  for (const email of ['ben@halo.test', 'BEN@halo.test', 'stranger@else.test', 'ben@halo.test'])
    assert.deepEqual(await anybody.call('POST /api/resets', { body: { email } }), { mailed: true })
  const received = await mailTo('ben@halo.test')
  await eventually(
    async () =>
      !(await w.halo.ctx.db.reads.selectFrom('mails').select('id').where('state', '=', 'waiting').execute()).length,
    'an empty outbox',
  )
  assert.equal(box.to('ben@halo.test').length, 1)
  assert.deepEqual(box.to('stranger@else.test'), [])
  const rows = await w.halo.ctx.db.reads.selectFrom('mails').selectAll().execute()
  assert.ok(!JSON.stringify(rows).includes('stranger') && !JSON.stringify(rows).includes('token'))

  const link = new URL(linkIn(received))
  const [id, until, token] = ['id', 'until', 'token'].map((name) => link.searchParams.get(name)!)
  const body = { until: Number(until), token: token!, password: 'another long one' }
  await anybody.call('POST /api/resets/:id', { params: { id: id! }, body })
  await OperatorClient.signIn(w.url, 'ben@halo.test', 'another long one')
  await assert.rejects(anybody.call('POST /api/resets/:id', { params: { id: id! }, body }), /wrong_link/)
  const { entries } = await w.ada.call('GET /api/audit', { query: { kind: 'accounts' } })
  assert.ok(
    entries.some(({ says, by }) => says === 'Asked for a link to choose another password' && by.name === 'Ben'),
  )
})

test('a name cannot begin a header, or markup', async () => {
  await w.halo.operators.create(
    {
      name: 'Mallory\r\nBcc: all@else.test <script>x()</script>',
      email: 'mallory@halo.test',
      password: 'correct horse',
    },
    { role: 'admin', inbox: 'none', agents: 'none' },
  )
  const mallory = await OperatorClient.signIn(w.url, 'mallory@halo.test', 'correct horse')
  await mallory.call('POST /api/team/invites', { body: { id: newId(), email: 'fay@halo.test', access } })
  const { mail, to } = await mailTo('fay@halo.test')
  assert.deepEqual(to, ['fay@halo.test'])
  assert.equal(mail.headers.get('bcc'), undefined)
  assert.match(mail.subject!, /^Mallory Bcc: all@else\.test <script>/)
  assert.ok(!(mail.html as string).includes('<script'))
})

test('environment variables win', async () => {
  await using fixed = await world({
    env: {
      HALO_SMTP_URL: `smtp+plain://halo@127.0.0.1:${box.port}`,
      HALO_SMTP_PASSWORD: 'open sesame',
      HALO_MAIL_FROM: 'Acme <acme@halo.test>',
    },
  })
  const before = box.to('ada@halo.test').length
  assert.equal((await fixed.ada.call('GET /api/mail')).fromEnvironment, true)
  await assert.rejects(fixed.ada.call('PUT /api/mail', { body: server() }), /from_environment/)
  await fixed.ada.call('POST /api/mail/test')
  const { mail } = await mailTo('ada@halo.test', before + 1)
  assert.deepEqual(mail.from?.value[0], { address: 'acme@halo.test', name: 'Acme' })
})
