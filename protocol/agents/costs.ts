import { z } from 'zod'
import { Time, Words } from '../basics.ts'

/** Of a million tokens. `cached` is what input costs that the provider still knew; null: as much as other input. */
const Price = z.number().min(0).max(100_000)
export const ModelPrice = z.strictObject({ input: Price, output: Price, cached: Price.nullable() })
export type ModelPrice = z.infer<typeof ModelPrice>

const mostPrices = 100

/** What language models cost, and what they may cost in a month (UTC). */
export const ModelCosts = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'Write a currency in three letters: USD, EUR'),
  /** By the name of the model. */
  prices: z
    .record(Words.min(1).max(200), ModelPrice)
    .refine((prices) => Object.keys(prices).length <= mostPrices, `At most ${mostPrices} prices are kept`),
  /** Once it is spent the built-in answerer answers until the month is over. Null: no limit. */
  budget: z.number().positive().max(1_000_000_000).nullable(),
  /** Per cent of the budget after which admins are warned. */
  warnAt: z.int().min(1).max(100),
})
export type ModelCosts = z.infer<typeof ModelCosts>

/** How much of the budget is gone. */
export const MonthSpent = z.object({
  since: Time,
  spent: z.number(),
  state: z.enum(['fine', 'warned', 'stopped']),
  /** Models that answered in this month without having a price. */
  unpriced: z.array(z.string()),
})
export type MonthSpent = z.infer<typeof MonthSpent>

/** Calls of models on this day (UTC). Once they are used up the built-in answerer answers until it is over. */
export const DayCalls = z.object({ calls: z.number(), most: z.number(), spent: z.boolean() })
export type DayCalls = z.infer<typeof DayCalls>

const reply = z.object({ costs: ModelCosts, month: MonthSpent, day: DayCalls })

export const costsApi = {
  'GET /api/model-costs': {
    for: 'operator',
    needs: 'team:manage',
    says: 'What language models cost by the million tokens, the budget of a month, how much of it is spent, and how many calls were made today.',
    reply,
  },
  'PUT /api/model-costs': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Set prices and the budget of a month (UTC). They hold at once, also for what was spent before. A price of 0 is that of a model that may go on when the budget is spent.',
    body: ModelCosts,
    reply,
  },
} as const
