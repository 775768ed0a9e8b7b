import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../../db/settings.ts'
import type { Workspace } from '../../../protocol/people/routes.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'

const key = 'workspace'

/** Everything is off until somebody switches it on. */
export async function readWorkspace(db: Kysely<Schema>): Promise<Workspace> {
  return { typingPreview: false, answerTimes: '', hours: null, ...(await readSetting<Partial<Workspace>>(db, key)) }
}

export async function writeWorkspace(ctx: Context, workspace: Workspace): Promise<Workspace> {
  await ctx.db.write((trx) => keepSetting(trx, key, workspace))
  return workspace
}
