import type { Kysely } from 'kysely'
import type { Privacy } from '../../protocol/privacy.ts'
import type { Context } from '../ground/context.ts'
import { prepared, type Values } from '../db/prepared.ts'
import type { Schema } from '../db/schema.ts'

const key = 'privacy'
const nothingGoes: Privacy = {
  retention: { transcripts: null, whispers: null, prompts: null, alerts: null },
  masking: false,
}

// Read for every message of a visitor.
const selectSetting = prepared((db, value: Values<{ key: string }>) =>
  db.selectFrom('settings').select('value').where('key', '=', value('key')),
)

/** Everything is kept as it was written until somebody decides otherwise. */
export async function readPrivacy(db: Kysely<Schema>): Promise<Privacy> {
  const [row] = (await selectSetting(db, { key })).rows
  return row ? JSON.parse(row.value) : nothingGoes
}

export async function writePrivacy(ctx: Context, privacy: Privacy): Promise<Privacy> {
  const value = JSON.stringify(privacy)
  await ctx.db.write((trx) =>
    trx
      .insertInto('settings')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
      .execute(),
  )
  return privacy
}
