import type { Kysely } from 'kysely'
import type { RoutingRule, RuleText } from '../../protocol/agents/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Invalid } from '../ground/errors.ts'

const most = 200

/** The rules of who answers where, in their order. */
export async function listRules(db: Kysely<Schema>): Promise<RoutingRule[]> {
  const rows = await inOrder(db).execute()
  return rows.map(({ id, agent_id, host, path, traits }) => ({
    id,
    agentId: agent_id,
    host,
    path,
    traits: JSON.parse(traits),
  }))
}

/** Write or change; a new rule stands last. */
export async function writeRule(
  ctx: Context,
  id: string,
  { agentId, host, path, traits }: RuleText,
): Promise<RoutingRule[]> {
  const text = { agent_id: agentId, host, path, traits: JSON.stringify(traits) }
  await ctx.db.write(async (trx) => {
    const agent = await trx.selectFrom('agents').select('id').where('id', '=', agentId).executeTakeFirst()
    if (!agent) throw new Invalid('no_agent', 'There is no such agent.')
    const rules = await inOrder(trx).execute()
    if (rules.length >= most && !rules.some((rule) => rule.id === id))
      throw new Invalid('too_many_rules', `There may be ${most} rules. Remove one first.`)
    await trx
      .insertInto('routing_rules')
      .values({ id, ...text, place: (rules.at(-1)?.place ?? 0) + 1 })
      .onConflict((oc) => oc.column('id').doUpdateSet(text))
      .execute()
  })
  return listRules(ctx.db.reads)
}

export async function removeRule(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('routing_rules').where('id', '=', id).execute())
}

/** Those that are not named, because somebody else wrote them meanwhile, follow in the order they had. */
export async function orderRules(ctx: Context, ids: string[]): Promise<RoutingRule[]> {
  await ctx.db.write(async (trx) => {
    const rows = await inOrder(trx).execute()
    const placeOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
    for (const [index, { id, place }] of rows.toSorted((a, b) => placeOf(a.id) - placeOf(b.id)).entries()) {
      if (place !== index + 1)
        await trx
          .updateTable('routing_rules')
          .set({ place: index + 1 })
          .where('id', '=', id)
          .execute()
    }
  })
  return listRules(ctx.db.reads)
}

const inOrder = (db: Kysely<Schema>) => db.selectFrom('routing_rules').selectAll().orderBy('place').orderBy('id')
