import type { Kysely } from 'kysely'
import {
  keyedFields,
  matches,
  ownFields,
  segmentKinds,
  type SegmentFilter,
  type SegmentKind,
} from '../../../protocol/segments/filter.ts'
import type { Segment } from '../../../protocol/segments/shapes.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Invalid } from '../../ground/errors.ts'
import { findSegment, listSegments, type Asker } from './segments.ts'
import { subjectsOf } from './subjects.ts'

/** The ids that a filter holds, the latest first. */
export async function idsIn(
  db: Kysely<Schema>,
  kind: SegmentKind,
  filter: SegmentFilter,
  me: string,
): Promise<string[]> {
  const at = { me, now: Date.now() }
  const held = (await subjectsOf(db, kind, filter)).filter(({ read }) => matches(filter, read, at))
  return held.sort((one, other) => other.at - one.at).map(({ id }) => id)
}

/** The ids that a saved segment holds, the latest first. */
export async function idsInSegment(
  db: Kysely<Schema>,
  kind: SegmentKind,
  id: string,
  me: Asker,
): Promise<string[]> {
  const segment = await findSegment(db, me, id)
  if (segment.kind !== kind) throw new Invalid('other_kind', `This segment is not of ${kind}.`)
  return idsIn(db, kind, segment.filter, me.id)
}

/** Every segment that the asker sees, with how many it holds: tickets and contacts are read once each, however many segments there are. */
export async function countSegments(ctx: Context, me: Asker): Promise<(Segment & { count: number })[]> {
  const at = { me: me.id, now: Date.now() }
  const segments = (await listSegments(ctx.db.reads, me)).map((segment) => ({ ...segment, count: 0 }))
  for (const kind of segmentKinds) {
    const ofKind = segments.filter((segment) => segment.kind === kind)
    if (!ofKind.length) continue
    for (const { read } of await subjectsOf(ctx.db.reads, kind))
      for (const segment of ofKind) if (matches(segment.filter, read, at)) segment.count++
  }
  return segments
}

const mostLooked = 2000
const mostFields = 300

/** Keys that the latest tickets, contacts and companies hold, to be offered while a filter is written. */
export async function fieldsInUse(ctx: Context): Promise<string[]> {
  const db = ctx.db.reads
  const [tickets, contacts, companies] = await Promise.all([
    db
      .selectFrom('tickets')
      .select('fields as json')
      .where('fields', '!=', '{}')
      .orderBy('changed_at', 'desc')
      .limit(mostLooked)
      .execute(),
    db
      .selectFrom('contacts')
      .select('traits as json')
      .where('traits', '!=', '{}')
      .orderBy('seen_at', 'desc')
      .limit(mostLooked)
      .execute(),
    db
      .selectFrom('companies')
      .select('traits as json')
      .where('traits', '!=', '{}')
      .orderBy('seen_at', 'desc')
      .limit(mostLooked)
      .execute(),
  ])
  const keys = new Set<string>()
  for (const [place, rows] of [tickets, contacts, companies].entries()) {
    for (const { json } of rows)
      for (const key of Object.keys(JSON.parse(json))) keys.add(`${keyedFields.tickets[place]}.${key}`)
  }
  return [...keys]
    .filter((key) => !Object.hasOwn(ownFields, key))
    .sort()
    .slice(0, mostFields)
}
