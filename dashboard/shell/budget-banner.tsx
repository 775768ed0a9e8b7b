import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { allows } from '../../protocol/access.ts'
import type { DayCalls, ModelCosts, MonthSpent } from '../../protocol/agents/costs.ts'
import { openIncidents } from '../alerts/ring.ts'
import { money } from '../components/money.ts'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { readSpent, spent } from './spent.ts'

/** For admins, on every screen: the month's budget is nearly spent, or spent, or the day's calls are used up. The alert for it has it read again. */
export function BudgetBanner() {
  const { operator } = useMe()
  const mayManage = allows(operator.access, 'team:manage')
  const alarmed = useStore(openIncidents)
    .filter(({ kind }) => kind === 'budget')
    .map(({ id, level }) => `${id} ${level}`)
    .join()
  useEffect(() => {
    if (mayManage) readSpent()
  }, [mayManage, alarmed])
  const known = useStore(spent)
  const said = mayManage && known ? whatIsSpent(known) : null
  if (!said) return null
  return (
    <p
      role="status"
      className={`flex flex-wrap items-center gap-x-3 px-3 py-1.5 ${said.stopped ? 'bg-bad-tint text-bad' : 'bg-accent-tint'}`}
    >
      {said.text}
      {said.leads && (
        <Link to="/settings/workspace" className="rounded-sm underline underline-offset-2">
          {texts.costs.changeBudget}
        </Link>
      )}
    </p>
  )
}

/** What stops the models comes first. `leads`: to where it can be changed. */
function whatIsSpent({ costs, month, day }: { costs: ModelCosts; month: MonthSpent; day: DayCalls }) {
  const budget = costs.budget === null ? null : money(costs.budget, costs.currency)
  if (budget !== null && month.state === 'stopped')
    return { text: texts.costs.bannerStopped(budget), stopped: true, leads: true }
  if (day.spent) return { text: texts.costs.bannerDay(day.most), stopped: true, leads: false }
  if (budget !== null && month.state === 'warned')
    return {
      text: texts.costs.bannerWarned(money(month.spent, costs.currency), budget),
      stopped: false,
      leads: true,
    }
  return null
}
