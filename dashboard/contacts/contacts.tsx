import { Link, Outlet, useMatch, useSearch } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { useState } from 'react'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { SegmentMenu } from '../segments/menu.tsx'
import { segments } from '../segments/segments.ts'
import { call } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { Facts } from './facts.tsx'
import { Group, None } from './group.tsx'
import { OnePage } from './page.tsx'
import { Past, TicketLines } from './past.tsx'
import { PeopleList } from './people-list.tsx'

export const Verified = () => (
  <BadgeCheck size={14} role="img" aria-label={texts.contacts.verified} className="shrink-0 text-accent-text" />
)

/** Everyone whom a site has named. */
export function ContactsScreen() {
  const [text, setText] = useState('')
  const open = useMatch({ from: '/in/contacts/$id', shouldThrow: false })
  const { segment: segmentId } = useSearch({ from: '/in/contacts' })
  const segment = useStore(segments)?.find(({ id }) => id === segmentId)
  const { value, error, reload } = useLoad(`${segmentId} ${text} ${JSON.stringify(segment?.filter)}`, () =>
    call('GET /api/contacts', { query: { text, segment: segmentId } }),
  )
  const lines = value?.contacts.map(({ id, name, verified, email, userId, company, seenAt }) => ({
    id,
    name,
    seenAt,
    mark: verified && <Verified />,
    about: [email ?? userId, company?.name].filter(Boolean).join(' · '),
  }))
  return (
    <Screen
      name={segment?.name ?? texts.contacts.contacts}
      action={<SegmentMenu kind="contacts" id={segmentId} />}
      opened={!!open}
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label={texts.contacts.searchNamesEMails} onChange={setText} />
          </div>
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {lines &&
            (lines.length ? (
              <PeopleList lines={lines} to="/contacts/$id" label={texts.contacts.contacts} />
            ) : (
              <NoContacts searching={text !== '' || segmentId !== undefined} />
            ))}
        </>
      }
    >
      {open ? (
        <Outlet />
      ) : (
        <Empty title={texts.contacts.whoWritesToYou}>
          <p>{texts.contacts.chooseAContactTo}</p>
        </Empty>
      )}
    </Screen>
  )
}

function NoContacts({ searching }: { searching: boolean }) {
  if (searching) return <Empty title={texts.contacts.noContactMatches} />
  return (
    <Empty title={texts.contacts.noContactsYet}>
      <p>
        {texts.contacts.aVisitorBecomesA} <code className="font-mono text-xs">Halo.identify</code>{' '}
        {texts.contacts.or} <code className="font-mono text-xs">userId</code>.
      </p>
    </Empty>
  )
}

export function ContactPage({ id }: { id: string }) {
  const { value, error, reload } = useLoad(id, () => call('GET /api/contacts/:id', { params: { id } }))
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value || value.contact.id !== id) return <div className="flex-1" aria-busy="true" />
  const { contact, traits, proven, conversations, tickets } = value
  return (
    <OnePage
      id={id}
      name={contact.name}
      mark={contact.verified && <Verified />}
      about={contact.email ?? texts.contacts.noEMailAddress}
      back="/contacts"
    >
      <Group name={texts.contacts.identity}>
        <Facts
          facts={{
            'User id': contact.userId,
            Proof: contact.verified ? texts.contacts.verified : texts.contacts.identifiedNotVerified,
            'First seen': fullTime(contact.createdAt),
            'Last seen': fullTime(contact.seenAt),
          }}
        />
      </Group>
      <Group name={texts.contacts.traits} count={Object.keys(traits).length}>
        <Facts facts={traits} proven={proven} />
      </Group>
      <Group name={texts.contacts.company}>
        {contact.company ? (
          <Link
            to="/companies/$id"
            params={{ id: contact.company.id }}
            className="inline-block min-h-6 min-w-6 rounded-sm font-medium hover:text-accent-text hover:underline"
          >
            {contact.company.name}
          </Link>
        ) : (
          <None />
        )}
      </Group>
      <Group name={texts.contacts.conversations} count={conversations.length}>
        <Past conversations={conversations} />
      </Group>
      <Group name={texts.contacts.tickets} count={tickets.length}>
        <TicketLines tickets={tickets} />
      </Group>
    </OnePage>
  )
}
