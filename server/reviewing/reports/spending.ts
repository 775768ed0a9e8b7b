import { type Kysely } from 'kysely'
import type { ModelCosts } from '../../../protocol/agents/costs.ts'
import type { Report, Spent } from '../../../protocol/reports.ts'
import type { Schema } from '../../db/schema.ts'
import { costOf, readCosts } from '../../models/spending/costs.ts'
import { LocalDays } from './local-days.ts'
import type { Span } from './span.ts'

const mostAgents = 50

interface Row {
  day: number
  model: string
  agent: string
  replies: number
  input: number
  output: number
  cached: number
  reasoning: number
}

/** What language models took, by the day, the model and the agent, at the prices that hold now. */
export async function spendingIn(db: Kysely<Schema>, span: Span): Promise<Report['spending']> {
  const days = new LocalDays(span)
  const costs = await readCosts(db)
  const rows = await rowsIn(db, span, days)
  const agents = await db.selectFrom('agents').select(['id', 'name']).execute()
  const nameOf = (id: string) => agents.find((agent) => agent.id === id)?.name ?? 'Removed'
  const byDay = Map.groupBy(rows, ({ day }) => day)
  return {
    currency: costs.currency,
    total: summed(rows, costs),
    models: groupsOf(rows, costs, { of: ({ model }) => model, nameOf: (model) => model }),
    agents: groupsOf(rows, costs, { of: ({ agent }) => agent, nameOf }).slice(0, mostAgents),
    days: Array.from(days, ({ number, start }) => ({ day: start, ...summed(byDay.get(number) ?? [], costs) })),
  }
}

async function rowsIn(db: Kysely<Schema>, { from, until }: Span, days: LocalDays): Promise<Row[]> {
  const day = days.numberOf('at')
  const rows = await db
    .selectFrom('model_usage')
    .select((eb) => [
      day.as('day'),
      'model',
      'agent_id as agent',
      eb.fn.sum<number>(eb.case().when('kind', '=', 'reply').then(1).else(0).end()).as('replies'),
      eb.fn.sum<number>('input').as('input'),
      eb.fn.sum<number>('output').as('output'),
      eb.fn.sum<number>('cached').as('cached'),
      eb.fn.sum<number>('reasoning').as('reasoning'),
    ])
    .where('at', '>=', from)
    .where('at', '<', until)
    .groupBy([day, 'model', 'agent_id'])
    .execute()
  return rows.map(({ model, agent, ...counts }) => ({
    model,
    agent,
    day: Number(counts.day),
    replies: Number(counts.replies),
    input: Number(counts.input),
    output: Number(counts.output),
    cached: Number(counts.cached),
    reasoning: Number(counts.reasoning),
  }))
}

function groupsOf(
  rows: Row[],
  costs: ModelCosts,
  { of, nameOf }: { of: (row: Row) => string; nameOf: (id: string) => string },
): Report['spending']['models'] {
  return [...Map.groupBy(rows, of)]
    .map(([id, own]) => ({ id, name: nameOf(id), ...summed(own, costs) }))
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0) || b.input + b.output - (a.input + a.output))
}

function summed(rows: Row[], costs: ModelCosts): Spent {
  const total: Spent = { replies: 0, input: 0, output: 0, cached: 0, reasoning: 0, cost: null }
  for (const row of rows) {
    for (const sort of ['replies', 'input', 'output', 'cached', 'reasoning'] as const) total[sort] += row[sort]
    const cost = costOf(costs, row.model, row)
    if (cost !== null) total.cost = (total.cost ?? 0) + cost
  }
  return total
}
