import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Access } from '../../protocol/access.ts'
import { newId } from '../../server/ground/context.ts'
import { totp } from '../totp.ts'
import { OperatorClient, Refused, world, type World } from '../world.ts'

const member = (inbox: Access['inbox'], agents: Access['agents'] = 'none'): Access => ({
  role: 'member',
  inbox,
  agents,
})
const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && error.code === code

async function join(w: World, email: string, access: Access): Promise<OperatorClient> {
  const { invite } = await w.ada.call('POST /api/team/invites', { body: { id: newId(), email, access } })
  const link = new URL(invite.link)
  const [id, token] = [link.searchParams.get('id')!, link.searchParams.get('token')!]
  await anyone(w).call('POST /api/invites/:id', {
    params: { id },
    body: { token, name: email.split('@')[0]!, password: 'a long password' },
  })
  return OperatorClient.signIn(w.url, email, 'a long password')
}

const anyone = (w: World) => new OperatorClient(w.url, '', { id: '', name: '', image: null })

test('the first operator is a Super Admin, and invites the others by a link that works once', async () => {
  await using w = await world()
  const { operator } = await w.ada.call('GET /api/me')
  assert.equal(operator.access.role, 'super_admin')
  const body = { id: newId(), email: 'Cleo@halo.test', access: member('reply') }
  const { invite } = await w.ada.call('POST /api/team/invites', { body })
  assert.deepEqual(
    (await w.ada.call('POST /api/team/invites', { body })).invite,
    invite,
    'asked twice, invited once',
  )
  assert.ok(invite.link.startsWith(`${w.url}/invite?`))
  const link = new URL(invite.link)
  const [id, token] = [link.searchParams.get('id')!, link.searchParams.get('token')!]
  assert.equal(
    (await anyone(w).call('GET /api/invites/:id', { params: { id }, query: { token } })).email,
    'cleo@halo.test',
  )
  await assert.rejects(
    anyone(w).call('GET /api/invites/:id', { params: { id }, query: { token: `${token}x` } }),
    refused(403, 'wrong_link'),
  )

  const accept = () =>
    anyone(w).call('POST /api/invites/:id', {
      params: { id },
      body: { token, name: 'Cleo', password: 'a long password' },
    })
  const attempts = await Promise.allSettled([accept(), accept(), accept()])
  assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1)
  const cleo = await OperatorClient.signIn(w.url, 'cleo@halo.test', 'a long password')
  assert.deepEqual((await cleo.call('GET /api/me')).operator.access, member('reply'))
  assert.deepEqual((await cleo.call('GET /api/team')).invites, [], 'who may not invite sees no invitations')
  await assert.rejects(accept(), refused(403, 'wrong_link'))
})

test('an invitation that was taken back, or is old, opens nothing', async () => {
  await using w = await world()
  const invited = async () => {
    const { invite } = await w.ada.call('POST /api/team/invites', {
      body: { id: newId(), email: 'dan@halo.test', access: member('view') },
    })
    return { id: invite.id, token: new URL(invite.link).searchParams.get('token')! }
  }
  const one = await invited()
  await w.ada.call('DELETE /api/invites/:id', { params: { id: one.id } })
  const other = await invited()
  await w.halo.ctx.db.write((trx) =>
    trx
      .updateTable('invites' as never)
      .set({ expires_at: Date.now() - 1 } as never)
      .execute(),
  )
  for (const { id, token } of [one, other])
    await assert.rejects(
      anyone(w).call('POST /api/invites/:id', {
        params: { id },
        body: { token, name: 'Dan', password: 'a long password' },
      }),
      refused(403, 'wrong_link'),
    )
})

