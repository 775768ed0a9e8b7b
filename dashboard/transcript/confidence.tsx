import { TrendingDown } from 'lucide-react'
import type { Verdict } from '../../protocol/escalation.ts'

/** How sure the AI is of an answer; quiet, unless it is not. */
export function Confidence({ verdict: { confidence, low, by } }: { verdict: Verdict }) {
  const says = `${low ? 'Low confidence' : 'Confidence'} ${confidence}`
  return (
    <span className={`inline-flex min-h-6 items-center gap-1 text-xs tabular-nums ${low ? 'font-medium text-warn' : 'text-faint'}`} title={`${confidence} of 100, judged by ${by === 'built-in' ? 'what was found for it' : by}`}>
      {low && <TrendingDown size={12} aria-hidden className="shrink-0" />}
      {says}
    </span>
  )
}
