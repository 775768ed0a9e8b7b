import { sql } from 'kysely'
import type { CannedReply } from '../../protocol/tickets/shapes.ts'
import type { Context } from '../ground/context.ts'
import { Conflict } from '../ground/errors.ts'

export async function listCanned(ctx: Context): Promise<CannedReply[]> {
  const rows = await ctx.db.reads.selectFrom('canned_replies').selectAll().orderBy('name').orderBy('id').execute()
  return rows.map(({ changed_at, ...reply }) => ({ ...reply, changedAt: changed_at }))
}

/** Write or replace. Names are told apart whatever their case: by its name a reply is found while writing. */
export async function writeCanned(ctx: Context, reply: Omit<CannedReply, 'changedAt'>): Promise<CannedReply> {
  const changed_at = Date.now()
  await ctx.db.write(async (trx) => {
    const other = await trx
      .selectFrom('canned_replies')
      .select('id')
      .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', sql<string>`lower(cast(${reply.name} as text))`))
      .where('id', '!=', reply.id)
      .executeTakeFirst()
    if (other) throw new Conflict('name_taken', `There is a canned reply “${reply.name}” already.`)
    await trx
      .insertInto('canned_replies')
      .values({ ...reply, changed_at })
      .onConflict((oc) => oc.column('id').doUpdateSet({ ...reply, changed_at }))
      .execute()
  })
  return { ...reply, changedAt: changed_at }
}

export async function removeCanned(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('canned_replies').where('id', '=', id).execute())
}
