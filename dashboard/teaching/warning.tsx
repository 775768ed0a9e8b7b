import { personalIn, saysTheSame } from '../../protocol/teaching/personal.ts'
import { texts } from '../texts.ts'

/** Says what in these words is somebody's alone, by name. `asked`: what the visitor wrote; null where nobody did. */
export function Warning({ text, known, asked }: { text: string; known: (string | null)[]; asked: string | null }) {
  const found = personalIn(text, known)
  const isTheirs = asked !== null && text.trim() !== '' && saysTheSame(text, asked)
  if (!found.length && !isTheirs) return null
  const named = found.map((each) => texts.teaching.personal[each.kind](each.found))
  return (
    <p role="status" className="-mt-2 text-xs text-warn">
      {found.length > 0 && texts.teaching.standsInIt(new Intl.ListFormat('en').format(named))}{' '}
      {isTheirs && texts.teaching.theVisitorsOwnWords}
    </p>
  )
}
