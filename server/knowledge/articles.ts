import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Article } from '../../protocol/entities.ts'
import { stampOf } from '../db/stamp.ts'
import { followTopic } from '../events/follow-topic.ts'
import { newId, type Context } from '../ground/context.ts'

/** Articles written here; what was imported is listed with its source. */
export async function listArticles(ctx: Context, text = ''): Promise<Article[]> {
  const rows = await ctx.db.reads
    .selectFrom('articles')
    .select(['id', 'title', 'body', 'url', 'changed_at'])
    .where('source_id', 'is', null)
    .orderBy('title')
    .orderBy('id')
    .execute()
  const words = text.trim().toLowerCase()
  const found = words ? rows.filter(({ title, body }) => `${title}\n${body}`.toLowerCase().includes(words)) : rows
  return found.map(({ changed_at, ...article }) => ({ ...article, changedAt: changed_at }))
}

/** Write or replace. Every process that answers visitors takes it into its index before the next question. */
export async function writeArticle(ctx: Context, article: Omit<Article, 'changedAt'>): Promise<Article> {
  const changed_at = Date.now()
  await ctx.db.write((trx) =>
    trx
      .insertInto('articles')
      .values({ ...article, changed_at })
      .onConflict((oc) => oc.column('id').doUpdateSet({ ...article, changed_at }))
      .execute(),
  )
  ctx.bus.publish('knowledge', { put: article.id })
  return { ...article, changedAt: changed_at }
}

export async function removeArticle(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('articles').where('id', '=', id).execute())
  ctx.bus.publish('knowledge', { removed: id })
}

/** Keep this process's index true: everything at the start and after a lost link, then article by article. */
export function followArticles(ctx: Context): Promise<() => void> {
  const load = async () =>
    ctx.knowledge.replace(
      await ctx.db.reads.selectFrom('articles').select(['id', 'title', 'body', 'url']).orderBy('id').execute(),
    )
  const take = async ({ put, removed }: { put?: string; removed?: string }) => {
    const article =
      put && (await ctx.db.reads.selectFrom('articles').selectAll().where('id', '=', put).executeTakeFirst())
    if (article) ctx.knowledge.put(article)
    else ctx.knowledge.remove((put ?? removed)!)
  }
  const stamp = () => stampOf(ctx.db.reads, 'articles', ['changed_at'])
  return followTopic(ctx, { topic: 'knowledge', load, take, stamp })
}

/** A new Halo knows the demo shop, so that the first visitor gets a real answer. Done once; what an operator deletes stays deleted. */
export async function seedArticles(ctx: Context, folder: string): Promise<void> {
  const articles = await readMarkdown(folder)
  await ctx.db.write(async (trx) => {
    const claimed = await trx
      .insertInto('settings')
      .values({ key: 'demo_knowledge', value: 'seeded' })
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst()
    if (claimed.numInsertedOrUpdatedRows && articles.length)
      await trx
        .insertInto('articles')
        .values(articles.map((article) => ({ ...article, id: newId(), changed_at: Date.now() })))
        .execute()
  })
}

async function readMarkdown(folder: string): Promise<{ title: string; url: string | null; body: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
  return Promise.all(names.map(async (name) => parse(await readFile(join(folder, name), 'utf8'))))
}

function parse(file: string): { title: string; url: string | null; body: string } {
  const [, head = '', body = file] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? []
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(head)?.[1]?.trim() ?? null
  return {
    title: field('title') ?? body.split('\n')[0]!.replace(/^#\s*/, ''),
    url: field('url'),
    body: body.trim(),
  }
}
