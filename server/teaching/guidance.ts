import type { Kysely } from 'kysely'
import type { GuidanceRow } from '../../protocol/teaching/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { usesOf } from './uses.ts'

/** Short rules for every agent, in their order, with how often each went into a reply. */
export async function listGuidance(ctx: Context): Promise<GuidanceRow[]> {
  const rows = await inOrder(ctx.db.reads).execute()
  const use = await usesOf(
    ctx.db.reads,
    'guidance',
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, text, on, changed_at }) => ({ id, text, on: on === 1, changedAt: changed_at, ...use(id) }))
}

/** Those that are on, as they enter a prompt. */
export function guidanceInForce(db: Kysely<Schema>): Promise<{ id: string; text: string }[]> {
  return db
    .selectFrom('guidance')
    .select(['id', 'text'])
    .where('on', '=', 1)
    .orderBy('place')
    .orderBy('id')
    .execute()
}

/** Write or change; a new row stands last. */
export async function writeGuidance(
  ctx: Context,
  id: string,
  { text, on }: { text: string; on: boolean },
): Promise<GuidanceRow> {
  const changed = { text, on: on ? 1 : 0, changed_at: Date.now() }
  await ctx.db.write(async (trx) => {
    const { last } = await trx
      .selectFrom('guidance')
      .select((eb) => eb.fn.max('place').as('last'))
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('guidance')
      .values({ id, ...changed, place: Number(last ?? 0) + 1 })
      .onConflict((oc) => oc.column('id').doUpdateSet(changed))
      .execute()
  })
  return (await listGuidance(ctx)).find((row) => row.id === id)!
}

export async function removeGuidance(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('guidance').where('id', '=', id).execute())
}

/** Those that are not named, because somebody else wrote them meanwhile, follow in the order they had. */
export async function orderGuidance(ctx: Context, ids: string[]): Promise<GuidanceRow[]> {
  await ctx.db.write(async (trx) => {
    const rows = await inOrder(trx).execute()
    const placeOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
    for (const [index, { id, place }] of rows.toSorted((a, b) => placeOf(a.id) - placeOf(b.id)).entries()) {
      if (place !== index + 1)
        await trx
          .updateTable('guidance')
          .set({ place: index + 1 })
          .where('id', '=', id)
          .execute()
    }
  })
  return listGuidance(ctx)
}

const inOrder = (db: Kysely<Schema>) => db.selectFrom('guidance').selectAll().orderBy('place').orderBy('id')
