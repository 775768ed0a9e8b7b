import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { Access } from '../../../protocol/access.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { NotAllowed, NotFound } from '../../ground/errors.ts'
import { planMail } from '../../mail/outbox.ts'
import { isSentBy } from '../../ground/request.ts'
import { refuseWeak } from './create.ts'
import type { Inviting } from './invites.ts'
import { accessOf, mayTouch, operatorsTopic } from './members.ts'
import { same } from './setup.ts'
import { peopleOf } from './tables.ts'

const hour = 3_600_000
const day = 24 * hour

/**
 * A link by which an operator who forgot their password chooses another, handed or mailed to them. Nothing is kept of it: it is signed over the password that it replaces and
 * who made it, so it works once, not after they were removed, and never after that password was changed in another way.
 */
export async function resetLink(
  ctx: Context,
  inviting: Inviting,
  by: { id: string; access: Access },
  id: string,
): Promise<{ link: string; expiresAt: number; mailed: boolean }> {
  const access = await accessOf(ctx.db.reads, id)
  if (!access) throw new NotFound('There is no such operator')
  mayTouch(by, access, null)
  const expiresAt = Date.now() + day
  const link = await signReset(ctx.db.reads, inviting, { id, by: by.id, until: expiresAt })
  const to = await emailOf(ctx.db.reads, id)
  const about = { id, by: by.id, until: expiresAt }
  const mailed =
    ctx.mail.isOn &&
    (await ctx.db.write((trx) => planMail(trx, { kind: 'reset', to, about, once: `reset ${id} ${windowNow()}` })))
  return { link, expiresAt, mailed }
}

/** Somebody forgot their password, or says so. Whether anybody has the address is found out when the mail is written, so that no answer and no waiting time tells it. */
export async function askReset(ctx: Context, email: string): Promise<{ mailed: boolean }> {
  if (!ctx.mail.isOn) return { mailed: false }
  const to = email.toLowerCase()
  const about = { id: null, by: null, until: Date.now() + hour }
  await ctx.db.write((trx) => planMail(trx, { kind: 'reset', to, about, once: `forgot ${to} ${windowNow()}` }))
  return { mailed: true }
}

export async function signReset(
  db: Kysely<Schema>,
  { sign, url }: Inviting,
  { id, by, until }: { id: string; by: string; until: number },
): Promise<string> {
  const token = `${by}.${sign(signed(id, until, by, await passwordOf(db, id)))}`
  return `${url}/reset?id=${id}&until=${until}&token=${token}`
}

/** Of asking again and again within it comes one mail. */
const windowNow = () => Math.floor(Date.now() / (10 * 60_000))

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

async function emailOf(db: Kysely<Schema>, id: string): Promise<string> {
  const { email } = await peopleOf(db)
    .selectFrom('operators')
    .select('email')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return email
}

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
