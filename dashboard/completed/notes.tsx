import { NotebookPen } from 'lucide-react'
import { useState } from 'react'
import type { Note } from '../../protocol/review/shapes.ts'
import { maxNoteLength } from '../../protocol/sizes.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { Popover } from '../components/popover.tsx'
import { Clock } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** What trainers wrote about the conversation as a whole; one's own can be changed. */
export function Notes({ notes }: { notes: Note[] }) {
  if (!notes.length) return null
  return (
    <ul aria-label={texts.completed.notes} className="flex max-h-32 flex-col gap-1.5 overflow-y-auto">
      {notes.map(({ by, text, at }) => (
        <li key={by.id} className="flex items-start gap-2">
          <Avatar person={by} size={18} />
          <p className="min-w-0 wrap-break-word whitespace-pre-wrap">
            {text} <Clock at={at} />
          </p>
        </li>
      ))}
    </ul>
  )
}

export function NoteButton({ conversationId, notes }: { conversationId: string; notes: Note[] }) {
  const me = useMe().operator
  const mine = notes.find(({ by }) => by.id === me.id)?.text ?? ''
  const [open, setOpen] = useState(false)
  const [text, setText] = useState(mine)
  const begin = (next: boolean) => {
    if (next) setText(mine)
    setOpen(next)
  }
  const save = async () => {
    try {
      await call('PUT /api/conversations/:id/note', { params: { id: conversationId }, body: { text } })
      setOpen(false)
    } catch (error) {
      showToast(messageOf(error))
    }
  }
  return (
    <Popover
      open={open}
      onOpenChange={begin}
      title={texts.completed.yourNoteOnThis}
      trigger={
        <IconButton label={mine ? texts.completed.editNote : texts.completed.note} size="small">
          <NotebookPen size={15} aria-hidden />
        </IconButton>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Area
          label={texts.completed.note}
          hint={texts.completed.yourTeamReadsIt}
          rows={4}
          maxLength={maxNoteLength}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="solid" className="self-end">
          {texts.completed.save}
        </Button>
      </form>
    </Popover>
  )
}
