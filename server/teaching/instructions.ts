import type { Kysely } from 'kysely'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'

const key = 'global_instructions'

interface Instructions {
  text: string
  changedAt: number | null
}

/** What every agent is told, below guidance and internal documents and above the agent's own instructions. */
export async function readInstructions(db: Kysely<Schema>): Promise<Instructions> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row ? (JSON.parse(row.value) as Instructions) : { text: '', changedAt: null }
}

export async function writeInstructions(ctx: Context, text: string): Promise<Instructions> {
  const written: Instructions = { text, changedAt: Date.now() }
  const value = JSON.stringify(written)
  await ctx.db.write((trx) =>
    trx
      .insertInto('settings')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
      .execute(),
  )
  return written
}
