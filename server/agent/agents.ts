import type { Kysely } from 'kysely'
import type { Agent } from '../../protocol/entities.ts'
import { newId, type Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound, Unavailable } from '../errors.ts'
import { readEscalation } from './escalation.ts'

type AgentText = Pick<Agent, 'name' | 'greeting' | 'suggestions' | 'instructions'> & Partial<Pick<Agent, 'goal' | 'idealCustomer' | 'boundaries'>>

export async function listAgents(ctx: Context): Promise<Agent[]> {
  const rows = await ctx.db.reads.selectFrom('agents').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(({ id, name, greeting, suggestions, instructions, goal, ideal_customer, boundaries, escalation }) => ({
    id, name, greeting, suggestions: JSON.parse(suggestions), instructions, goal, idealCustomer: ideal_customer, boundaries, escalation: readEscalation(escalation), model: ctx.model.name,
  }))
}

export async function findAgent(ctx: Context, id: string): Promise<Agent> {
  const agent = (await listAgents(ctx)).find((agent) => agent.id === id)
  if (!agent) throw new NotFound('There is no such agent')
  return agent
}

/** The oldest agent answers wherever no other was chosen. */
export async function firstAgent(db: Kysely<Schema>): Promise<{ id: string; name: string; greeting: string; suggestions: string[] }> {
  const row = await db.selectFrom('agents').selectAll().orderBy('created_at').orderBy('id').limit(1).executeTakeFirst()
  if (!row) throw new Unavailable('no_agent', 'There is no agent yet to answer this conversation')
  return { id: row.id, name: row.name, greeting: row.greeting, suggestions: JSON.parse(row.suggestions) }
}

/** Holds from the agent's next reply; conversations under way keep the name they began with. */
export async function editAgent(ctx: Context, id: string, { idealCustomer, ...text }: AgentText): Promise<Agent> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx.updateTable('agents').set({ ...text, suggestions: JSON.stringify(text.suggestions), ideal_customer: idealCustomer }).where('id', '=', id).executeTakeFirst())
  if (!numUpdatedRows) throw new NotFound('There is no such agent')
  return findAgent(ctx, id)
}

/** A new Halo has one agent, so that the first conversation is answered. Several processes may start at once; one row results. */
export async function ensureAgent(ctx: Context, text: Omit<AgentText, 'goal' | 'idealCustomer' | 'boundaries'>): Promise<void> {
  await ctx.db.write(async (trx) => {
    const claimed = await trx.insertInto('settings').values({ key: 'first_agent', value: 'made' }).onConflict((oc) => oc.doNothing()).executeTakeFirst()
    if (!claimed.numInsertedOrUpdatedRows) return
    await trx.insertInto('agents').values({ ...text, id: newId(), suggestions: JSON.stringify(text.suggestions), created_at: Date.now(), goal: '', ideal_customer: '', boundaries: '', escalation: null }).execute()
  })
}
