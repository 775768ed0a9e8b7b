import type { KnowledgeSource, SourcePage } from '../../../protocol/knowledge/sources.ts'
import type { Context } from '../../ground/context.ts'
import type { SourcePageRow, SourceRow } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { piecesOf } from '../passages.ts'

/** All Data: imported sources and articles written here, the latest change first. `text` looks in names, addresses and what was read. */
export async function listSources(ctx: Context, text = ''): Promise<KnowledgeSource[]> {
  return ctx.db.snapshot(async (db) => {
    const rows = await db.selectFrom('sources').selectAll().execute()
    const [pages, articles, uses] = [
      await countPages(db),
      await db.selectFrom('articles').selectAll().execute(),
      await countUses(db),
    ]
    const used = (ids: string[]) =>
      ids.reduce((sum, id) => addUses(sum, uses.get(id)), { cited: 0, thumbedDown: 0, corrected: 0 })
    const articlesOf = Map.groupBy(articles, ({ source_id }) => source_id)
    const imported = rows.map((row) => ({
      ...sourceOf(row),
      ...countsOf(pages.get(row.id) ?? []),
      ...used((articlesOf.get(row.id) ?? []).map(({ id }) => id)),
    }))
    const written = (articlesOf.get(null) ?? []).map(({ id, title, body, url, changed_at }) => ({
      id,
      kind: 'article' as const,
      name: title,
      url,
      state: 'ready' as const,
      error: null,
      pages: { found: 1, read: 1, failed: 0 },
      passages: piecesOf({ id, title, body, url }).length,
      characters: body.length,
      changedAt: changed_at,
      nextAt: null,
      everyHours: null,
      ...used([id]),
    }))
    const matching = finder(text, articles)
    return [...imported, ...written].filter(matching).sort((a, b) => b.changedAt - a.changedAt)
  })
}

type Reads = Context['db']['reads']
type Uses = Pick<KnowledgeSource, 'cited' | 'thumbedDown' | 'corrected'>

function finder(
  text: string,
  articles: { id: string; source_id: string | null; title: string; body: string }[],
): (source: KnowledgeSource) => boolean {
  const words = text.trim().toLowerCase()
  if (!words) return () => true
  const holding = new Set(
    articles
      .filter(({ title, body }) => `${title}\n${body}`.toLowerCase().includes(words))
      .map(({ id, source_id }) => source_id ?? id),
  )
  return ({ id, name, url }) => holding.has(id) || `${name}\n${url ?? ''}`.toLowerCase().includes(words)
}

function sourceOf({ id, kind, name, url, state, error, changed_at, next_at, every_hours }: SourceRow) {
  return { id, kind, name, url, state, error, changedAt: changed_at, nextAt: next_at, everyHours: every_hours }
}

interface Count {
  source_id: string
  state: string
  pages: number
  characters: number
  passages: number
}

async function countPages(db: Reads): Promise<Map<string, Count[]>> {
  const rows = await db
    .selectFrom('source_pages')
    .select((eb) => [
      'source_id',
      'state',
      eb.fn.countAll<number>().as('pages'),
      eb.fn.sum<number>('characters').as('characters'),
      eb.fn.sum<number>('passages').as('passages'),
    ])
    .groupBy(['source_id', 'state'])
    .execute()
  return Map.groupBy(
    rows.map((row) => ({
      ...row,
      pages: Number(row.pages),
      characters: Number(row.characters),
      passages: Number(row.passages),
    })),
    ({ source_id }) => source_id,
  )
}

function countsOf(counts: Count[]): Pick<KnowledgeSource, 'pages' | 'passages' | 'characters'> {
  const sum = (of: 'pages' | 'characters' | 'passages', state?: string) =>
    counts.filter((count) => !state || count.state === state).reduce((all, count) => all + count[of], 0)
  return {
    pages: { found: sum('pages'), read: sum('pages', 'read'), failed: sum('pages', 'failed') },
    passages: sum('passages', 'read'),
    characters: sum('characters', 'read'),
  }
}

async function countUses(db: Reads): Promise<Map<string, Uses>> {
  const down = db.selectFrom('ratings').select('message_id').where('vote', '=', 'down').distinct()
  const corrected = db
    .selectFrom('corrections')
    .select('message_id')
    .where('retired_at', 'is', null)
    .where('message_id', 'is not', null)
    .distinct()
  const rows = await db
    .selectFrom('provenance')
    .leftJoin(down.as('down'), 'down.message_id', 'provenance.message_id')
    .leftJoin(corrected.as('corrected'), 'corrected.message_id', 'provenance.message_id')
    .select((eb) => [
      'ref',
      eb.fn.countAll<number>().as('cited'),
      eb.fn.count<number>('down.message_id').as('thumbedDown'),
      eb.fn.count<number>('corrected.message_id').as('corrected'),
    ])
    .where('kind', '=', 'cited')
    .groupBy('ref')
    .execute()
  return new Map(
    rows.map(({ ref, cited, thumbedDown, corrected }) => [
      ref,
      { cited: Number(cited), thumbedDown: Number(thumbedDown), corrected: Number(corrected) },
    ]),
  )
}

const addUses = (sum: Uses, more: Uses | undefined): Uses =>
  more
    ? {
        cited: sum.cited + more.cited,
        thumbedDown: sum.thumbedDown + more.thumbedDown,
        corrected: sum.corrected + more.corrected,
      }
    : sum

export async function findSource(ctx: Context, id: string): Promise<KnowledgeSource> {
  const source = (await listSources(ctx)).find((one) => one.id === id)
  if (!source) throw new NotFound('There is no such source')
  return source
}

/** What was read and what could not be, trouble first. */
export async function pagesOf(ctx: Context, id: string): Promise<SourcePage[]> {
  const rows = await ctx.db.reads
    .selectFrom('source_pages')
    .selectAll()
    .where('source_id', '=', id)
    .orderBy('name')
    .limit(5000)
    .execute()
  const trouble = { failed: 0, waiting: 1, skipped: 2, read: 3 }
  return rows.sort((a, b) => trouble[a.state] - trouble[b.state]).map(pageOf)
}

/** One page or file, and the words that were read of it: none until it was read. */
export async function findPage(
  ctx: Context,
  id: string,
  pageId: string,
): Promise<{ page: SourcePage; text: string }> {
  const row = await ctx.db.reads
    .selectFrom('source_pages')
    .selectAll()
    .where('source_id', '=', id)
    .where('id', '=', pageId)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such page')
  const article = await ctx.db.reads
    .selectFrom('articles')
    .select('body')
    .where('id', '=', pageId)
    .executeTakeFirst()
  return { page: pageOf(row), text: article?.body ?? '' }
}

function pageOf({
  id,
  name,
  url,
  title,
  state,
  error,
  left_out,
  characters,
  changed_at,
}: SourcePageRow): SourcePage {
  return {
    id,
    name,
    url,
    title,
    state,
    error,
    leftOut: JSON.parse(left_out) as string[],
    characters,
    changedAt: changed_at,
  }
}
