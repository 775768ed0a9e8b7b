import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../../db/settings.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict } from '../../ground/errors.ts'
import { operatorsTopic } from './members.ts'
import { peopleOf } from './tables.ts'

const key = 'team_demands_second_factor'

/** Whether everybody of the team needs a second factor. */
export async function demandsFactor(db: Kysely<Schema>): Promise<boolean> {
  return (await readSetting<boolean>(db, key)) ?? false
}

/** Holds at once: whoever has no second factor reaches nothing but their own account until they have one, on open sockets too. */
export async function demandFactor(ctx: Context, by: { id: string }, demanded: boolean): Promise<void> {
  if (demanded && !(await hasFactor(ctx.db.reads, by.id)))
    throw new Conflict('own_factor', 'Turn on your own second factor first.')
  await ctx.db.write((trx) => keepSetting(trx, key, demanded))
  for (const { operator_id: id } of await peopleOf(ctx.db.reads)
    .selectFrom('members')
    .select('operator_id')
    .execute())
    ctx.bus.publish(operatorsTopic, { id })
}

async function hasFactor(db: Kysely<Schema>, id: string): Promise<boolean> {
  const row = await peopleOf(db)
    .selectFrom('operators')
    .select('two_factor_enabled')
    .where('id', '=', id)
    .executeTakeFirst()
  return Boolean(row?.two_factor_enabled)
}
