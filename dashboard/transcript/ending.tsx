import type { Conversation, Ending, OutcomeKind } from '../../protocol/entities.ts'
import { exactTime, fullTime, length } from '../components/time.tsx'

export const outcomeNames: Record<OutcomeKind, string> = {
  resolved: 'Resolved',
  escalated: 'Escalated',
  abandoned: 'Abandoned',
  no_question: 'No question',
}

const endings: Record<Ending, string> = { closed: 'The visitor closed the chat', timed_out: 'Ten minutes without the visitor' }

/** How it ended, with the evidence. Stands where one would write if it were not over. */
export function EndingNote({ conversation: { outcome, endedHow, openedAt, completedAt } }: { conversation: Conversation }) {
  if (!completedAt) return null
  return (
    <footer className="shrink-0 border-t border-line bg-ground px-4 py-3">
      <p className="font-semibold">{outcome ? outcomeNames[outcome.kind] : 'Completed'}</p>
      {outcome && <p className="text-soft">{outcome.evidence}</p>}
      <p className="text-xs text-faint" title={fullTime(completedAt)}>
        {endedHow ? `${endings[endedHow]} at ${exactTime(completedAt)}` : `Ended at ${exactTime(completedAt)}`}, after{' '}
        {length(completedAt - openedAt)}.
      </p>
    </footer>
  )
}
