import { TrendingDown, TriangleAlert, Unlink } from 'lucide-react'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { sureness, type RecordedAssessment } from '../../protocol/agents/escalation.ts'
import { texts } from '../texts.ts'

/** How sure the AI is of an answer; quiet, unless it is not. */
export function Confidence({ verdict: { confidence, low, by, ground } }: { verdict: RecordedAssessment }) {
  const why = ground ? texts.transcript.grounds[ground] : texts.transcript.judgedBy(by)
  return (
    <span
      className={`inline-flex min-h-6 items-center gap-1 text-xs tabular-nums ${low ? 'font-medium text-warn' : 'text-faint'}`}
      title={texts.transcript.of100(confidence, low)}
    >
      {low && <TrendingDown size={12} aria-hidden className="shrink-0" />}
      {texts.transcript.sureness[sureness(confidence)]}: {why}
    </span>
  )
}

/** How many of its figures, dates and promises stand in nothing that it was given. */
export function AmberClaims({ claims, onWhy }: { claims: CheckedClaim[]; onWhy: () => void }) {
  const count = claims.filter(({ support }) => support === null).length
  if (!count) return null
  return (
    <button
      type="button"
      onClick={onWhy}
      title={texts.transcript.claimUnsupported}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm text-xs font-medium text-warn hover:underline"
    >
      <TriangleAlert size={12} aria-hidden className="shrink-0" />
      {texts.transcript.claimsUnsupported(count)}
    </button>
  )
}

/** The model cited what it was not given; what it was stands here and was never shown to the visitor. */
export function UnknownCitations({ unknown }: { unknown: string[] }) {
  return (
    <details className="ms-1.5 basis-full text-xs text-warn">
      <summary className="inline-flex min-h-6 cursor-default list-none items-center gap-1 rounded-sm font-medium">
        <Unlink size={12} aria-hidden className="shrink-0" />
        {texts.transcript.citedSomethingItWas}
      </summary>
      <ul className="text-soft">
        {unknown.map((cited) => (
          <li key={cited} className="wrap-anywhere">
            {cited}
          </li>
        ))}
      </ul>
      <p className="text-faint">{texts.transcript.theVisitorDidNot}</p>
    </details>
  )
}
