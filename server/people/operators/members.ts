import type { Kysely } from 'kysely'
import { allows, type Access } from '../../../protocol/access.ts'
import type { Member } from '../../../protocol/people/team.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, NotAllowed, NotFound } from '../../ground/errors.ts'
import { revokeKeysOf } from '../../http/keys/keys.ts'
import { peopleOf } from './tables.ts'

/** Told when an operator's rights or sessions have changed, to every process: what is remembered of them is forgotten, and their sockets are asked again. */
export const operatorsTopic = 'operators'

/** What this operator may do; null when they are no longer here. */
export async function accessOf(db: Kysely<Schema>, operatorId: string): Promise<Access | null> {
  const row = await peopleOf(db)
    .selectFrom('members')
    .select(['role', 'inbox', 'agents'])
    .where('operator_id', '=', operatorId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** Everyone who is here, by name. */
export async function listMembers(db: Kysely<Schema>): Promise<Member[]> {
  const people = peopleOf(db)
  const rows = await people
    .selectFrom('operators')
    .innerJoin('members', 'members.operator_id', 'operators.id')
    .where('removed_at', 'is', null)
    .select([
      'id',
      'name',
      'image',
      'email',
      'two_factor_enabled',
      'created_at',
      'role',
      'inbox',
      'agents',
      'away_since',
    ])
    .orderBy('name')
    .orderBy('id')
    .execute()
  const seen = await people
    .selectFrom('operator_sessions')
    .select((eb) => ['operator_id', eb.fn.max('updated_at').as('at')])
    .groupBy('operator_id')
    .execute()
  return rows.map(
    ({ id, name, image, email, two_factor_enabled, created_at, role, inbox, agents, away_since }) => ({
      id,
      name,
      image,
      email,
      access: { role, inbox, agents },
      twoFactor: Boolean(two_factor_enabled),
      joinedAt: timeOf(created_at),
      seenAt: timeOf(seen.find((one) => one.operator_id === id)?.at ?? null),
      awaySince: away_since === null ? null : Number(away_since),
    }),
  )
}

/** Change what an operator may do. Only a Super Admin makes or touches one, and one always remains. Who manages the team no more takes their invitations along. */
export async function changeAccess(
  ctx: Context,
  by: { access: Access },
  id: string,
  access: Access,
): Promise<Member> {
  await ctx.db.write(async (trx) => {
    const before = await lockMembers(ctx, trx, id)
    mayTouch(by, before.access, access)
    if (access.role !== 'super_admin') mustRemain(before, id)
    await peopleOf(trx).updateTable('members').set(access).where('operator_id', '=', id).execute()
    if (!allows(access, 'team:manage')) await withdrawInvitesOf(trx, id)
  })
  ctx.bus.publish(operatorsTopic, { id })
  return (await listMembers(ctx.db.reads)).find((member) => member.id === id)!
}

/** Remove an operator: they are signed out everywhere and cannot sign in; what they did stays under their name. */
export async function removeMember(ctx: Context, by: { access: Access }, id: string): Promise<void> {
  await ctx.db.write(async (trx) => {
    const before = await lockMembers(ctx, trx, id)
    mayTouch(by, before.access, null)
    mustRemain(before, id)
    const people = peopleOf(trx)
    await people.updateTable('members').set({ removed_at: Date.now() }).where('operator_id', '=', id).execute()
    await people.deleteFrom('operator_sessions').where('operator_id', '=', id).execute()
    await people.deleteFrom('operator_accounts').where('operator_id', '=', id).execute()
    await withdrawInvitesOf(trx, id)
    await revokeKeysOf(trx, id)
  })
  ctx.bus.publish(operatorsTopic, { id })
}

/** Whoever may invite no more must not come back through a door that they left open. */
async function withdrawInvitesOf(trx: Kysely<Schema>, operatorId: string): Promise<void> {
  const invites = await peopleOf(trx).selectFrom('invites').select(['id', 'by']).execute()
  const theirs = invites
    .filter(({ by }) => (JSON.parse(by) as { id: string }).id === operatorId)
    .map(({ id }) => id)
  if (theirs.length) await peopleOf(trx).deleteFrom('invites').where('id', 'in', theirs).execute()
}

interface Locked {
  access: Access
  superAdmins: string[]
}

/** The rows of all Super Admins are locked, so that two who demote each other at once leave one. */
async function lockMembers(ctx: Context, trx: Kysely<Schema>, id: string): Promise<Locked> {
  const admins = peopleOf(trx)
    .selectFrom('members')
    .select('operator_id')
    .where('role', '=', 'super_admin')
    .where('removed_at', 'is', null)
    .orderBy('operator_id')
  const superAdmins = (await (ctx.db.dialect === 'postgres' ? admins.forUpdate() : admins).execute()).map(
    ({ operator_id }) => operator_id,
  )
  const access = await accessOf(trx, id)
  if (!access) throw new NotFound('There is no such operator')
  return { access, superAdmins }
}

/** Nobody but a Super Admin makes one, or decides over one. */
export function mayTouch(by: { access: Access }, before: Access, after: Access | null): void {
  if (by.access.role === 'super_admin') return
  if (before.role === 'super_admin' || after?.role === 'super_admin')
    throw new NotAllowed('super_admin', 'Only a Super Admin can do this.')
}

function mustRemain({ superAdmins }: Locked, id: string): void {
  if (superAdmins.length === 1 && superAdmins[0] === id)
    throw new Conflict('last_super_admin', 'This is the last Super Admin. Make somebody else one first.')
}

/** The sign-in library writes dates as text into SQLite, and PostgreSQL gives them back as dates. */
export const timeOf = <T extends string | Date | null>(value: T): T extends null ? null : number =>
  (value === null ? null : new Date(value as string | Date).getTime()) as T extends null ? null : number
