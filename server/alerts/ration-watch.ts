import type { Context } from '../ground/context.ts'
import { clear, raise } from './incidents.ts'

const subject = 'calls of models'

/** Tells once of a day whose calls of models are used up; it is over with the day, or when more are allowed. */
export function createRationWatch(ctx: Context): () => Promise<void> {
  let told: boolean | null = null
  return async () => {
    const { spent, most } = await ctx.ration.today()
    if (spent === told) return
    if (spent)
      await raise(ctx, {
        kind: 'budget',
        subject,
        conversation_id: null,
        title: 'Language models',
        detail: `The day’s ${most} calls of language models are used up. The built-in answerer answers until midnight (UTC).`,
        level: 1,
      })
    else await clear(ctx, 'budget', subject)
    told = spent
  }
}
