import { Link } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import type { Topic } from '../../protocol/knowledge/topics.ts'
import { IconButton } from '../components/button.tsx'
import { texts } from '../texts.ts'

/** Examples beyond these are counted. */
const shown = 3

export function TopicRow({
  topic: { title, examples },
  mayEdit,
  onEdit,
  onRemove,
}: {
  topic: Topic
  mayEdit: boolean
  onEdit: () => void
  onRemove: () => void
}) {
  const more = examples.length - shown
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <h2 className="font-medium">{title}</h2>
        <ul aria-label={texts.topics.examplesOf(title)} className="mt-0.5 text-soft">
          {examples.slice(0, shown).map((example) => (
            <li key={example} className="truncate">
              “{example}”
            </li>
          ))}
        </ul>
        <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-faint">
          {more > 0 && <span>{texts.topics.moreExamples(more)}</span>}
          <Link
            to="/inbox/live"
            search={{ topic: title }}
            className="rounded-sm text-accent-text underline underline-offset-2"
          >
            {texts.topics.live}
          </Link>
          <Link
            to="/inbox/completed"
            search={{ topic: title }}
            className="rounded-sm text-accent-text underline underline-offset-2"
          >
            {texts.topics.completed}
          </Link>
        </p>
      </div>
      {mayEdit && (
        <>
          <IconButton label={texts.topics.edit(title)} size="tiny" onClick={onEdit}>
            <Pencil size={14} aria-hidden />
          </IconButton>
          <IconButton label={texts.topics.remove(title)} size="tiny" onClick={onRemove}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}