test('who forgot their password gets a link that works once, ends every session, and is worth nothing once the password is another', async () => {
  await using w = await world()
  const cleo = await join(w, 'cleo@halo.test', { role: 'admin', inbox: 'manage', agents: 'edit' })
  const linkFor = async (by: OperatorClient, id: string) => {
    const { searchParams } = new URL((await by.call('POST /api/team/:id/reset-link', { params: { id } })).link)
    return (password: string, changed: Partial<{ until: number; token: string }> = {}) =>
      anyone(w).call('POST /api/resets/:id', {
        params: { id: searchParams.get('id')! },
        body: { until: Number(searchParams.get('until')), token: searchParams.get('token')!, password, ...changed },
      })
  }
  await assert.rejects(linkFor(cleo, w.ada.person.id), refused(403, 'super_admin'))
  const [reset, older] = [await linkFor(w.ada, cleo.person.id), await linkFor(w.ada, cleo.person.id)]
  await assert.rejects(reset('another password', { token: 'x' }), refused(403, 'wrong_link'))
  await assert.rejects(
    reset('another password', { until: Date.now() + 9e8 }),
    refused(403, 'wrong_link'),
    'nobody gives themselves more time',
  )
  const attempts = await Promise.allSettled([
    reset('another password'),
    reset('another password'),
    reset('another password'),
  ])
  assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1)
  await assert.rejects(cleo.call('GET /api/me'), refused(401, 'signed_out'))
  await assert.rejects(older('a third password'), refused(403, 'wrong_link'))
  await OperatorClient.signIn(w.url, 'cleo@halo.test', 'another password')
  await w.ada.call('DELETE /api/team/:id', { params: { id: cleo.person.id } })
  await assert.rejects(linkFor(w.ada, cleo.person.id), (error: Refused) => error.status === 404)
})

test('View watches, Reply steers, Manage assigns; what a Member may not do is refused', async () => {
  await using w = await world()
  const vic = await w.visitor()
  const chat = await vic.open()
  const viewer = await join(w, 'viewer@halo.test', member('view'))
  assert.equal((await viewer.transcript(chat)).conversation.id, chat)
  await assert.rejects(viewer.whisper(chat, 'Be kind'), refused(403, 'no_right'))
  await assert.rejects(viewer.takeOver(chat), refused(403, 'no_right'))
  await assert.rejects(viewer.call('GET /api/agents', {}), refused(403, 'no_right'))
  const replier = await join(w, 'replier@halo.test', member('reply', 'view'))
  assert.equal((await replier.whisper(chat, 'Be kind')).state, 'waiting')
  await replier.takeOver(chat)
  assert.equal((await replier.call('GET /api/agents', {})).agents.length, 1)
  await assert.rejects(
    replier.call('DELETE /api/articles/:id', { params: { id: newId() } }),
    refused(403, 'no_right'),
  )
  const blind = await join(w, 'blind@halo.test', member('none', 'edit'))
  await assert.rejects(blind.transcript(chat), refused(403, 'no_right'))
  assert.equal((await blind.call('DELETE /api/articles/:id', { params: { id: newId() } })).ok, true)
})

test('rights that are taken away are gone at once, from an open socket too', async () => {
  await using w = await world()
  const chat = await (await w.visitor()).open()
  const eve = await join(w, 'eve@halo.test', member('view'))
  const line = await eve.connect()
  line.send({ type: 'follow', conversationId: chat, after: null })
  await line.until(() => line.frames.some(({ type }) => type === 'snapshot'), 'a snapshot')
  await w.ada.call('PATCH /api/team/:id', { params: { id: eve.person.id }, body: { access: member('none') } })
  await line.until(() => line.closed, 'the end of the socket')
  await assert.rejects(eve.transcript(chat), refused(403, 'no_right'))
})

test('whoever is removed is signed out, cannot come back in, and may be invited again', async () => {
  await using w = await world()
  const fay = await join(w, 'fay@halo.test', member('manage'))
  await w.ada.call('DELETE /api/team/:id', { params: { id: fay.person.id } })
  await assert.rejects(fay.call('GET /api/me'), refused(401, 'signed_out'))
  await assert.rejects(OperatorClient.signIn(w.url, 'fay@halo.test', 'a long password'))
  assert.ok(!(await w.ada.call('GET /api/team')).members.some(({ id }) => id === fay.person.id))
  const again = await join(w, 'fay@halo.test', member('view'))
  assert.equal(again.person.id, fay.person.id, 'what she did before stands under her name')
})

