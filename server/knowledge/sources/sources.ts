import { createHash } from 'node:crypto'
import type { Person } from '../../../protocol/entities.ts'
import type { NewSource } from '../../../protocol/knowledge/sources.ts'
import type { Context } from '../../ground/context.ts'
import type { SourceRow } from '../../db/schema.ts'
import { Conflict, Invalid, NotFound } from '../../ground/errors.ts'
import { fileEndings } from './formats/read.ts'

/** Told when there is something to read, so that nobody waits for the next look. */
export const sourcesTopic = 'sources'

const hour = 3_600_000

/** Add a page, sitemap, site or file. It is read in the background; the same id again is the same source. */
export async function addSource(ctx: Context, by: Person, wanted: NewSource): Promise<string> {
  const row = rowOf(by, wanted)
  await ctx.db.write(async (trx) => {
    const existing = await trx
      .selectFrom('sources')
      .select(['name', 'kind'])
      .where('id', '=', row.id)
      .executeTakeFirst()
    if (existing && (existing.name !== row.name || existing.kind !== row.kind))
      throw new Conflict('id_taken', 'This id was used before. Send again with a new one.')
    if (existing) return
    // The same upload twice at once: the second finds the first one's row, waits for it, and adds nothing.
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('sources')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return
    if (wanted.kind === 'file') await trx.insertInto('source_pages').values(fileOf(wanted)).execute()
  })
  ctx.bus.publish(sourcesTopic, { id: row.id })
  return row.id
}

function rowOf(by: Person, wanted: NewSource): SourceRow {
  const common = {
    id: wanted.id,
    kind: wanted.kind,
    state: 'waiting' as const,
    error: null,
    pass: 1,
    lease_until: 0,
    next_at: null,
    created_by: by.id,
    changed_at: Date.now(),
  }
  if (wanted.kind === 'file') {
    const ending = /\.([a-z0-9]+)$/i.exec(wanted.name)?.[1]?.toLowerCase() ?? ''
    if (!fileEndings.some((known) => known === ending))
      throw new Invalid('unknown_kind', `Files of this kind cannot be read. These can: ${fileEndings.join(', ')}.`)
    return { ...common, name: wanted.name, url: null, depth: 0, page_limit: 1, every_hours: null }
  }
  const url = new URL(wanted.url)
  url.hash = ''
  return {
    ...common,
    name: url.href,
    url: url.href,
    depth: wanted.kind === 'site' ? wanted.depth : 0,
    page_limit: wanted.kind === 'page' ? 1 : wanted.pageLimit,
    every_hours: wanted.everyHours,
  }
}

/** The file waits in the database until it was read, so that a crash in between loses nothing. */
function fileOf({ id, name, content }: Extract<NewSource, { kind: 'file' }>) {
  return {
    id: pageId(id, name),
    source_id: id,
    name,
    url: null,
    depth: 0,
    pass: 1,
    title: null,
    state: 'waiting' as const,
    error: null,
    characters: 0,
    passages: 0,
    content,
    left_out: '[]',
    changed_at: Date.now(),
  }
}

/** A page keeps its id from one import to the next, so that what was cited from it stays linked. */
export function pageId(sourceId: string, name: string): string {
  return createHash('sha256').update(`${sourceId}\n${name}`).digest('base64url').slice(0, 24)
}

/** Remove a source with its pages; what was read from them is found no more. Removing what is gone is no error. */
export async function removeSource(ctx: Context, id: string): Promise<void> {
  const removed = await ctx.db.write(async (trx) => {
    const articles = await trx.selectFrom('articles').select('id').where('source_id', '=', id).execute()
    await trx.deleteFrom('articles').where('source_id', '=', id).execute()
    await trx.deleteFrom('source_pages').where('source_id', '=', id).execute()
    await trx.deleteFrom('sources').where('id', '=', id).execute()
    return articles
  })
  for (const article of removed) ctx.bus.publish('knowledge', { removed: article.id })
}

