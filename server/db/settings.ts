import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** What the whole workspace has once: one text by key, as JSON but for marks. */

/** Null where it was never kept. `lock`: of two who change it at once, the second sees what the first did. */
export async function readSetting<T>(db: Kysely<Schema>, key: string, lock = false): Promise<T | null> {
  const found = db.selectFrom('settings').select('value').where('key', '=', key)
  const row = await (lock ? found.forUpdate() : found).executeTakeFirst()
  return row ? (JSON.parse(row.value) as T) : null
}

export async function keepSetting(db: Kysely<Schema>, key: string, setting: unknown): Promise<void> {
  const value = JSON.stringify(setting)
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute()
}

/** Sets a mark, for what is done once in the life of a database. Whether nobody had set it. */
export async function setMark(db: Kysely<Schema>, key: string, value: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((oc) => oc.column('key').doNothing())
    .executeTakeFirst()
  return Boolean(numInsertedOrUpdatedRows)
}
