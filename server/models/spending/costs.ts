import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../../db/settings.ts'
import type { ModelCosts, ModelPrice } from '../../../protocol/agents/costs.ts'
import type { Schema } from '../../db/schema.ts'
import type { Usage } from '../model.ts'

export const costsKey = 'model-costs'
const nothingKnown: ModelCosts = { currency: 'USD', prices: {}, budget: null, warnAt: 80 }

export async function readCosts(db: Kysely<Schema>): Promise<ModelCosts> {
  return (await readSetting<ModelCosts>(db, costsKey)) ?? nothingKnown
}

export const writeCosts = (db: Kysely<Schema>, costs: ModelCosts): Promise<void> => keepSetting(db, costsKey, costs)

/** A name may be one that every object has. */
export const priceOf = ({ prices }: ModelCosts, model: string): ModelPrice | null =>
  Object.hasOwn(prices, model) ? prices[model]! : null

/** What these tokens cost at the price that holds now; null where the model has none. */
export function costOf(costs: ModelCosts, model: string, { input, output, cached }: Usage): number | null {
  const price = priceOf(costs, model)
  if (!price) return null
  return ((input - cached) * price.input + cached * (price.cached ?? price.input) + output * price.output) / 1e6
}
