import { Link, Outlet, useMatch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
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
  const { value, error, reload } = useLoad(text, () => call('GET /api/companies', { query: { text } }))
  const lines = value?.companies.map(({ id, name, contacts, companyId, seenAt }) => ({
    id,
    name,
    seenAt,
    about: `${people(contacts)} · ${companyId}`,
  }))
  return (
    <Screen
      name={texts.contacts.companies}
      opened={!!open}
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label={texts.contacts.searchNamesAndIds} onChange={setText} />
          </div>
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {lines &&
            (lines.length ? (
              <PeopleList lines={lines} to="/companies/$id" label={texts.contacts.companies} />
            ) : (
              <NoCompanies searching={text !== ''} />
            ))}
        </>
      }
    >
      {open ? (
        <Outlet />
      ) : (
        <Empty title={texts.contacts.whomYourVisitorsWork}>
          <p>{texts.contacts.chooseACompanyTo}</p>
        </Empty>
      )}
    </Screen>
  )
}

function NoCompanies({ searching }: { searching: boolean }) {
  if (searching) return <Empty title={texts.contacts.noCompanyMatches} />
  return (
    <Empty title={texts.contacts.noCompaniesYet}>
      <p>
        {texts.contacts.aCompanyIsHere} <code className="font-mono text-xs">Halo.identifyCompany</code>{' '}
        {texts.contacts.or} <code className="font-mono text-xs">companyId</code>.
      </p>
    </Empty>
  )
}

export function CompanyPage({ id }: { id: string }) {
  const { value, error, reload } = useLoad(id, () => call('GET /api/companies/:id', { params: { id } }))
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value || value.company.id !== id) return <div className="flex-1" aria-busy="true" />
  const { company, traits, contacts, conversations } = value
  return (
    <OnePage id={id} name={company.name} about={people(company.contacts)} back="/companies">
      <Group name={texts.contacts.identity}>
        <Facts
          facts={{
            'Company id': company.companyId,
            'First seen': fullTime(company.createdAt),
            'Last seen': fullTime(company.seenAt),
          }}
        />
      </Group>
      <Group name={texts.contacts.traits} count={Object.keys(traits).length}>
        <Facts facts={traits} />
      </Group>
      <Group name={texts.contacts.contacts} count={contacts.length}>
        {contacts.length ? (
          <ul className="-mx-2 flex flex-col">
            {contacts.map((contact) => (
              <li key={contact.id}>
                <Link
                  to="/contacts/$id"
                  params={{ id: contact.id }}
                  className="flex min-h-8 items-center gap-1 rounded-md px-2 transition-colors hover:bg-hover"
                >
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
      <Group name={texts.contacts.conversations} count={conversations.length}>
        <Past conversations={conversations} who />
      </Group>
    </OnePage>
  )
}
