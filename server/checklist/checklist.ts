import type { Checklist } from '../../protocol/agents/checklist.ts'
import type { Context } from '../ground/context.ts'
import { countOperators } from '../people/operators/create.ts'
import { hasInvites } from '../people/operators/invites.ts'
import { readSample } from '../sample/sample.ts'

/** Read from what is there, so that whatever was done elsewhere, by API or by a colleague, is ticked as well. */
/** `ownHost`: ours, whose demo site is no site of the customer's. */
export async function readChecklist(ctx: Context, ownHost: string): Promise<Checklist> {
  const { db } = ctx
  const any = async (table: 'sources' | 'takeovers' | 'alert_channels') =>
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
  const sightings = await db.reads
    .selectFrom('sightings')
    .select('origin')
    .orderBy('seen_at', 'desc')
    .limit(100)
    .execute()
  return {
    knows: Number(articles.count) > samples || (await any('sources')),
    answered: reply.length > 0,
    installed: sightings.some(({ origin }) => new URL(origin).host !== ownHost),
    tookOver: await any('takeovers'),
    invited: (await countOperators(db.reads)) > 1 || (await hasInvites(db.reads)),
    alerted: await any('alert_channels'),
  }
}
