import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Access } from '../../protocol/access.ts'
import { newId } from '../../server/ground/context.ts'
import { Caller, OperatorClient, Refused, world, type World } from '../world.ts'

/** Rights beyond one's own: what the routes allow to a role, and what that role makes of it. */

const superAdmin: Access = { role: 'super_admin', inbox: 'manage', agents: 'edit' }
const admin: Access = { ...superAdmin, role: 'admin' }
const member: Access = { role: 'member', inbox: 'reply', agents: 'none' }
const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && error.code === code

async function hire(w: World, name: string, access: Access): Promise<OperatorClient> {
  const email = `${name.toLowerCase()}@halo.test`
  await w.halo.operators.create({ name, email, password: 'correct horse' }, access)
  return OperatorClient.signIn(w.url, email, 'correct horse')
}

const invite = async (by: OperatorClient, access: Access, id = newId(), email = `${newId()}@halo.test`) => {
  const made = (await by.call('POST /api/team/invites', { body: { id, email, access } })).invite
  return { ...made, token: new URL(made.link).searchParams.get('token')! }
}
const accept = (w: World, { id, token }: { id: string; token: string }, more: object = {}) =>
  new Caller(w.url, {}).call('POST /api/invites/:id', {
    params: { id },
    body: { token, name: 'Eve', password: 'a long password', ...more },
  })

test('an Admin makes no Super Admin, by no way: not of themselves, not by invitation, not by what an invitation becomes', async () => {
  await using w = await world()
  const eve = await hire(w, 'Eve', admin)
  const target = w.ada.person.id
  await assert.rejects(
    eve.call('PATCH /api/team/:id', { params: { id: eve.person.id }, body: { access: superAdmin } }),
    refused(403, 'super_admin'),
  )
  await assert.rejects(
    eve.call('PATCH /api/team/:id', { params: { id: target }, body: { access: member } }),
    refused(403, 'super_admin'),
  )
  await assert.rejects(eve.call('DELETE /api/team/:id', { params: { id: target } }), refused(403, 'super_admin'))
  await assert.rejects(
    eve.call('POST /api/team/:id/reset-link', { params: { id: target } }),
    refused(403, 'super_admin'),
  )
  await assert.rejects(
    eve.call('DELETE /api/team/:id/sessions', { params: { id: target } }),
    refused(403, 'super_admin'),
  )
  await w.ada.call('GET /api/me')
  await assert.rejects(invite(eve, superAdmin), refused(403, 'super_admin'))
  const made = await invite(eve, member)
  await assert.rejects(invite(eve, superAdmin, made.id, made.email), refused(403, 'super_admin'))
  assert.deepEqual(
    (await invite(eve, admin, made.id, made.email)).access,
    member,
    'an invitation stays what it was',
  )
  await assert.rejects(accept(w, made, { access: superAdmin }), refused(400, 'invalid'))
  await assert.rejects(accept(w, made, { role: 'super_admin' }), refused(400, 'invalid'))
  await accept(w, made)
  const joined = await OperatorClient.signIn(w.url, made.email, 'a long password')
  assert.deepEqual((await joined.call('GET /api/me')).operator.access, member)
})

test('an invitation opens once, for one address, and its token opens no other', async () => {
  await using w = await world()
  const [one, two] = [await invite(w.ada, member), await invite(w.ada, admin)]
  await assert.rejects(accept(w, { id: two.id, token: one.token }), refused(403, 'wrong_link'))
  await assert.rejects(accept(w, one, { email: 'ada@halo.test' }), refused(400, 'invalid'))
  await accept(w, one)
  await assert.rejects(accept(w, one), refused(403, 'wrong_link'))
})

test('whoever is removed, or manages the team no more, finds the doors shut that they had left open', async () => {
  await using w = await world()
  const [eve, mal] = [await hire(w, 'Eve', admin), await hire(w, 'Mal', admin)]
  const [hers, his, ours] = [await invite(eve, admin), await invite(mal, admin), await invite(w.ada, member)]
  const line = await eve.connect()
  await w.ada.call('DELETE /api/team/:id', { params: { id: eve.person.id } })
  await line.until(() => line.closed, 'the end of her socket')
  await assert.rejects(eve.call('GET /api/team'), refused(401, 'signed_out'))
  await w.ada.call('PATCH /api/team/:id', { params: { id: mal.person.id }, body: { access: member } })
  for (const gone of [hers, his]) await assert.rejects(accept(w, gone), refused(403, 'wrong_link'))
  assert.deepEqual(
    (await w.ada.call('GET /api/team')).invites.map(({ id }) => id),
    [ours.id],
  )
  await accept(w, ours)
})

test('a key for programs does nothing that its scopes do not name, and is no operator and no visitor', async () => {
  await using w = await world()
  const { secret } = await w.program(['tickets:read'])
  const program = new Caller(w.url, { authorization: `Bearer ${secret}` })
  await program.call('GET /api/v1/tickets')
  await assert.rejects(
    program.call('GET /api/v1/contacts'),
    (error) => error instanceof Refused && error.status === 403,
  )
  await assert.rejects(program.call('GET /api/team'), refused(401, 'signed_out'))
  await assert.rejects(
    program.call('POST /api/widget/conversations', { body: { id: newId() } }),
    refused(401, 'signed_out'),
  )
  const vic = await w.visitor()
  for (const headers of [vic.headers, w.ada.headers])
    await assert.rejects(
      new Caller(w.url, headers).call('GET /api/v1/tickets'),
      (error) => error instanceof Refused && error.status === 401,
    )
})
