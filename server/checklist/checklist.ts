import type { Checklist } from '../../protocol/agents/checklist.ts'
import type { Context } from '../ground/context.ts'
import { countOperators } from '../people/operators/create.ts'
import { hasInvites } from '../people/operators/invites.ts'
import { readSample } from '../sample/sample.ts'

/** Read from what is there, so that whatever was done elsewhere, by API or by a colleague, is ticked as well. */
export async function readChecklist(ctx: Context): Promise<Checklist> {
  const { db } = ctx
  const any = async (table: 'sources' | 'sightings' | 'takeovers' | 'alert_channels') =>
    (
      await db.reads
        .selectFrom(table)
        .select((eb) => eb.lit(1).as('one'))
        .limit(1)
        .execute()
    ).length > 0
  const articles = await db.reads
    .selectFrom('articles')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  const reply = await db.reads.selectFrom('messages').select('id').where('sender', '=', 'ai').limit(1).execute()
  const { articles: samples } = await readSample(ctx)
  return {
    knows: Number(articles.count) > samples || (await any('sources')),
    answered: reply.length > 0,
    installed: await any('sightings'),
    tookOver: await any('takeovers'),
    invited: (await countOperators(db.reads)) > 1 || (await hasInvites(db.reads)),
    alerted: await any('alert_channels'),
  }
}
