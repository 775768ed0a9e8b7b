import type { Kysely } from 'kysely'
import type { RouteParsed } from '../../protocol/api.ts'
import type { Person, Whisper } from '../../protocol/entities.ts'
import type { Lesson, LessonConflict, Scope, UsedLesson } from '../../protocol/teaching/shapes.ts'
import { newId, type Context } from '../ground/context.ts'
import { contains, searchedWords } from '../db/contains.ts'
import type { LessonRow, Schema } from '../db/schema.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'
import { contradiction } from './conflicts.ts'
import {
  audienceOf,
  byScope,
  columnsOf,
  coveredBy,
  mustReach,
  nobody,
  reachOf,
  reachOfContact,
  type Reach,
} from './reach.ts'
import { inTeachingScope, type TeachingScope } from './teaching-scope.ts'
import { usesOf } from './uses.ts'

/** A prompt has room for so many; the narrowest and latest are the ones. */
const mostInForce = 60
const mostListed = 500

/** A whisper about an identified visitor also lasts: it becomes a lesson for that customer. An anonymous one's waits until we learn who it is. */
export async function keepWhisper(change: Change, whisper: Whisper): Promise<void> {
  const reach = await reachOf(change.trx, change.conversation)
  if (reach.contact)
    await saveLesson(
      teachingScopeOf(change),
      { id: newId(), text: whisper.text, scope: 'customer', by: whisper.by, whisperId: whisper.id },
      reach,
    )
}

/** Now that the visitor is known, what was whispered before lasts too. Withdrawn whispers were taken back; those kept already are left alone. */
export async function keepEarlierWhispers(change: Change, whispers: Whisper[]): Promise<void> {
  const reach = await reachOf(change.trx, change.conversation)
  const open = whispers.filter(({ state }) => state !== 'withdrawn')
  if (!reach.contact || !open.length) return
  const kept = await change.trx
    .selectFrom('lessons')
    .select('whisper_id')
    .where(
      'whisper_id',
      'in',
      open.map(({ id }) => id),
    )
    .execute()
  for (const whisper of open) {
    if (kept.some(({ whisper_id }) => whisper_id === whisper.id)) continue
    await saveLesson(
      teachingScopeOf(change),
      { id: newId(), text: whisper.text, scope: 'customer', by: whisper.by, whisperId: whisper.id },
      reach,
    )
  }
}

