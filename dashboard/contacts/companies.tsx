import { Link, Outlet, useMatch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty, Trouble } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { Verified } from './contacts.tsx'
import { Facts } from './facts.tsx'
import { Group, None } from './group.tsx'
import { OnePage } from './page.tsx'
import { Past } from './past.tsx'
import { PeopleList } from './people-list.tsx'

const people = (count: number) => `${count.toLocaleString()} ${count === 1 ? 'contact' : 'contacts'}`

/** The companies that contacts belong to. */
export function CompaniesScreen() {
  const [text, setText] = useState('')
  const open = useMatch({ from: '/in/companies/$id', shouldThrow: false })
  const { value, error, again } = useLoad(text, () => call('GET /api/companies', { query: { text } }))
  const lines = value?.companies.map(({ id, name, contacts, companyId, seenAt }) => ({ id, name, seenAt, about: `${people(contacts)} · ${companyId}` }))
  return (
    <Screen
      name="Companies"
      opened={!!open}
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label="Search names and ids" onChange={setText} />
          </div>
          {error && <Trouble again={again}>{error}</Trouble>}
          {lines && (lines.length ? <PeopleList lines={lines} to="/companies/$id" label="Companies" /> : <NoCompanies searching={text !== ''} />)}
        </>
      }
    >
      {open ? <Outlet /> : <Empty title="Whom your visitors work for"><p>Choose a company to see its people and their conversations.</p></Empty>}
    </Screen>
  )
}

function NoCompanies({ searching }: { searching: boolean }) {
  if (searching) return <Empty title="No company matches" />
  return (
    <Empty title="No companies yet">
      <p>
        A company is here once your site names it, with <code className="font-mono text-xs">Halo.identifyCompany</code> or <code className="font-mono text-xs">companyId</code>.
      </p>
    </Empty>
  )
}

export function CompanyPage({ id }: { id: string }) {
  const { value, error, again } = useLoad(id, () => call('GET /api/companies/:id', { params: { id } }))
  if (error) return <Trouble again={again}>{error}</Trouble>
  if (!value || value.company.id !== id) return <div className="flex-1" aria-busy="true" />
  const { company, traits, contacts, conversations } = value
  return (
    <OnePage id={id} name={company.name} about={people(company.contacts)} back="/companies">
      <Group name="Identity">
        <Facts facts={{ 'Company id': company.companyId, 'First seen': fullTime(company.createdAt), 'Last seen': fullTime(company.seenAt) }} />
      </Group>
      <Group name="Traits" count={Object.keys(traits).length}>
        <Facts facts={traits} />
      </Group>
      <Group name="Contacts" count={contacts.length}>
        {contacts.length ? (
          <ul className="-mx-2 flex flex-col">
            {contacts.map((contact) => (
              <li key={contact.id}>
                <Link to="/contacts/$id" params={{ id: contact.id }} className="flex min-h-8 items-center gap-1 rounded-md px-2 transition-colors hover:bg-hover">
                  <span className="font-medium">{contact.name}</span>
                  {contact.verified && <Verified />}
                  <span className="truncate ps-2 text-soft">{contact.email}</span>
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <None />
        )}
      </Group>
      <Group name="Conversations" count={conversations.length}>
        <Past conversations={conversations} who />
      </Group>
    </OnePage>
  )
}
