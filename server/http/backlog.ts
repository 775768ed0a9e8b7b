import type { Context } from '../ground/context.ts'
import { gaugeOf } from '../ground/metrics.ts'

/** What waits in the database, for `/metrics`: asked of it each time somebody reads them. */
export function measureBacklog({ db, budget }: Context): void {
  gaugeOf('halo_runs_open', 'AI turns that wait or are under way, by state', 'state', async () => {
    const rows = await db.reads
      .selectFrom('runs')
      .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
      .where('state', 'in', ['waiting', 'running'])
      .groupBy('state')
      .execute()
    return { waiting: 0, running: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) }
  })
  gaugeOf(
    'halo_model_month_cost',
    'What each model with a price cost in this month, in the currency of the prices',
    'model',
    () => budget.byModel(),
  )
  gaugeOf(
    'halo_deliveries',
    'Alerts for channels, by state: waiting, sent, or dead after every try failed',
    'state',
    async () => {
      const rows = await db.reads
        .selectFrom('deliveries')
        .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute()
      return { waiting: 0, dead: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) }
    },
  )
}
