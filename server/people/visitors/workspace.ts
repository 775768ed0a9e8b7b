import type { Kysely } from 'kysely'
import type { Workspace } from '../../../protocol/people/routes.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'

const key = 'workspace'

/** Everything is off until somebody switches it on. */
export async function readWorkspace(db: Kysely<Schema>): Promise<Workspace> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return { typingPreview: false, answerTimes: '', ...(row && JSON.parse(row.value)) }
}

export async function writeWorkspace(ctx: Context, workspace: Workspace): Promise<Workspace> {
  const value = JSON.stringify(workspace)
  await ctx.db.write((trx) =>
    trx
      .insertInto('settings')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
      .execute(),
  )
  return workspace
}
