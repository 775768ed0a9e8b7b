import { readdir, readFile } from 'node:fs/promises'
import type { Schema } from '../db/schema.ts'
import { setMark } from '../db/settings.ts'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kysely } from 'kysely'
import type { Sample } from '../../protocol/knowledge/sample.ts'
import { plainAgent, reword } from '../agents/wording.ts'
import { newId, type Context } from '../ground/context.ts'

/** A coffee shop to try Halo with: its help articles, and an agent who works there. What somebody changed since is theirs, and stays when the sample goes. */

const folder = fileURLToPath(new URL('../../demo/knowledge', import.meta.url))

const sampleAgent = {
  name: 'Nora',
  greeting: 'Hi, I am Nora, the AI assistant of Northwind Coffee. How can I help?',
  suggestions: ['Where is my order?', 'How do I pause my subscription?', 'What is your refund policy?'],
  instructions:
    'You help customers of Northwind Coffee, a small roastery with a subscription and a grinder shop. Be warm, brief and exact.',
}

/** What of the sample is here. */
export async function readSample({ db }: Context): Promise<Sample> {
  const found = await findSample(db.reads)
  return { articles: found.filter(isWrittenHere).length }
}

/** Brings the articles that are not here, and lends the shop's words to an agent that has none of its own. */
export async function loadSample(ctx: Context): Promise<Sample> {
  const articles = await sampleArticles()
  await ctx.db.write(async (trx) => {
    const here = new Set((await findSample(trx)).map(keyOf))
    const missing = articles.filter((article) => !here.has(keyOf(article)))
    const changed_at = Date.now()
    if (missing.length)
      await trx
        .insertInto('articles')
        .values(missing.map((article) => ({ ...article, id: newId(), changed_at })))
        .execute()
    await reword(trx, plainAgent, sampleAgent)
  })
  ctx.bus.publish('knowledge', { all: true })
  return readSample(ctx)
}

/** For a Halo that begins with the sample. Done once; what an operator deletes stays deleted. */
export async function beginWithSample(ctx: Context): Promise<void> {
  if (await ctx.db.write((trx) => setMark(trx, 'demo_knowledge', 'seeded'))) await loadSample(ctx)
}

/** Takes the sample away, as far as nobody changed it. */
export async function removeSample(ctx: Context): Promise<Sample> {
  await ctx.db.write(async (trx) => {
    const ids = (await findSample(trx)).filter(isWrittenHere).map(({ id }) => id)
    if (ids.length) await trx.deleteFrom('articles').where('id', 'in', ids).execute()
    await reword(trx, sampleAgent, plainAgent)
  })
  ctx.bus.publish('knowledge', { all: true })
  return readSample(ctx)
}

interface SampleArticle {
  title: string
  url: string | null
  body: string
}

const keyOf = ({ title, body }: Pick<SampleArticle, 'title' | 'body'>) => JSON.stringify([title, body])

/** Articles that say, word for word, what one of the sample says. */
async function findSample(db: Kysely<Schema>) {
  const articles = await sampleArticles()
  const known = new Set(articles.map(keyOf))
  const rows = await db
    .selectFrom('articles')
    .select(['id', 'title', 'body', 'source_id'])
    .where(
      'title',
      'in',
      articles.map(({ title }) => title),
    )
    .execute()
  return rows.filter((row) => known.has(keyOf(row)))
}

const isWrittenHere = ({ source_id }: { source_id: string | null }) => source_id === null

/** Read once: they come with the program. */
let read: Promise<SampleArticle[]> | null = null
const sampleArticles = () => (read ??= readArticles())

async function readArticles(): Promise<SampleArticle[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
  return Promise.all(names.map(async (name) => parse(await readFile(join(folder, name), 'utf8'))))
}

function parse(file: string): SampleArticle {
  const [, head = '', body = file] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? []
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(head)?.[1]?.trim() ?? null
  return {
    title: field('title') ?? body.split('\n')[0]!.replace(/^#\s*/, ''),
    url: field('url'),
    body: body.trim(),
  }
}
