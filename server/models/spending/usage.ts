import type { Kysely } from 'kysely'
import type { ModelUsage } from '../../../protocol/agents/usage.ts'
import type { Schema } from '../../db/schema.ts'
import { costOf, readCosts } from './costs.ts'
import { newId } from '../../ground/context.ts'
import { modelTokens } from '../../ground/metrics.ts'
import type { Usage } from '../model.ts'

/** What a request to a model was for. */
interface Spent {
  kind: 'reply' | 'assessment'
  model: string
  agentId: string
  messageId: string
  at: number
  usage: Usage
}

/** Keeps what a request took, for *Why?*, the reports and the metrics. Servers that count no tokens leave nothing. */
export async function recordUsage(trx: Kysely<Schema>, spent: Spent): Promise<void> {
  const { kind, model, agentId, messageId, at, usage } = spent
  if (!usage.input && !usage.output) return
  await trx
    .insertInto('model_usage')
    .values({ id: newId(), at, kind, model, agent_id: agentId, message_id: messageId, ...usage })
    .execute()
  for (const [sort, count] of Object.entries(usage)) modelTokens.inc({ model, kind, sort }, count)
}

/** What one message took, all its requests. */
export async function usageOfMessage(db: Kysely<Schema>, messageId: string): Promise<ModelUsage[]> {
  const rows = await db
    .selectFrom('model_usage')
    .select(['kind', 'model', 'input', 'output', 'cached', 'reasoning'])
    .where('message_id', '=', messageId)
    .orderBy('at')
    .execute()
  const costs = await readCosts(db)
  return rows.map((row) => {
    const amount = costOf(costs, row.model, row)
    return { ...row, cost: amount === null ? null : { amount, currency: costs.currency } }
  }) as ModelUsage[]
}
