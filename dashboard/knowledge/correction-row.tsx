import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { UsedCorrection } from '../../protocol/teaching/shapes.ts'
import { Button } from '../components/button.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { CorrectDialog } from '../teaching/correct.tsx'
import { restoreCorrection, retireCorrection } from '../teaching/corrections.ts'
import { ScopeBadge } from '../teaching/scope.tsx'
import { usedWords } from '../teaching/used.ts'
import { texts } from '../texts.ts'
import { CorrectionPage } from './correction-page.tsx'

interface CorrectionRowProps {
  correction: UsedCorrection
  open: boolean
  onOpen: (open: boolean) => void
  onChanged: () => void
}

export function CorrectionRow({ correction, open, onOpen, onChanged }: CorrectionRowProps) {
  const row = useRef<HTMLLIElement>(null)
  const [editing, setEditing] = useState(false)
  // A link from a reply leads to this row.
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const { id, question, answer, retiredAt } = correction
  return (
    <li ref={row} className="flex flex-col gap-1.5 border-b border-line py-3">
      <div className="flex items-start gap-3">
        <div className={`min-w-0 flex-1 ${retiredAt ? 'text-faint' : ''}`}>
          <p className="wrap-break-word whitespace-pre-wrap text-soft">{question}</p>
          <p className="text-md wrap-break-word whitespace-pre-wrap">{answer}</p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft">
            <ScopeBadge {...correction} />
            <Origin correction={correction} />
            <button
              type="button"
              aria-expanded={open}
              onClick={() => onOpen(!open)}
              className="inline-flex items-center gap-0.5 rounded-sm text-faint hover:text-ink"
            >
              <ChevronRight size={12} aria-hidden className={open ? 'rotate-90' : ''} />
              {usedWords(correction)}
            </button>
          </p>
        </div>
        {retiredAt ? (
          <Button size="small" onClick={() => void restoreCorrection(id, onChanged)}>
            {texts.knowledge.restore}
          </Button>
        ) : (
          <>
            <Button size="small" look="quiet" onClick={() => setEditing(true)}>
              {texts.knowledge.edit}
            </Button>
            <Button size="small" look="quiet" onClick={() => void retireCorrection(id, onChanged)}>
              {texts.knowledge.retire}
            </Button>
          </>
        )}
      </div>
      {open && <CorrectionPage id={id} />}
      {editing && (
        <CorrectDialog
          wrong={{ said: null, question, reached: correction, place: null }}
          correction={correction}
          onClose={() => setEditing(false)}
          onSaved={onChanged}
        />
      )}
    </li>
  )
}

function Origin({ correction: { by, conversationId, messageId, createdAt } }: { correction: UsedCorrection }) {
  const said = `${by.name}, ${dayOrTime(createdAt)}`
  if (!conversationId) return <span title={fullTime(createdAt)}>{said}</span>
  return (
    <Link
      to="/inbox/live/$id"
      params={{ id: conversationId }}
      hash={`m-${messageId}`}
      title={fullTime(createdAt)}
      className="rounded-sm underline underline-offset-2 hover:text-ink"
    >
      {said}
    </Link>
  )
}
