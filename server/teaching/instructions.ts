import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../db/settings.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'

const key = 'global_instructions'

interface Instructions {
  text: string
  changedAt: number | null
}

/** What every agent is told, below guidance and internal documents and above the agent's own instructions. */
export async function readInstructions(db: Kysely<Schema>): Promise<Instructions> {
  return (await readSetting<Instructions>(db, key)) ?? { text: '', changedAt: null }
}

export async function writeInstructions(ctx: Context, text: string): Promise<Instructions> {
  const written: Instructions = { text, changedAt: Date.now() }
  await ctx.db.write((trx) => keepSetting(trx, key, written))
  return written
}
