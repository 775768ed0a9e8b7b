import type { DayCalls, ModelCosts, MonthSpent } from '../../protocol/agents/costs.ts'
import { createStore } from '../../client/store.ts'
import { call } from '../session/session.ts'

/** What language models cost in this month, and were called today; null for whoever is not told. */
export const spent = createStore<{ costs: ModelCosts; month: MonthSpent; day: DayCalls } | null>(null)

export const readSpent = () =>
  void call('GET /api/model-costs').then(
    (answer) => spent.set(answer),
    () => {},
  )
