import type { Kysely } from 'kysely'
import type { InternalDoc } from '../../protocol/teaching/shapes.ts'
import { maxDocsTogether } from '../../protocol/sizes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Conflict } from '../ground/errors.ts'

/** Documents that the AI always has before it and visitors never get to see. */
export async function listDocs(ctx: Context): Promise<InternalDoc[]> {
  const rows = await ctx.db.reads.selectFrom('internal_docs').selectAll().orderBy('title').orderBy('id').execute()
  return rows.map(({ changed_at, on, ...doc }) => ({ ...doc, on: on === 1, changedAt: changed_at }))
}

/** Those that are on, as they enter a prompt. */
export function docsInForce(db: Kysely<Schema>): Promise<{ id: string; title: string; body: string }[]> {
  return db
    .selectFrom('internal_docs')
    .select(['id', 'title', 'body'])
    .where('on', '=', 1)
    .orderBy('title')
    .orderBy('id')
    .execute()
}

export async function writeDoc(
  ctx: Context,
  id: string,
  { title, body, on }: { title: string; body: string; on: boolean },
): Promise<InternalDoc> {
  const changed = { title, body, on: on ? 1 : 0, changed_at: Date.now() }
  await ctx.db.write(async (trx) => {
    if (on) await mustFit(trx, id, title.length + body.length)
    await trx
      .insertInto('internal_docs')
      .values({ id, ...changed })
      .onConflict((oc) => oc.column('id').doUpdateSet(changed))
      .execute()
  })
  return { id, title, body, on, changedAt: changed.changed_at }
}

export async function removeDoc(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('internal_docs').where('id', '=', id).execute())
}

/** All of them stand in every prompt. Cutting one silently would be worse than refusing it. */
async function mustFit(trx: Kysely<Schema>, id: string, length: number): Promise<void> {
  const others = (await docsInForce(trx))
    .filter((doc) => doc.id !== id)
    .reduce((sum, { title, body }) => sum + title.length + body.length, 0)
  const over = others + length - maxDocsTogether
  if (over > 0)
    throw new Conflict(
      'too_much',
      `The internal documents that are on would be ${over} characters too long together. Shorten this one, or switch another off.`,
    )
}
