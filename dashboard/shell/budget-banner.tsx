import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { allows } from '../../protocol/access.ts'
import { openIncidents } from '../alerts/ring.ts'
import { money } from '../components/money.ts'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { readSpent, spent } from './spent.ts'

/** For admins, on every screen: the budget of the month is nearly spent, or spent. The alert for it has it read again. */
export function BudgetBanner() {
  const { operator } = useMe()
  const mayManage = allows(operator.access, 'team:manage')
  const alarmed = useStore(openIncidents).find(({ kind }) => kind === 'budget')?.level
  useEffect(() => {
    if (mayManage) readSpent()
  }, [mayManage, alarmed])
  const known = useStore(spent)
  if (!mayManage || !known || known.costs.budget === null || known.month.state === 'fine') return null
  const { costs, month } = known
  const budget = money(known.costs.budget, costs.currency)
  const stopped = month.state === 'stopped'
  return (
    <p
      role="status"
      className={`flex flex-wrap items-center gap-x-3 px-3 py-1.5 ${stopped ? 'bg-bad-tint text-bad' : 'bg-accent-tint'}`}
    >
      {stopped
        ? texts.costs.bannerStopped(budget)
        : texts.costs.bannerWarned(money(month.spent, costs.currency), budget)}
      <Link to="/settings/workspace" className="rounded-sm underline underline-offset-2">
        {texts.costs.changeBudget}
      </Link>
    </p>
  )
}
