import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { UsedLesson } from '../../protocol/teaching/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Switch } from '../components/switch.tsx'
import { dayOrTime, fullTime, useNow } from '../components/time.tsx'
import { Conflicts } from '../teaching/conflict.tsx'
import { Firings } from '../teaching/firings.tsx'
import { LessonDialog } from '../teaching/lesson-form.tsx'
import { changeLesson, dropLesson } from '../teaching/lessons.ts'
import { ScopeBadge } from '../teaching/scope.tsx'
import { usedWords } from '../teaching/used.ts'
import { texts } from '../texts.ts'

interface LessonRowProps {
  lesson: UsedLesson
  open: boolean
  onOpen: (open: boolean) => void
  onChanged: () => void
}

export function LessonRow({ lesson, open, onOpen, onChanged }: LessonRowProps) {
  const row = useRef<HTMLLIElement>(null)
  const [editing, setEditing] = useState(false)
  // A link from a reply leads to this row.
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const change = async (body: Parameters<typeof changeLesson>[1]) => {
    await changeLesson(lesson.id, body)
    onChanged()
  }
  return (
    <li ref={row} className="flex flex-col gap-1.5 border-b border-line py-3">
      <div className="flex items-start gap-3">
        <div className={`min-w-0 flex-1 ${lesson.on && !lesson.retiredAt ? '' : 'text-faint'}`}>
          <p className="text-md wrap-break-word whitespace-pre-wrap">{lesson.text}</p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft">
            <ScopeBadge {...lesson} />
            {lesson.reviewAt !== null && <Review at={lesson.reviewAt} />}
            <Origin lesson={lesson} />
            <button
              type="button"
              aria-expanded={open}
              onClick={() => onOpen(!open)}
              className="inline-flex items-center gap-0.5 rounded-sm text-faint hover:text-ink"
            >
              <ChevronRight size={12} aria-hidden className={open ? 'rotate-90' : ''} />
              {usedWords(lesson)}
            </button>
          </p>
        </div>
        {lesson.retiredAt ? (
          <Button size="small" onClick={() => void change({ retired: false })}>
            {texts.knowledge.restore}
          </Button>
        ) : (
          <>
            <Button size="small" look="quiet" onClick={() => setEditing(true)}>
              {texts.knowledge.edit}
            </Button>
            <Button size="small" look="quiet" onClick={() => void dropLesson(lesson.id, onChanged)}>
              {texts.knowledge.drop}
            </Button>
            <span className="pt-1">
              <Switch
                label={texts.knowledge.isOn(lesson.text.slice(0, 60))}
                on={lesson.on}
                onChange={(on) => void change({ on })}
              />
            </span>
          </>
        )}
      </div>
      <Conflicts lesson={lesson} onChosen={onChanged} />
      {open && (
        <div className="rounded-md bg-ground px-3 py-2 text-xs">
          <Firings kind="lessons" id={lesson.id} />
        </div>
      )}
      {editing && (
        <LessonDialog
          lesson={lesson}
          title={texts.knowledge.editLesson}
          onClose={() => setEditing(false)}
          onSaved={onChanged}
        />
      )}
    </li>
  )
}

function Review({ at }: { at: number }) {
  const due = at <= useNow(60_000)
  return (
    <Badge tone={due ? 'warn' : 'plain'} title={fullTime(at)}>
      {due ? texts.knowledge.doesThisStillHold : texts.knowledge.review(dayOrTime(at))}
    </Badge>
  )
}

function Origin({ lesson: { by, origin, createdAt } }: { lesson: UsedLesson }) {
  const said = `${by.name}, ${dayOrTime(createdAt)}`
  if (!origin) return <span title={fullTime(createdAt)}>{said}</span>
  return (
    <Link
      to="/inbox/live/$id"
      params={{ id: origin.conversationId }}
      hash={`w-${origin.whisperId}`}
      title={fullTime(createdAt)}
      className="rounded-sm underline underline-offset-2 hover:text-ink"
    >
      {said}
    </Link>
  )
}
