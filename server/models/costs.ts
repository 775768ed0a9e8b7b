import type { Kysely } from 'kysely'
import type { ModelCosts, ModelPrice } from '../../protocol/agents/costs.ts'
import type { Schema } from '../db/schema.ts'
import type { Usage } from './model.ts'

export const costsKey = 'model-costs'
const nothingKnown: ModelCosts = { currency: 'USD', prices: {}, budget: null, warnAt: 80 }

export async function readCosts(db: Kysely<Schema>): Promise<ModelCosts> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', costsKey).executeTakeFirst()
  return row ? JSON.parse(row.value) : nothingKnown
}

export async function writeCosts(db: Kysely<Schema>, costs: ModelCosts): Promise<void> {
  const value = JSON.stringify(costs)
  await db
    .insertInto('settings')
    .values({ key: costsKey, value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute()
}

/** A name may be one that every object has. */
export const priceOf = ({ prices }: ModelCosts, model: string): ModelPrice | null =>
  Object.hasOwn(prices, model) ? prices[model]! : null

/** What these tokens cost at the price that holds now; null where the model has none. */
export function costOf(costs: ModelCosts, model: string, { input, output, cached }: Usage): number | null {
  const price = priceOf(costs, model)
  if (!price) return null
  return ((input - cached) * price.input + cached * (price.cached ?? price.input) + output * price.output) / 1e6
}
