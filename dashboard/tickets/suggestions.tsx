import { useEffect, useId, useState, type KeyboardEvent, type SyntheticEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import { fillCanned, type CannedWords } from '../../protocol/tickets/canned.ts'
import type { CannedReply } from '../../protocol/tickets/shapes.ts'
import { Avatar } from '../components/avatar.tsx'
import { call } from '../session/session.ts'
import { texts } from '../texts.ts'
import type { Fields } from '../transcript/fields.ts'
import type { FieldName } from '../transcript/drafts.ts'
import { useMembers } from '../session/team.ts'

interface Suggestion {
  id: string
  name: string
  more: string
  /** What takes the place of what was typed. */
  text: string
}

interface Suggesting {
  id: string
  found: Suggestion[]
  at: number
  take: (suggestion: Suggestion) => void
  /** True when the key was for the list. */
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean
  look: (event: SyntheticEvent<HTMLTextAreaElement>) => void
  described: { 'aria-autocomplete'?: 'list'; 'aria-controls'?: string; 'aria-activedescendant'?: string }
}

const most = 7
/** "/" begins a canned reply at the start of a word, "@" a colleague's name; both may have spaces in them. */
const typed = { reply: /(?:^|\s)(\/([^/\n]{0,40}))$/, note: /(?:^|\s)(@([^@\n]{0,40}))$/ }

/** What fits behind "/" in a reply and behind "@" in a note, as it is being typed. */
export function useSuggestions(kind: FieldName, fields: Fields, words: CannedWords | undefined): Suggesting {
  const id = useId()
  const [caret, setCaret] = useState(0)
  const [left, setLeft] = useState('')
  const [at, setAt] = useState(0)
  const before = fields.text.slice(0, caret)
  const match = kind === 'training' ? null : typed[kind].exec(before)
  const [, whole = '', search = ''] = match ?? []
  const people = useMembers()
  const canned = useCanned(kind === 'reply' && !!match && !!words)
  const all =
    kind === 'note'
      ? people.map(({ id, name }) => ({ id, name, more: '', text: `@${name} ` }))
      : canned.map(({ id, name, text }) => ({ id, name, more: text, text: fillCanned(text, words!) }))
  const found =
    match && left !== before
      ? all.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase())).slice(0, most)
      : []
  useEffect(() => setAt(0), [search])

  const take = ({ text }: Suggestion) => {
    const start = caret - whole.length
    fields.setText(fields.text.slice(0, start) + text + fields.text.slice(caret))
    setLeft(fields.text.slice(0, start) + text)
    setCaret(start + text.length)
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!found.length || isComposing(event.nativeEvent)) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(found[Math.min(at, found.length - 1)]!)
    else if (event.key === 'Escape') setLeft(before)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    id,
    found,
    take,
    press,
    at: Math.min(at, found.length - 1),
    look: ({ currentTarget }) => setCaret(currentTarget.selectionEnd),
    described: found.length
      ? {
          'aria-autocomplete': 'list',
          'aria-controls': id,
          'aria-activedescendant': `${id}-${Math.min(at, found.length - 1)}`,
        }
      : {},
  }
}

export function Suggestions({ of: { id, found, at, take } }: { of: Suggesting }) {
  if (!found.length) return null
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={texts.tickets.suggestions}
      className="absolute inset-x-2 bottom-full z-30 mb-1 animate-appear overflow-hidden rounded-md border border-line bg-raised p-1 shadow-float"
    >
      {found.map((suggestion, place) => (
        <li
          key={suggestion.id}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === at}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(suggestion)}
          className={`flex h-8 items-center gap-2 rounded-sm px-2 ${place === at ? 'bg-hover' : ''}`}
        >
          {!suggestion.more && (
            <Avatar person={{ id: suggestion.id, name: suggestion.name, image: null }} size={18} label={false} />
          )}
          <span className="shrink-0 font-medium">{suggestion.name}</span>
          <span className="truncate text-xs text-soft">{suggestion.more}</span>
        </li>
      ))}
    </ul>
  )
}

/** Read anew each time that "/" is typed: what a colleague has just added is there. */
function useCanned(wanted: boolean): CannedReply[] {
  const [replies, setReplies] = useState<CannedReply[]>([])
  useEffect(() => {
    if (wanted)
      call('GET /api/canned-replies').then(
        ({ replies }) => setReplies(replies),
        () => {},
      )
  }, [wanted])
  return replies
}
