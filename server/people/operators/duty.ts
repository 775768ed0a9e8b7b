import type { Kysely } from 'kysely'
import { allows } from '../../../protocol/access.ts'
import { prepared, type Values } from '../../db/prepared.ts'
import type { Schema } from '../../db/schema.ts'
import { peopleOf } from './tables.ts'

/** Since when this operator is away; null while they are on duty. */
export async function awaySince(db: Kysely<Schema>, operatorId: string): Promise<number | null> {
  const row = await peopleOf(db)
    .selectFrom('members')
    .select('away_since')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  return row?.away_since ? Number(row.away_since) : null
}

/** Kept until they say otherwise, in every browser. Answers whether that is news. */
export async function setAway(db: Kysely<Schema>, operatorId: string, since: number | null): Promise<boolean> {
  const before = await awaySince(db, operatorId)
  if ((before === null) === (since === null)) return false
  await peopleOf(db)
    .updateTable('members')
    .set({ away_since: since })
    .where('operator_id', '=', operatorId)
    .execute()
  return true
}

/** Asked for every message to a person; whoever was removed is not. */
export async function isOnDuty(db: Kysely<Schema>, operatorId: string): Promise<boolean> {
  const [access] = (await selectOnDuty(db, { operatorId })).rows
  return access !== undefined && allows(access, 'inbox:reply')
}

const selectOnDuty = prepared((db, value: Values<{ operatorId: string }>) =>
  peopleOf(db)
    .selectFrom('members')
    .select(['role', 'inbox', 'agents'])
    .where('operator_id', '=', value('operatorId'))
    .where('removed_at', 'is', null)
    .where('away_since', 'is', null),
)

/** Who of those that may answer visitors is on duty, by id. Whoever was removed is nowhere. */
export async function onDuty(db: Kysely<Schema>): Promise<Set<string>> {
  const rows = await peopleOf(db)
    .selectFrom('members')
    .select(['operator_id', 'role', 'inbox', 'agents'])
    .where('removed_at', 'is', null)
    .where('away_since', 'is', null)
    .execute()
  return new Set(rows.filter((access) => allows(access, 'inbox:reply')).map(({ operator_id }) => operator_id))
}
