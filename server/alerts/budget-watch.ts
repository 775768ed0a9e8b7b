import type { ModelCosts } from '../../protocol/agents/costs.ts'
import type { Context } from '../ground/context.ts'
import { clear, raise } from './incidents.ts'

const subject = 'budget'

/** Tells of a budget that is nearly spent, and once more when it is; both are over with the month, or when it is raised. */
export function createBudgetWatch(ctx: Context): () => Promise<void> {
  let told: string | null = null
  return async () => {
    const { spent, state } = await ctx.budget.month()
    if (state === told) return
    // Where the budget was raised, what was said before no longer holds.
    if (state === 'fine' || told === 'stopped') await clear(ctx, 'budget', subject)
    if (state !== 'fine')
      await raise(ctx, {
        kind: 'budget',
        subject,
        conversation_id: null,
        title: 'Language models',
        detail:
          `${words(spent, ctx.budget.costs)} ${state === 'stopped' ? 'The built-in answerer answers until the month is over.' : ''}`.trim(),
        level: state === 'stopped' ? 1 : 0,
      })
    told = state
  }
}

const words = (spent: number, { budget, currency }: ModelCosts) =>
  `${spent.toFixed(2)} of the month’s ${budget} ${currency} are spent.`
