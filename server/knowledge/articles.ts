import type { Article } from '../../protocol/entities.ts'
import { stampOf } from '../db/stamp.ts'
import { followTopic } from '../events/follow-topic.ts'
import type { Context } from '../ground/context.ts'

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
    ctx.knowledge.follow({
      replace: await ctx.db.reads
        .selectFrom('articles')
        .select(['id', 'title', 'body', 'url'])
        .orderBy('id')
        .execute(),
    })
  const take = async ({ put, removed, all }: { put?: string; removed?: string; all?: true }) => {
    if (all) return load()
    const article =
      put && (await ctx.db.reads.selectFrom('articles').selectAll().where('id', '=', put).executeTakeFirst())
    await ctx.knowledge.follow(article ? { put: article } : { remove: (put ?? removed)! })
  }
  const stamp = () => stampOf(ctx.db.reads, 'articles', ['changed_at'])
  return followTopic(ctx, { topic: 'knowledge', load, take, stamp })
}
