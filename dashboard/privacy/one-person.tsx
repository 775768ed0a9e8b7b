import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Somebody } from '../../protocol/privacy.ts'
import { download } from '../completed/download.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { EraseDialog } from './erase.tsx'

/** Somebody asks for what is held about them, or wants it gone. */
export function OnePerson({ onErased }: { onErased: () => void }) {
  const [text, setText] = useState('')
  const [erasing, setErasing] = useState<Somebody | null>(null)
  const { value, error, reload } = useLoad(text, () => call('GET /api/people', { query: { text } }))
  const erased = () => {
    setErasing(null)
    setText('')
    reload()
    onErased()
    showToast(texts.privacy.erased)
  }
  return (
    <section aria-labelledby="person">
      <h2 id="person" className="text-md font-semibold">
        {texts.privacy.onePerson}
      </h2>
      <p className="mt-1 mb-3 text-soft">{texts.privacy.everythingHeldAboutSomebody}</p>
      <SearchField value={text} label={texts.privacy.findAPerson} onChange={setText} />
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {text.trim() && value?.people.length === 0 && <p className="mt-3 text-soft">{texts.privacy.nobodyIsFound}</p>}
      <ul aria-label={texts.privacy.people} className="mt-3 border-t border-line empty:hidden">
        {value?.people.map((person) => (
          <Found key={person.id} person={person} onErase={() => setErasing(person)} />
        ))}
      </ul>
      {erasing && (
        <EraseDialog key={erasing.id} person={erasing} onClose={() => setErasing(null)} onErased={erased} />
      )}
    </section>
  )
}

function Found({ person, onErase }: { person: Somebody; onErase: () => void }) {
  const { id, name, email, userId, conversations } = person
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line py-2">
      <Avatar person={{ id, name, image: null }} size={28} label={false} />
      <span className="min-w-48 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-xs text-soft">
          {[email ?? userId, `${conversations} ${conversations === 1 ? 'conversation' : 'conversations'}`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <Button
        size="small"
        aria-label={texts.privacy.exportName(name)}
        onClick={() => download(`/api/people/${id}/export`, `halo-${id}.json`)}
      >
        <Download size={14} aria-hidden />
        {texts.privacy.export}
      </Button>
      <Button size="small" look="danger" aria-label={texts.privacy.eraseName(name)} onClick={onErase}>
        {texts.privacy.erase}
      </Button>
    </li>
  )
}
