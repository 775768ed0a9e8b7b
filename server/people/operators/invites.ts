import type { Kysely } from 'kysely'
import type { Access } from '../../../protocol/access.ts'
import type { Person } from '../../../protocol/entities.ts'
import type { Invite } from '../../../protocol/people/team.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, NotAllowed } from '../../ground/errors.ts'
import { planMail } from '../../mail/outbox.ts'
import { isSentBy } from '../../ground/request.ts'
import { hashed, hasOperator, insertOperator } from './create.ts'
import type { Operators } from './operators.ts'
import { same } from './setup.ts'
import { peopleOf } from './tables.ts'

const week = 7 * 24 * 3_600_000

/** How an invitation's link is signed and where it leads. The token is made of the id, so that nothing in the database opens the door. */
export interface Inviting {
  sign: Operators['sign']
  url: string
}

/** Invite a person, by mail where there is a server for it. The same id again is the same invitation. */
export async function invite(
  ctx: Context,
  inviting: Inviting,
  by: Person & { access: Access },
  wanted: { id: string; email: string; access: Access },
): Promise<{ invite: Invite; mailed: boolean }> {
  if (wanted.access.role === 'super_admin' && by.access.role !== 'super_admin')
    throw new NotAllowed('super_admin', 'Only a Super Admin can do this.')
  const email = wanted.email.toLowerCase()
  const at = Date.now()
  const row = {
    id: wanted.id,
    email,
    access: JSON.stringify(wanted.access),
    by: JSON.stringify({ id: by.id, name: by.name, image: by.image }),
    at,
    expires_at: at + week,
  }
  return ctx.db.write(async (trx) => {
    if (await hasOperator(trx, email)) throw taken()
    await peopleOf(trx)
      .insertInto('invites')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const kept = await peopleOf(trx)
      .selectFrom('invites')
      .selectAll()
      .where('id', '=', wanted.id)
      .executeTakeFirstOrThrow()
    if (kept.email !== email) throw new Conflict('id_taken', 'This id was used before. Send again with a new one.')
    const about = { id: wanted.id }
    const mailed =
      ctx.mail.isOn &&
      (await planMail(trx, { kind: 'invitation', to: email, about, once: `invitation ${wanted.id}` }))
    return { invite: inviteOf(kept, inviting), mailed }
  })
}

/** As long as it can be accepted. */
export async function findInvite(db: Kysely<Schema>, inviting: Inviting, id: string): Promise<Invite | null> {
  return (await listInvites(db, inviting)).find((invite) => invite.id === id) ?? null
}

export async function withdrawInvite(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => peopleOf(trx).deleteFrom('invites').where('id', '=', id).execute())
}

/** Those that can still be accepted, the latest first. */
export async function listInvites(db: Kysely<Schema>, inviting: Inviting): Promise<Invite[]> {
  const rows = await peopleOf(db)
    .selectFrom('invites')
    .selectAll()
    .where('expires_at', '>', Date.now())
    .orderBy('at', 'desc')
    .execute()
  return rows.map((row) => inviteOf(row, inviting))
}

/** Whom it is for; refused alike when it is wrong, used or too old. */
export async function hasInvites(db: Kysely<Schema>): Promise<boolean> {
  const open = peopleOf(db).selectFrom('invites').select('id').where('expires_at', '>', Date.now())
  return (await open.limit(1).execute()).length > 0
}

export async function readInvite(
  db: Kysely<Schema>,
  inviting: Inviting,
  { id, token }: { id: string; token: string },
): Promise<Invite> {
  const row = await peopleOf(db)
    .selectFrom('invites')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', Date.now())
    .executeTakeFirst()
  if (!row || !same(token, inviting.sign(`invite ${id}`)))
    throw new NotAllowed(
      'wrong_link',
      'This invitation was used, taken back, or is older than seven days. Ask for a new one.',
    )
  return inviteOf(row, inviting)
}

/** Accept: of any number of attempts at once, one succeeds. */
export async function acceptInvite(
  ctx: Context,
  inviting: Inviting,
  attempt: { id: string; token: string; name: string; password: string },
): Promise<{ email: string; person: Person }> {
  const { email } = await readInvite(ctx.db.reads, inviting, attempt)
  const operator = await hashed({ name: attempt.name, email, password: attempt.password })
  const person = await ctx.db.write(async (trx) => {
    const { access } = await readInvite(trx, inviting, attempt)
    const { numDeletedRows } = await peopleOf(trx)
      .deleteFrom('invites')
      .where('id', '=', attempt.id)
      .executeTakeFirst()
    const person = numDeletedRows ? await insertOperator(trx, operator, access) : null
    if (person) isSentBy(person)
    return person
  })
  if (!person) throw taken()
  return { email, person }
}

const taken = () => new Conflict('taken', 'There is an operator with this e-mail address already.')

function inviteOf(
  row: { id: string; email: string; access: string; by: string; at: number; expires_at: number },
  { sign, url }: Inviting,
): Invite {
  const link = `${url}/invite?id=${row.id}&token=${sign(`invite ${row.id}`)}`
  return {
    id: row.id,
    email: row.email,
    access: JSON.parse(row.access),
    by: JSON.parse(row.by),
    at: row.at,
    expiresAt: row.expires_at,
    link,
  }
}
