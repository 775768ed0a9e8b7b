import type { Kysely } from 'kysely'
import type { Topic } from '../../../protocol/knowledge/topics.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict } from '../../ground/errors.ts'

/** Told to every process when the topics changed. */
export const topicsHint = 'topics'

/** By title. */
export async function listTopics(db: Kysely<Schema>): Promise<Topic[]> {
  const rows = await db.selectFrom('topics').selectAll().execute()
  return rows
    .map(({ id, title, examples, changed_at }) => ({
      id,
      title,
      examples: JSON.parse(examples) as string[],
      changedAt: changed_at,
    }))
    .sort((a, b) => a.title.localeCompare(b.title))
}

/** Name a topic, or change it. Two topics of one title would be one in every list. */
export async function writeTopic(
  ctx: Context,
  id: string,
  { title, examples }: Pick<Topic, 'title' | 'examples'>,
): Promise<Topic> {
  const topic: Topic = { id, title, examples, changedAt: Date.now() }
  await ctx.db.write(async (trx) => {
    const others = await trx.selectFrom('topics').select('title').where('id', '!=', id).execute()
    if (others.some((other) => other.title.toLowerCase() === title.toLowerCase()))
      throw new Conflict('title_taken', `There is a topic “${title}” already.`)
    const changed = { title, examples: JSON.stringify(examples), changed_at: topic.changedAt }
    await trx
      .insertInto('topics')
      .values({ id, ...changed })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
      .execute()
  })
  ctx.bus.publish(topicsHint, {})
  return topic
}

export async function removeTopic(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('topics').where('id', '=', id).execute())
  ctx.bus.publish(topicsHint, {})
}
