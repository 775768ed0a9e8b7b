import { useCallback, useRef, useState } from 'react'
import { useDraft, type FieldName } from './drafts.ts'
import type { Pen } from './pen.ts'

export interface Fields {
  open: FieldName
  text: string
  setText: (text: string) => void
  choose: (field: FieldName) => void
  /** Open this field and write in it. */
  go: (field: FieldName) => void
  /** Put words back into a field, before what stands there already. */
  put: (field: FieldName, text: string) => void
  ref: (element: HTMLTextAreaElement | null) => void
}

function firstField(holder: Pen): FieldName {
  if (holder === 'me') return 'reply'
  return holder === 'over' ? 'note' : 'training'
}

/** One field open at a time. Who does not have the pen begins with Inbox training, after the end with a note: nothing reaches a visitor by habit. */
export function useFields(conversationId: string, holder: Pen): Fields {
  const [chosen, setChosen] = useState<FieldName | null>(null)
  const over = holder === 'over'
  // After the end there is no next reply of the AI to train for.
  const open = chosen && !(over && chosen === 'training') ? chosen : firstField(holder)
  const [reply, setReply] = useDraft(conversationId, 'reply')
  const [training, setTraining] = useDraft(conversationId, 'training')
  const [note, setNote] = useDraft(conversationId, 'note')
  const element = useRef<HTMLTextAreaElement | null>(null)
  const wanted = useRef(false)

  const ref = useCallback((next: HTMLTextAreaElement | null) => {
    element.current = next
    if (next && wanted.current) next.focus()
    if (next) wanted.current = false
  }, [])
  const go = (field: FieldName) => {
    // The other field is not on the page yet: it takes the focus when it comes.
    wanted.current = field !== open
    setChosen(field)
    if (field === open) element.current?.focus()
  }
  const drafts = { reply: [reply, setReply], training: [training, setTraining], note: [note, setNote] } as const
  const put = (field: FieldName, text: string) => {
    const [before, set] = drafts[field]
    set(before ? `${text}\n${before}` : text)
    go(field)
  }
  const [text, set] = drafts[open]
  // Whoever writes has chosen: a takeover elsewhere must not change the field under the hand.
  const setText = (next: string) => {
    setChosen(open)
    set(next)
  }
  return { open, text, setText, choose: go, go, put, ref }
}
