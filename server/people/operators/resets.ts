import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { Access } from '../../../protocol/access.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { NotAllowed, NotFound } from '../../ground/errors.ts'
import { isSentBy } from '../../ground/request.ts'
import { refuseWeak } from './create.ts'
import type { Inviting } from './invites.ts'
import { accessOf, mayTouch, operatorsTopic } from './members.ts'
import { same } from './setup.ts'
import { peopleOf } from './tables.ts'

const day = 24 * 3_600_000

/**
 * A link by which an operator who forgot their password chooses another, handed to them by whoever manages the team. Nothing is kept of it: it is signed over the
 * password that it replaces and who made it, so it works once, not after they were removed, and never after that password was changed in another way.
 */
export async function resetLink(
  ctx: Context,
  { sign, url }: Inviting,
  by: { id: string; access: Access },
  id: string,
): Promise<{ link: string; expiresAt: number }> {
  const access = await accessOf(ctx.db.reads, id)
  if (!access) throw new NotFound('There is no such operator')
  mayTouch(by, access, null)
  const expiresAt = Date.now() + day
  const token = `${by.id}.${sign(signed(id, expiresAt, by.id, await passwordOf(ctx.db.reads, id)))}`
  return { link: `${url}/reset?id=${id}&until=${expiresAt}&token=${token}`, expiresAt }
}

/** The new password, and whose. Every browser is signed out: whoever knew the old one is, too. */
export async function resetPassword(
  ctx: Context,
  { sign }: Inviting,
  { id, until, token, password }: { id: string; until: number; token: string; password: string },
): Promise<{ email: string }> {
  const before = await passwordOf(ctx.db.reads, id)
  const [by = '', signature = ''] = token.split('.')
  if (until < Date.now() || !same(signature, sign(signed(id, until, by, before)))) throw wrongLink()
  // Whoever was removed meanwhile leaves no door open.
  if (!(await accessOf(ctx.db.reads, by))) throw wrongLink()
  const { name, email } = await peopleOf(ctx.db.reads)
    .selectFrom('operators')
    .select(['name', 'email'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  refuseWeak(password, [name, email])
  const hash = await hashPassword(password)
  await ctx.db.write(async (trx) => {
    const people = peopleOf(trx)
    // Of two that use the link at once, the second finds another password than the one it was signed over.
    const { numUpdatedRows } = await people
      .updateTable('operator_accounts')
      .set({ password: hash })
      .where('operator_id', '=', id)
      .where('password', '=', before)
      .executeTakeFirst()
    if (!numUpdatedRows) throw wrongLink()
    await people.deleteFrom('operator_sessions').where('operator_id', '=', id).execute()
    isSentBy(
      await people.selectFrom('operators').select(['id', 'name']).where('id', '=', id).executeTakeFirstOrThrow(),
    )
  })
  ctx.bus.publish(operatorsTopic, { id })
  return { email }
}

const signed = (id: string, until: number, by: string, hash: string | null) => `reset ${id} ${until} ${by} ${hash}`

async function passwordOf(db: Kysely<Schema>, id: string): Promise<string | null> {
  const row = await peopleOf(db)
    .selectFrom('operator_accounts')
    .select('password')
    .where('operator_id', '=', id)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  return row?.password ?? null
}

const wrongLink = () =>
  new NotAllowed('wrong_link', 'This link was used, or is older than a day. Ask for a new one.')
