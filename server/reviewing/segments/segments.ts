import type { Kysely } from 'kysely'
import { allows, type Access } from '../../../protocol/access.ts'
import type { Segment, SegmentInput } from '../../../protocol/segments/shapes.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema, SegmentRow } from '../../db/schema.ts'
import { NotAllowed, NotFound } from '../../ground/errors.ts'

/** Whoever asks: their own segments and those of the team are theirs to see. */
export interface Asker {
  id: string
  access: Access
}

const mayShare = ({ access }: Asker) => allows(access, 'inbox:manage')

export async function listSegments(db: Kysely<Schema>, me: Asker): Promise<Segment[]> {
  return (await seenBy(db, me).execute()).map((row) => segmentOf(row, me))
}

export async function findSegment(db: Kysely<Schema>, me: Asker, id: string): Promise<Segment> {
  const row = await seenBy(db, me).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such segment')
  return segmentOf(row, me)
}

/** Save it; a new one stands last. Who made it stays its maker, whoever changes it. */
export function writeSegment(
  ctx: Context,
  me: Asker,
  id: string,
  { filter, shared, ...written }: SegmentInput,
): Promise<Segment> {
  return ctx.db.write(async (trx) => {
    const before = await findOne(trx, id)
    if (before) mustBeTheirs(before, me)
    if (shared && !before?.shared && !mayShare(me))
      throw new NotAllowed(
        'not_allowed',
        'Sharing a segment with the team needs Manage. Keep it for yourself, or ask an admin.',
      )
    const changed = { ...written, shared: shared ? 1 : 0, filter: JSON.stringify(filter) }
    const { last } = await trx
      .selectFrom('segments')
      .select((eb) => eb.fn.max('place').as('last'))
      .executeTakeFirstOrThrow()
    const row = {
      id,
      ...changed,
      owner_id: before?.owner_id ?? me.id,
      place: before?.place ?? Number(last ?? 0) + 1,
    }
    await trx
      .insertInto('segments')
      .values(row)
      .onConflict((oc) => oc.column('id').doUpdateSet(changed))
      .execute()
    return segmentOf(row, me)
  })
}

export async function removeSegment(ctx: Context, me: Asker, id: string): Promise<void> {
  await ctx.db.write(async (trx) => {
    const row = await findOne(trx, id)
    if (!row) return
    mustBeTheirs(row, me)
    await trx.deleteFrom('segments').where('id', '=', id).execute()
  })
}

/** Segments trade the places that they have among themselves; what the asker may not move stays where it is. */
export function orderSegments(ctx: Context, me: Asker, ids: string[]): Promise<Segment[]> {
  return ctx.db.write(async (trx) => {
    const movable = (await seenBy(trx, me).execute())
      .filter((row) => row.owner_id === me.id || mayShare(me))
      .filter(({ id }) => ids.includes(id))
    const places = movable.map(({ place }) => place)
    const wanted = movable.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    for (const [index, { id }] of wanted.entries())
      await trx.updateTable('segments').set({ place: places[index]! }).where('id', '=', id).execute()
    return listSegments(trx, me)
  })
}

/** Of a colleague's own nobody else learns even that it is there. */
function mustBeTheirs({ owner_id, shared }: SegmentRow, me: Asker): void {
  if (owner_id === me.id) return
  if (!shared) throw new NotFound('There is no such segment')
  if (!mayShare(me))
    throw new NotAllowed('not_allowed', 'A colleague shared this segment. Changing it needs Manage.')
}

const findOne = (trx: Kysely<Schema>, id: string) =>
  trx.selectFrom('segments').selectAll().where('id', '=', id).executeTakeFirst()

function seenBy(db: Kysely<Schema>, me: Asker) {
  return db
    .selectFrom('segments')
    .selectAll()
    .where((eb) => eb.or([eb('shared', '=', 1), eb('owner_id', '=', me.id)]))
    .orderBy('place')
    .orderBy('id')
}

const segmentOf = ({ id, kind, name, icon, shared, owner_id, filter }: SegmentRow, me: Asker): Segment => ({
  id,
  kind: kind as Segment['kind'],
  name,
  icon: icon as Segment['icon'],
  shared: shared === 1,
  filter: JSON.parse(filter),
  mine: owner_id === me.id,
})
