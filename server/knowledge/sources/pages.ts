import type { Context } from '../../ground/context.ts'
import type { SourcePageRow, SourceRow } from '../../db/schema.ts'
import { piecesOf } from '../passages.ts'
import type { Extracted } from './formats/extracted.ts'
import { nextTime, pageId } from './sources.ts'

/** Pages that are to be read in this pass, each once; no more than the source's limit. */
export async function enqueue(ctx: Context, source: SourceRow, urls: string[], depth: number): Promise<void> {
  if (!urls.length) return
  await ctx.db.write(async (trx) => {
    const { count } = await trx
      .selectFrom('source_pages')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('source_id', '=', source.id)
      .where('pass', '=', source.pass)
      .executeTakeFirstOrThrow()
    let room = source.page_limit - Number(count)
    for (const url of new Set(urls)) {
      if (room <= 0) break
      const page = {
        id: pageId(source.id, url),
        source_id: source.id,
        name: url,
        url,
        depth,
        pass: source.pass,
        title: null,
        state: 'waiting' as const,
        error: null,
        characters: 0,
        passages: 0,
        content: null,
        left_out: '[]',
        changed_at: Date.now(),
      }
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('source_pages')
        .values(page)
        .onConflict((conflict) =>
          conflict
            .columns(['source_id', 'name'])
            .doUpdateSet({ state: 'waiting', error: null, depth, pass: source.pass })
            .where('source_pages.pass', '<', source.pass),
        )
        .executeTakeFirst()
      room -= Number(numInsertedOrUpdatedRows ?? 0)
    }
  })
}

export async function nextPage(ctx: Context, source: SourceRow): Promise<SourcePageRow | undefined> {
  return ctx.db.reads
    .selectFrom('source_pages')
    .selectAll()
    .where('source_id', '=', source.id)
    .where('state', '=', 'waiting')
    .orderBy('depth')
    .orderBy('name')
    .limit(1)
    .executeTakeFirst()
}

/** The page was read: it becomes an article that is found by the next question. Nothing is kept when the source was removed meanwhile. */
export async function keepPage(
  ctx: Context,
  page: SourcePageRow,
  { title, text, leftOut }: Extracted,
): Promise<void> {
  const now = Date.now()
  const name =
    title ??
    (page.url
      ? (new URL(page.url).pathname.split('/').filter(Boolean).at(-1)?.replace(/[-_]/g, ' ') ??
        new URL(page.url).host)
      : page.name.replace(/\.[a-z0-9]+$/i, ''))
  const article = {
    id: page.id,
    title: name,
    body: text,
    url: page.url,
    changed_at: now,
    source_id: page.source_id,
  }
  const kept = await ctx.db.write(async (trx) => {
    if (!(await trx.selectFrom('sources').select('id').where('id', '=', page.source_id).executeTakeFirst()))
      return false
    await trx
      .updateTable('source_pages')
      .set({
        state: 'read',
        error: null,
        title: name,
        characters: text.length,
        passages: piecesOf({ id: page.id, title: name, body: text, url: page.url }).length,
        content: null,
        left_out: JSON.stringify(leftOut),
        changed_at: now,
      })
      .where('id', '=', page.id)
      .execute()
    const before = await trx
      .selectFrom('articles')
      .select(['title', 'body'])
      .where('id', '=', page.id)
      .executeTakeFirst()
    if (before?.title === name && before.body === text) return false
    await trx
      .insertInto('articles')
      .values(article)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(article))
      .execute()
    return true
  })
  if (kept) ctx.bus.publish('knowledge', { put: page.id })
}

/** The page could not be read (`failed`) or is not to be read (`skipped`). What an earlier pass had read of it stays until it is known to be gone. */
export async function refusePage(
  ctx: Context,
  page: SourcePageRow,
  { state, error, gone }: { state: 'failed' | 'skipped'; error: string; gone: boolean },
): Promise<void> {
  await ctx.db.write(async (trx) => {
    await trx
      .updateTable('source_pages')
      .set({ state, error, changed_at: Date.now() })
      .where('id', '=', page.id)
      .execute()
    if (gone) await trx.deleteFrom('articles').where('id', '=', page.id).execute()
  })
  if (gone) ctx.bus.publish('knowledge', { removed: page.id })
}

/** The pass is over: pages that it did not meet are forgotten, unless it met none at all. */
export async function finishSource(ctx: Context, source: SourceRow, error: string | null): Promise<void> {
  const forgotten = await ctx.db.write(async (trx) => {
    const pages = await trx
      .selectFrom('source_pages')
      .select(['id', 'pass', 'state', 'error'])
      .where('source_id', '=', source.id)
      .execute()
    const read = pages.some(({ pass, state }) => pass === source.pass && state === 'read')
    const old = read ? pages.filter(({ pass }) => pass < source.pass).map(({ id }) => id) : []
    for (const id of old) {
      await trx.deleteFrom('articles').where('id', '=', id).execute()
      await trx.deleteFrom('source_pages').where('id', '=', id).execute()
    }
    const why =
      error ??
      pages.find(({ pass, state }) => pass === source.pass && state !== 'read')?.error ??
      'Nothing was found there.'
    const now = Date.now()
    await trx
      .updateTable('sources')
      .set({
        state: read ? 'ready' : 'failed',
        error: read ? null : why,
        lease_until: 0,
        next_at: nextTime(source.every_hours, now),
        changed_at: now,
      })
      .where('id', '=', source.id)
      .where('pass', '=', source.pass)
      .execute()
    return old
  })
  for (const id of forgotten) ctx.bus.publish('knowledge', { removed: id })
}
