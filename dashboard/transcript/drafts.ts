import { useCallback, useState } from 'react'
import { keep, kept } from '../shell/storage.ts'

/** A reply goes to the visitor, Inbox training to the AI, a note to colleagues. */
export type FieldName = 'reply' | 'training' | 'note'

const keyOf = (conversationId: string, field: FieldName) => `halo.draft.${field}.${conversationId}`

/** What was written and not yet sent, for each conversation and each field by itself. Outlives a reload and a sign-in. */
export function useDraft(conversationId: string, field: FieldName): [string, (text: string) => void] {
  const key = keyOf(conversationId, field)
  const [state, setState] = useState(() => ({ key, text: kept(key) ?? '' }))
  const text = state.key === key ? state.text : (kept(key) ?? '')
  const change = useCallback(
    (next: string) => {
      keep(key, next || null)
      setState({ key, text: next })
    },
    [key],
  )
  return [text, change]
}
