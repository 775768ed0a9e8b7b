import { Link, Outlet, useMatch, useSearch } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { useState } from 'react'
import { Empty, Trouble } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { SegmentMenu } from '../segments/menu.tsx'
import { segments } from '../segments/segments.ts'
import { call } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { Facts } from './facts.tsx'
import { Group, None } from './group.tsx'
import { OnePage } from './page.tsx'
import { Past, TicketLines } from './past.tsx'
import { PeopleList } from './people-list.tsx'

export const Verified = () => <BadgeCheck size={14} role="img" aria-label="Verified" className="shrink-0 text-accent-text" />

/** Everyone whom a site has named. */
export function ContactsScreen() {
  const [text, setText] = useState('')
  const open = useMatch({ from: '/in/contacts/$id', shouldThrow: false })
  const { segment: segmentId } = useSearch({ from: '/in/contacts' })
  const segment = useStore(segments)?.find(({ id }) => id === segmentId)
  const { value, error, again } = useLoad(`${segmentId} ${text} ${JSON.stringify(segment?.filter)}`, () => call('GET /api/contacts', { query: { text, segment: segmentId } }))
  const lines = value?.contacts.map(({ id, name, verified, email, userId, company, seenAt }) => ({
    id, name, seenAt, mark: verified && <Verified />, about: [email ?? userId, company?.name].filter(Boolean).join(' · '),
  }))
  return (
    <Screen
      name={segment?.name ?? 'Contacts'}
      action={<SegmentMenu kind="contacts" id={segmentId} />}
      opened={!!open}
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label="Search names, e-mails and companies" onChange={setText} />
          </div>
          {error && <Trouble again={again}>{error}</Trouble>}
          {lines && (lines.length ? <PeopleList lines={lines} to="/contacts/$id" label="Contacts" /> : <NoContacts searching={text !== '' || segmentId !== undefined} />)}
        </>
      }
    >
      {open ? <Outlet /> : <Empty title="Who writes to you"><p>Choose a contact to see what their site says of them, and every conversation and ticket.</p></Empty>}
    </Screen>
  )
}

function NoContacts({ searching }: { searching: boolean }) {
  if (searching) return <Empty title="No contact matches" />
  return (
    <Empty title="No contacts yet">
      <p>
        A visitor becomes a contact when your site says who they are, with <code className="font-mono text-xs">Halo.identify</code> or <code className="font-mono text-xs">userId</code>.
      </p>
    </Empty>
  )
}

export function ContactPage({ id }: { id: string }) {
  const { value, error, again } = useLoad(id, () => call('GET /api/contacts/:id', { params: { id } }))
  if (error) return <Trouble again={again}>{error}</Trouble>
  if (!value || value.contact.id !== id) return <div className="flex-1" aria-busy="true" />
  const { contact, traits, proven, conversations, tickets } = value
  return (
    <OnePage id={id} name={contact.name} mark={contact.verified && <Verified />} about={contact.email ?? 'No e-mail address'} back="/contacts">
      <Group name="Identity">
        <Facts facts={{ 'User id': contact.userId, Proof: contact.verified ? 'Verified' : 'Identified, not verified', 'First seen': fullTime(contact.createdAt), 'Last seen': fullTime(contact.seenAt) }} />
      </Group>
      <Group name="Traits" count={Object.keys(traits).length}>
        <Facts facts={traits} proven={proven} />
      </Group>
      <Group name="Company">
        {contact.company ? (
          <Link to="/companies/$id" params={{ id: contact.company.id }} className="inline-block min-h-6 min-w-6 rounded-sm font-medium hover:text-accent-text hover:underline">
            {contact.company.name}
          </Link>
        ) : (
          <None />
        )}
      </Group>
      <Group name="Conversations" count={conversations.length}>
        <Past conversations={conversations} />
      </Group>
      <Group name="Tickets" count={tickets.length}>
        <TicketLines tickets={tickets} />
      </Group>
    </OnePage>
  )
}
