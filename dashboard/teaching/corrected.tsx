import { Link } from '@tanstack/react-router'
import { PencilLine } from 'lucide-react'
import type { Correction } from '../../protocol/teaching/shapes.ts'
import { texts } from '../texts.ts'
import { restoreCorrection, retireCorrection } from './corrections.ts'
import { scopeWords } from './scope.tsx'

const act = 'rounded-sm font-medium underline underline-offset-2 hover:text-ink'

/** Under an AI message that was corrected: what it should have said, beside what it said. */
export function Corrected({ correction, onEdit }: { correction: Correction; onEdit: () => void }) {
  const { by, answer, retiredAt, toldIn } = correction
  return (
    <section
      aria-label={texts.teaching.correction}
      className="my-1.5 rounded-md border border-line bg-ground px-3 py-2"
    >
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-soft">
        <PencilLine size={12} aria-hidden />
        <span>
          <span className="font-semibold">{by.name}</span> {texts.teaching.correctedThisFor}{' '}
          {scopeWords(correction).toLowerCase() === 'everyone' ? texts.teaching.everyone : scopeWords(correction)}
          {retiredAt
            ? texts.teaching.retiredSince
            : texts.teaching[toldIn ? 'theVisitorWasTold' : 'theVisitorWasNot']}
        </span>
      </p>
      <p className={`text-md wrap-break-word whitespace-pre-wrap ${retiredAt ? 'text-faint line-through' : ''}`}>
        {answer}
      </p>
      <p className="mt-0.5 flex flex-wrap gap-2.5 text-xs text-faint">
        {retiredAt ? (
          <button type="button" className={act} onClick={() => void restoreCorrection(correction.id)}>
            {texts.teaching.restore}
          </button>
        ) : (
          <>
            <button type="button" className={act} onClick={onEdit}>
              {texts.teaching.editCorrection}
            </button>
            <button type="button" className={act} onClick={() => void retireCorrection(correction.id)}>
              {texts.teaching.retire}
            </button>
            <Link to="/knowledge/corrections" search={{ open: correction.id }} className={act}>
              {texts.teaching.whereItFired}
            </Link>
          </>
        )}
      </p>
    </section>
  )
}
