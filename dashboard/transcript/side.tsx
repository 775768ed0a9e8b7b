import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Reply } from '../../protocol/route.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { Badge } from '../components/badge.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { Entry } from '../contacts/entry.tsx'
import { Facts } from '../contacts/facts.tsx'
import { Group, None } from '../contacts/group.tsx'
import { Past, TicketLines } from '../contacts/past.tsx'
import { presenceWord } from '../feed/presence.tsx'
import { nameOf } from '../feed/row.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { KnownLessons } from '../teaching/known-lessons.tsx'
import { texts } from '../texts.ts'

/** What one wants to know about the visitor beside the words. It keeps up: news of the visitor or the ticket is read at once. */
export function Side({ conversation, taught }: { conversation: Conversation; taught: string }) {
  const { id, visitor, page, ticket } = conversation
  const { value, error } = useLoad(`${id} ${visitor.contactId} ${visitor.toldAt} ${ticket?.changedAt}`, () =>
    call('GET /api/conversations/:id/visitor', { params: { id } }),
  )
  return (
    <div className="flex flex-col">
      <Who conversation={conversation} />
      <Group name={texts.transcript.page}>
        {page ? <PageLink url={page.url} title={page.title} /> : <None>{texts.transcript.notKnownYet}</None>}
      </Group>
      {error && (
        <p role="alert" className="p-3 text-bad">
          {error}
        </p>
      )}
      {value ? <Known known={value} company={visitor.company} /> : <div className="h-40" aria-busy="true" />}
      {visitor.contactId && <KnownLessons contactId={visitor.contactId} taught={taught} />}
      <Group name={texts.transcript.earlierConversations}>
        <Earlier id={id} contactId={visitor.contactId} />
      </Group>
      {value && (
        <Group name={texts.transcript.tickets} count={value.tickets.length}>
          <TicketLines tickets={value.tickets} />
        </Group>
      )}
    </div>
  )
}

function Who({ conversation }: { conversation: Conversation }) {
  const { visitor, presenceAt, openedAt } = conversation
  const name = nameOf(visitor)
  return (
    <section aria-label={texts.transcript.visitor} className="border-b border-line p-3">
      <p className="font-medium wrap-anywhere">
        {visitor.contactId ? (
          <Link
            to="/contacts/$id"
            params={{ id: visitor.contactId }}
            className="rounded-sm hover:text-accent-text hover:underline"
          >
            {name}
          </Link>
        ) : (
          name
        )}
      </p>
      {visitor.email && visitor.email !== name && <p className="wrap-anywhere text-soft">{visitor.email}</p>}
      <p className="mt-1">
        <Badge
          tone={visitor.verified ? 'accent' : 'plain'}
          title={visitor.verified ? texts.transcript.theSiteProvedWho : texts.transcript.nothingProvesWhoThis}
        >
          {identityOf(visitor)}
        </Badge>
      </p>
      <p className="mt-1 text-xs text-faint" title={fullTime(presenceAt)}>
        {texts.transcript.opened(presenceWord(conversation), dayOrTime(openedAt))}
      </p>
    </section>
  )
}

type VisitorKnown = Reply<OperatorApi, 'GET /api/conversations/:id/visitor'>

function identityOf({ verified, identified }: Conversation['visitor']): string {
  if (verified) return texts.transcript.verified
  return identified ? texts.transcript.identifiedNotVerified : texts.transcript.notIdentified
}

function Known({ known, company }: { known: VisitorKnown; company: Conversation['visitor']['company'] }) {
  return (
    <>
      <Group name={texts.transcript.traits} count={Object.keys(known.traits).length}>
        <Facts facts={known.traits} proven={known.proven} />
      </Group>
      <Group name={texts.transcript.company}>
        {company ? (
          <>
            <Link
              to="/companies/$id"
              params={{ id: company.id }}
              className="inline-block min-h-6 rounded-sm font-medium wrap-anywhere hover:text-accent-text hover:underline"
            >
              {company.name}
            </Link>
            {Object.keys(known.companyTraits).length > 0 && <Facts facts={known.companyTraits} />}
          </>
        ) : (
          <ClaimedCompany claimed={known.claimedCompany} />
        )}
      </Group>
      <Group name={texts.transcript.context} count={known.context.length}>
        {known.context.length ? (
          <ul className="-mx-2 flex flex-col gap-1">
            {known.context.map((entry) => (
              <Entry key={entry.key} entry={entry} />
            ))}
          </ul>
        ) : (
          <None>{texts.transcript.theSiteHasTold}</None>
        )}
      </Group>
    </>
  )
}

function ClaimedCompany({ claimed }: { claimed: VisitorKnown['claimedCompany'] }) {
  if (!claimed) return <None />
  return (
    <>
      <p className="text-soft wrap-anywhere">{texts.transcript.claimed(claimed.companyId)}</p>
      <Facts facts={claimed.traits} />
    </>
  )
}

/** The address is the visitor's browser's word: shown as it is, followed only when it is a web address. */
function PageLink({ url, title }: { url: string; title: string }) {
  const shown = (
    <>
      <span className="block font-medium">{title || url}</span>
      <span className="block text-xs wrap-anywhere text-faint">{url}</span>
    </>
  )
  if (!/^https?:/i.test(url)) return shown
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="block rounded-sm hover:text-accent-text">
      {shown}
      <ExternalLink size={12} className="sr-only" aria-label={texts.transcript.opensInANew} />
    </a>
  )
}

function Earlier({ id, contactId }: { id: string; contactId: string | null }) {
  const { value, error } = useLoad(`${id} ${contactId}`, () =>
    call('GET /api/conversations/:id/earlier', { params: { id } }),
  )
  if (error) return <p className="text-bad">{error}</p>
  if (!value) return <p className="h-10" aria-busy="true" />
  return <Past conversations={value.conversations} />
}