/** Read everything again, or only what failed. What was read stays until its new version is there. */
export async function readAgain(ctx: Context, id: string, only: 'all' | 'failed'): Promise<void> {
  await ctx.db.write(async (trx) => {
    const source = await trx.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
    if (!source) throw new NotFound('There is no such source')
    if (source.state === 'waiting' || source.state === 'working') return
    if (source.kind === 'file' && !(await hasContent(trx, id)))
      throw new Conflict('file_gone', 'The file was read and not kept. Upload it again.')
    await trx
      .updateTable('source_pages')
      .set({ state: 'waiting', error: null })
      .where('source_id', '=', id)
      .where('state', '=', 'failed')
      .execute()
    // A new pass begins at the first page and forgets, at its end, what it did not meet again.
    await trx
      .updateTable('sources')
      .set({
        state: 'waiting',
        error: null,
        pass: only === 'all' ? source.pass + 1 : source.pass,
        changed_at: Date.now(),
      })
      .where('id', '=', id)
      .execute()
  })
  ctx.bus.publish(sourcesTopic, { id })
}

async function hasContent(trx: Context['db']['reads'], id: string): Promise<boolean> {
  return Boolean(
    await trx
      .selectFrom('source_pages')
      .select('id')
      .where('source_id', '=', id)
      .where('content', 'is not', null)
      .executeTakeFirst(),
  )
}

/** How often it is read again by itself; null: never. */
export async function scheduleSource(ctx: Context, id: string, everyHours: number | null): Promise<void> {
  const next_at = everyHours === null ? null : Date.now() + everyHours * hour
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('sources')
      .set({ every_hours: everyHours, next_at })
      .where('id', '=', id)
      .where('kind', '!=', 'file')
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such source to read again')
}

export const nextTime = (everyHours: number | null, now: number): number | null =>
  everyHours === null ? null : now + everyHours * hour

/** A source to be read, leased to this process; null when there is none. Scheduled ones begin a new pass. */
export async function claimSource(ctx: Context, lease: number): Promise<SourceRow | null> {
  return ctx.db.write(async (trx) => {
    const now = Date.now()
    const due = await trx
      .selectFrom('sources')
      .selectAll()
      .where((eb) =>
        eb.or([
          eb('state', '=', 'waiting'),
          eb.and([eb('state', '=', 'working'), eb('lease_until', '<=', now)]),
          eb.and([eb('state', 'in', ['ready', 'failed']), eb('next_at', '<=', now)]),
        ]),
      )
      .orderBy('changed_at')
      .limit(1)
      .executeTakeFirst()
    if (!due) return null
    const scheduled = due.state === 'ready' || due.state === 'failed'
    const claimed = {
      state: 'working' as const,
      lease_until: now + lease,
      next_at: null,
      pass: due.pass + Number(scheduled),
    }
    // Another process may have claimed it between the look and this write.
    const { numUpdatedRows } = await trx
      .updateTable('sources')
      .set(claimed)
      .where('id', '=', due.id)
      .where('state', '=', due.state)
      .where('lease_until', '=', due.lease_until)
      .executeTakeFirst()
    return numUpdatedRows ? { ...due, ...claimed } : null
  })
}

/** False when the source was removed, or belongs to another process by now: then the import stops. */
export async function renewSource(ctx: Context, source: SourceRow, lease: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('sources')
      .set({ lease_until: Date.now() + lease })
      .where('id', '=', source.id)
      .where('pass', '=', source.pass)
      .where('state', '=', 'working')
      .executeTakeFirst(),
  )
  return Boolean(numUpdatedRows)
}

export async function releaseSource(ctx: Context, source: SourceRow): Promise<void> {
  await ctx.db.write((trx) =>
    trx
      .updateTable('sources')
      .set({ lease_until: 0 })
      .where('id', '=', source.id)
      .where('pass', '=', source.pass)
      .execute(),
  )
}