/** Conversations of this visitor in which whispers were sent that are no lessons yet. */
export async function whisperedAbout(ctx: Context, visitorId: string): Promise<string[]> {
  const rows = await ctx.db.reads
    .selectFrom('whispers')
    .innerJoin('conversations', 'conversations.id', 'whispers.conversation_id')
    .leftJoin('lessons', 'lessons.whisper_id', 'whispers.id')
    .select('conversations.id')
    .distinct()
    .where('conversations.visitor_id', '=', visitorId)
    .where('whispers.state', '!=', 'withdrawn')
    .where('lessons.id', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** A whisper that was taken back leaves no lesson behind. */
export async function dropLessonOf(change: Change, whisperId: string): Promise<void> {
  const row = await change.trx
    .selectFrom('lessons')
    .selectAll()
    .where('whisper_id', '=', whisperId)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  if (row) await update(teachingScopeOf(change), row, { retired_at: change.at })
}

/** Written under Knowledge or in Live Train. The same id again is the same lesson. */
export function writeLesson(
  ctx: Context,
  by: Person,
  { id, text, scope, contactId }: RouteParsed<'POST /api/lessons'>['body'],
): Promise<Lesson> {
  return inTeachingScope(ctx, by, null, async (teaching) => {
    const existing = await findRow(teaching.trx, id)
    if (existing) {
      if (existing.text !== text)
        throw new Conflict('id_taken', 'This lesson id was used before. Save it again with a new one.')
      return lessonOf(teaching.trx, existing)
    }
    const reach = contactId ? await reachOfContact(teaching.trx, contactId) : nobody
    mustReach(scope, reach)
    return saveLesson(teaching, { id, text, scope, by, whisperId: null }, reach)
  })
}

/** Edit, widen, narrow, switch or restore. */
export async function changeLesson(
  ctx: Context,
  by: Person,
  id: string,
  wanted: RouteParsed<'PATCH /api/lessons/:id'>['body'],
): Promise<Lesson> {
  return onLesson(ctx, by, id, async (teaching, row) => {
    if (wanted.scope) mustReach(wanted.scope, audienceOf(row))
    return update(teaching, row, {
      ...(wanted.text !== undefined && { text: wanted.text }),
      ...(wanted.scope && { scope: wanted.scope }),
      ...(wanted.on !== undefined && { on: wanted.on ? 1 : 0 }),
      ...(wanted.reviewAt !== undefined && { review_at: wanted.reviewAt }),
      ...(wanted.retired === false && { retired_at: null }),
    })
  })
}

/** It is heeded no more; restoring brings it back as it was. */
export function retireLesson(ctx: Context, by: Person, id: string): Promise<Lesson> {
  return onLesson(ctx, by, id, (teaching, row) =>
    row.retired_at ? lessonOf(teaching.trx, row) : update(teaching, row, { retired_at: teaching.at }),
  )
}

/** Lessons that hold for somebody now: narrower before wider, then the latest. */
export async function lessonsFor(db: Kysely<Schema>, reach: Reach): Promise<LessonRow[]> {
  const rows = await db
    .selectFrom('lessons')
    .selectAll()
    .where('on', '=', 1)
    .where('retired_at', 'is', null)
    .where(coveredBy(reach))
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.sort((a, b) => byScope(audienceOf(a), audienceOf(b))).slice(0, mostInForce)
}

export async function listLessons(
  ctx: Context,
  { text = '', scope, contactId, retired }: RouteParsed<'GET /api/lessons'>['query'],
): Promise<{ lessons: UsedLesson[]; more: boolean }> {
  const db = ctx.db.reads
  let wanted = db
    .selectFrom('lessons')
    .selectAll()
    .where('retired_at', retired ? 'is not' : 'is', null)
  if (scope) wanted = wanted.where('scope', '=', scope)
  if (contactId) wanted = wanted.where('contact_id', '=', contactId)
  for (const word of searchedWords(text))
    wanted = wanted.where((eb) =>
      eb.or(
        (['text', 'contact_name', 'company_name', 'by'] as const).map((column) => contains(eb.ref(column), word)),
      ),
    )
  const rows = await wanted
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(mostListed + 1)
    .execute()
  const lessons = await lessonsOf(db, rows.slice(0, mostListed))
  const use = await usesOf(
    db,
    'lesson',
    lessons.map(({ id }) => id),
  )
  const inForce = await stillInForce(
    db,
    lessons.flatMap(({ conflicts }) => conflicts.map(({ id }) => id)),
  )
  return {
    lessons: lessons.map((lesson) => ({
      ...lesson,
      conflicts: lesson.conflicts.filter(({ id }) => inForce.has(id)),
      ...use(lesson.id),
    })),
    more: rows.length > mostListed,
  }
}

interface Wanted {
  id: string
  text: string
  scope: Scope
  by: Person
  whisperId: string | null
}

async function saveLesson(
  { trx, at, change }: TeachingScope,
  { id, text, scope, by, whisperId }: Wanted,
  { contact, company }: Reach,
): Promise<Lesson> {
  const row: LessonRow = {
    id,
    text,
    ...columnsOf({ scope, contact, company }),
    by: JSON.stringify(by),
    conversation_id: change?.conversation.id ?? null,
    whisper_id: whisperId,
    created_at: at,
    changed_at: at,
    retired_at: null,
    on: 1,
    review_at: null,
    conflicts: '[]',
  }
  row.conflicts = JSON.stringify(await conflictsOf(trx, row))
  await trx.insertInto('lessons').values(row).execute()
  const lesson = await lessonOf(trx, row)
  change?.record('lesson.saved', { lesson })
  return lesson
}

async function update(
  { trx, at, change }: TeachingScope,
  row: LessonRow,
  changes: Partial<LessonRow>,
): Promise<Lesson> {
  // Two changes within a millisecond must not look like one to a prompt that was made between them.
  const changed: LessonRow = { ...row, ...changes, changed_at: Math.max(at, row.changed_at + 1) }
  changed.conflicts = JSON.stringify(changed.retired_at || !changed.on ? [] : await conflictsOf(trx, changed))
  await trx
    .updateTable('lessons')
    .set({ ...changes, changed_at: changed.changed_at, conflicts: changed.conflicts })
    .where('id', '=', row.id)
    .execute()
  const lesson = await lessonOf(trx, changed)
  change?.record('lesson.changed', { lesson })
  return lesson
}

/** The log of the conversation where it was taught tells of every change, so that is what gets locked. */
async function onLesson(
  ctx: Context,
  by: Person,
  id: string,
  work: (teaching: TeachingScope, row: LessonRow) => Promise<Lesson>,
): Promise<Lesson> {
  const { conversation_id } = await mustFind(ctx.db.reads, id)
  return inTeachingScope(ctx, by, conversation_id, async (teaching) =>
    work(teaching, await mustFind(teaching.trx, id)),
  )
}

/** Others for exactly the same people that seem to say otherwise. */
async function conflictsOf(db: Kysely<Schema>, lesson: LessonRow): Promise<LessonConflict[]> {
  let others = db
    .selectFrom('lessons')
    .select(['id', 'text'])
    .where('on', '=', 1)
    .where('retired_at', 'is', null)
    .where('scope', '=', lesson.scope)
    .where('id', '!=', lesson.id)
  if (lesson.scope === 'customer') others = others.where('contact_id', '=', lesson.contact_id)
  if (lesson.scope === 'company') others = others.where('company_id', '=', lesson.company_id)
  const rows = await others.orderBy('changed_at', 'desc').limit(200).execute()
  return rows.flatMap(({ id, text }) => {
    const why = contradiction(lesson.text, text)
    return why ? [{ id, text, why }] : []
  })
}

async function stillInForce(db: Kysely<Schema>, ids: string[]): Promise<Set<string>> {
  if (!ids.length) return new Set()
  const rows = await db
    .selectFrom('lessons')
    .select('id')
    .where('id', 'in', ids)
    .where('on', '=', 1)
    .where('retired_at', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

const findRow = (db: Kysely<Schema>, id: string) =>
  db.selectFrom('lessons').selectAll().where('id', '=', id).executeTakeFirst()

async function mustFind(db: Kysely<Schema>, id: string): Promise<LessonRow> {
  const row = await findRow(db, id)
  if (!row) throw new NotFound('There is no such lesson')
  return row
}

const teachingScopeOf = (change: Change): TeachingScope => ({ trx: change.trx, at: change.at, change })

const lessonOf = async (db: Kysely<Schema>, row: LessonRow): Promise<Lesson> => (await lessonsOf(db, [row]))[0]!

export async function lessonsOf(db: Kysely<Schema>, rows: LessonRow[]): Promise<Lesson[]> {
  const proven = await provenOf(db, rows)
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    ...audienceOf(row),
    by: JSON.parse(row.by),
    origin:
      row.conversation_id && row.whisper_id
        ? { conversationId: row.conversation_id, whisperId: row.whisper_id }
        : null,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    on: row.on === 1,
    retiredAt: row.retired_at,
    reviewAt: row.review_at,
    unverified: row.scope !== 'everyone' && row.contact_id !== null && !proven.has(row.contact_id),
    conflicts: JSON.parse(row.conflicts),
  }))
}

/** Of the customers that these rows are for, those whose site proved who they are. */
export async function provenOf(db: Kysely<Schema>, rows: { contact_id: string | null }[]): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap(({ contact_id }) => (contact_id ? [contact_id] : [])))]
  if (!ids.length) return new Set()
  const proven = await db
    .selectFrom('contacts')
    .select('id')
    .where('id', 'in', ids)
    .where('verified', '=', 1)
    .execute()
  return new Set(proven.map(({ id }) => id))
}
