import type { Kysely } from 'kysely'
import { allows } from '../../../protocol/access.ts'
import type { MailWishes } from '../../../protocol/mail/mail.ts'
import type { Schema } from '../../db/schema.ts'
import type { Context } from '../../ground/context.ts'
import { peopleOf } from './tables.ts'

/** What somebody who works here wants to hear of by mail: everything, until they say otherwise. */

type Kind = keyof MailWishes

export async function readMailWishes(db: Kysely<Schema>, operatorId: string): Promise<MailWishes> {
  const row = await peopleOf(db)
    .selectFrom('members')
    .select('mail_off')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  const off = JSON.parse(row?.mail_off ?? '[]') as Kind[]
  return { mention: !off.includes('mention'), assignment: !off.includes('assignment') }
}

export async function keepMailWishes(ctx: Context, operatorId: string, wishes: MailWishes): Promise<MailWishes> {
  const off = (Object.keys(wishes) as Kind[]).filter((kind) => !wishes[kind])
  await ctx.db.write((trx) =>
    peopleOf(trx)
      .updateTable('members')
      .set({ mail_off: JSON.stringify(off) })
      .where('operator_id', '=', operatorId)
      .execute(),
  )
  return wishes
}

/** Null for whoever wants none of it, may not see the inbox, or was removed. */
export async function mailAddressOf(db: Kysely<Schema>, operatorId: string, kind: Kind): Promise<string | null> {
  const row = await peopleOf(db)
    .selectFrom('members')
    .innerJoin('operators', 'operators.id', 'members.operator_id')
    .select(['email', 'role', 'inbox', 'agents', 'mail_off'])
    .where('operator_id', '=', operatorId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  const isOff = (JSON.parse(row?.mail_off ?? '[]') as Kind[]).includes(kind)
  return row && !isOff && allows(row, 'inbox:view') ? row.email : null
}