test('one Super Admin always remains, even when two demote each other at once; an Admin touches none', async () => {
  await using w = await world()
  const superAdmin: Access = { role: 'super_admin', inbox: 'manage', agents: 'edit' }
  const admin: Access = { ...superAdmin, role: 'admin' }
  const demote = (by: OperatorClient, id: string) =>
    by.call('PATCH /api/team/:id', { params: { id }, body: { access: admin } })
  await assert.rejects(demote(w.ada, w.ada.person.id), refused(409, 'last_super_admin'))
  await assert.rejects(
    w.ada.call('DELETE /api/team/:id', { params: { id: w.ada.person.id } }),
    refused(409, 'last_super_admin'),
  )

  const gus = await join(w, 'gus@halo.test', admin)
  await assert.rejects(demote(gus, w.ada.person.id), refused(403, 'super_admin'))
  await assert.rejects(
    gus.call('PATCH /api/team/:id', { params: { id: gus.person.id }, body: { access: superAdmin } }),
    refused(403, 'super_admin'),
  )
  await assert.rejects(
    gus.call('POST /api/team/invites', { body: { id: newId(), email: 'x@halo.test', access: superAdmin } }),
    refused(403, 'super_admin'),
  )

  await w.ada.call('PATCH /api/team/:id', { params: { id: gus.person.id }, body: { access: superAdmin } })
  const results = await Promise.allSettled([demote(w.ada, gus.person.id), demote(gus, w.ada.person.id)])
  assert.ok(results.some(({ status }) => status === 'rejected'))
  const members = (await w.halo.ctx.db.reads
    .selectFrom('members' as never)
    .select('role' as never)
    .execute()) as { role: string }[]
  assert.equal(members.filter(({ role }) => role === 'super_admin').length, 1)
})

test('an operator sees where they are signed in, and signs other browsers out', async () => {
  await using w = await world()
  const phone = await OperatorClient.signIn(w.url, 'ada@halo.test', 'correct horse')
  const { sessions } = await w.ada.call('GET /api/sessions')
  assert.equal(sessions.length, 2)
  assert.deepEqual(
    sessions.map(({ current }) => current),
    [true, false],
  )
  await w.ada.call('DELETE /api/sessions/:id', { params: { id: sessions[1]!.id } })
  await assert.rejects(phone.call('GET /api/me'), refused(401, 'signed_out'))
  assert.equal((await w.ada.call('GET /api/sessions')).sessions.length, 1)
  const hal = await join(w, 'hal@halo.test', member('view'))
  await hal.call('DELETE /api/sessions/:id', { params: { id: sessions[0]!.id } })
  assert.equal((await w.ada.call('GET /api/sessions')).sessions.length, 1, 'nobody signs out somebody else')
})

test('with a second factor the password alone opens nothing; a recovery code works once', async () => {
  await using w = await world()
  const post = async (path: string, body: unknown, cookie = '') => {
    const response = await fetch(`${w.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: w.url, cookie },
      body: JSON.stringify(body),
    })
    return {
      status: response.status,
      body: await response.json(),
      cookie: response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0]!)
        .join('; '),
    }
  }
  const signIn = () => post('sign-in/email', { email: 'ada@halo.test', password: 'correct horse' })
  const me = async (cookie: string) => (await fetch(`${w.url}/api/me`, { headers: { cookie } })).status
  const first = await signIn()
  assert.equal((await post('two-factor/enable', { password: 'wrong' }, first.cookie)).status, 400)
  const {
    body: { totpURI, backupCodes },
  } = await post('two-factor/enable', { password: 'correct horse' }, first.cookie)
  assert.equal(backupCodes.length, 10)
  assert.equal(
    (
      await post(
        'two-factor/verify-totp',
        { code: totp(new URL(totpURI).searchParams.get('secret')!) },
        first.cookie,
      )
    ).status,
    200,
  )
  assert.equal((await w.ada.call('GET /api/team')).members[0]!.twoFactor, true)

  const half = await signIn()
  assert.equal(half.body.twoFactorRedirect, true)
  assert.equal(await me(half.cookie), 401, 'a password is half a key')
  assert.equal((await post('two-factor/verify-totp', { code: '000000' }, half.cookie)).status, 401)
  const whole = await post(
    'two-factor/verify-totp',
    { code: totp(new URL(totpURI).searchParams.get('secret')!, 1) },
    half.cookie,
  )
  assert.equal(whole.status, 200)
  assert.equal(await me(whole.cookie), 200)

  const lost = await signIn()
  const recovered = await post('two-factor/verify-backup-code', { code: backupCodes[0] }, lost.cookie)
  assert.equal(await me(recovered.cookie), 200)
  const again = await signIn()
  assert.notEqual((await post('two-factor/verify-backup-code', { code: backupCodes[0] }, again.cookie)).status, 200)
})
