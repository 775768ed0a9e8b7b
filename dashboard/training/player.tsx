import { UserRound } from 'lucide-react'
import { useState } from 'react'
import type { Contact } from '../../protocol/people/shapes.ts'
import { Button } from '../components/button.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Whose identity, company and lessons are played. */
export function Player({ played, onPlay }: { played: Contact | null; onPlay: (contact: Contact | null) => void }) {
  const [choosing, setChoosing] = useState(false)
  const choose = (contact: Contact | null) => {
    onPlay(contact)
    setChoosing(false)
  }
  return (
    <section
      aria-label={texts.training.whoYouPlay}
      className="flex flex-col gap-2 rounded-md border border-line bg-ground px-3 py-2"
    >
      <p className="flex flex-wrap items-center gap-2">
        <UserRound size={15} aria-hidden className="text-faint" />
        <span>
          {texts.training.youPlay}{' '}
          <span className="font-semibold">{played ? played.name : texts.training.anAnonymousVisitor}</span>
          {played?.company && texts.training.of(played.company.name)}
        </span>
        <span className="flex-1" />
        {played && (
          <Button size="small" look="quiet" onClick={() => choose(null)}>
            {texts.training.playNobodyInParticular}
          </Button>
        )}
        <Button size="small" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          {texts.training.playACustomer}
        </Button>
      </p>
      {choosing && <Contacts onChoose={choose} />}
    </section>
  )
}

function Contacts({ onChoose }: { onChoose: (contact: Contact) => void }) {
  const [text, setText] = useState('')
  const { value, error } = useLoad(text, () => call('GET /api/contacts', { query: { text } }))
  return (
    <div className="flex flex-col gap-1">
      <SearchField value={text} label={texts.training.searchCustomers} onChange={setText} />
      {error && <p className="text-bad">{error}</p>}
      {value && !value.contacts.length && (
        <p className="py-1 text-faint">{texts.training.noCustomerMatchesWhoever}</p>
      )}
      <ul aria-label={texts.training.customers} className="max-h-56 overflow-y-auto">
        {value?.contacts.slice(0, 50).map((contact) => (
          <li key={contact.id}>
            <button
              type="button"
              onClick={() => onChoose(contact)}
              className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-start transition-colors hover:bg-hover"
            >
              <span className="truncate font-medium">{contact.name}</span>
              <span className="truncate text-xs text-faint">
                {[contact.company?.name, contact.email].filter(Boolean).join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
