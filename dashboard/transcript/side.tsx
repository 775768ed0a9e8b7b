import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Reply } from '../../protocol/route.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { Badge } from '../components/badge.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { Entry } from '../contacts/entry.tsx'
import { Facts } from '../contacts/facts.tsx'
import { Group } from '../contacts/group.tsx'
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
      {error && (
        <p role="alert" className="p-3 text-bad">
          {error}
        </p>
      )}
      {visitor.contactId && <KnownLessons contactId={visitor.contactId} taught={taught} />}
      {value ? <Told context={value.context} /> : <div className="h-40" aria-busy="true" />}
      {page && (
        <Group name={texts.transcript.page}>
          <PageLink url={page.url} title={page.title} />
        </Group>
      )}
      {value && <Known known={value} company={visitor.company} />}
      <Earlier id={id} contactId={visitor.contactId} />
      {value && value.tickets.length > 0 && (
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

function identityOf({ verified, identified }: Conversation['visitor']): string {
  if (verified) return texts.transcript.verified
  return identified ? texts.transcript.identifiedNotVerified : texts.transcript.notIdentified
}

type KnownVisitor = Reply<OperatorApi, 'GET /api/conversations/:id/visitor'>

/** What the site said of where they are, in its own words. */
function Told({ context }: { context: KnownVisitor['context'] }) {
  if (!context.length) return null
  return (
    <Group name={texts.transcript.context} count={context.length}>
      <ul className="-mx-2 flex flex-col gap-1">
        {context.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </ul>
    </Group>
  )
}

/** Who they are; of what nobody said anything there is no heading either. */
function Known({ known, company }: { known: KnownVisitor; company: Conversation['visitor']['company'] }) {
  const traits = Object.keys(known.traits).length
  return (
    <>
      {traits > 0 && (
        <Group name={texts.transcript.traits} count={traits}>
          <Facts facts={known.traits} proven={known.proven} />
        </Group>
      )}
      {company && (
        <Group name={texts.transcript.company}>
          <Link
            to="/companies/$id"
            params={{ id: company.id }}
            className="inline-block min-h-6 rounded-sm font-medium wrap-anywhere hover:text-accent-text hover:underline"
          >
            {company.name}
          </Link>
          {Object.keys(known.companyTraits).length > 0 && <Facts facts={known.companyTraits} />}
        </Group>
      )}
      {!company && known.claimedCompany && (
        <Group name={texts.transcript.company}>
          <p className="text-soft wrap-anywhere">{texts.transcript.claimed(known.claimedCompany.companyId)}</p>
          <Facts facts={known.claimedCompany.traits} />
        </Group>
      )}
    </>
  )
}

/** The address is the visitor's browser's word: shown as it is, followed only when it is a web address. */
function PageLink({ url, title }: { url: string; title: string }) {
  const shown = (
    <>
      <span className="block font-medium wrap-anywhere">{title || placeOf(url)}</span>
      {title && <span className="block text-xs wrap-anywhere text-faint">{placeOf(url)}</span>}
    </>
  )
  if (!/^https?:/i.test(url)) return shown
  return (
    <a
      href={url}
      title={url}
      target="_blank"
      rel="noopener noreferrer"
      className="block rounded-sm hover:text-accent-text"
    >
      {shown}
      <ExternalLink size={12} className="sr-only" aria-label={texts.transcript.opensInANew} />
    </a>
  )
}

/** Host and path: what stands behind them is long, and says nothing to a reader. */
function placeOf(url: string): string {
  const { host, pathname } = URL.parse(url) ?? {}
  return host ? `${host}${pathname === '/' ? '' : pathname}` : url
}

function Earlier({ id, contactId }: { id: string; contactId: string | null }) {
  const { value, error } = useLoad(`${id} ${contactId}`, () =>
    call('GET /api/conversations/:id/earlier', { params: { id } }),
  )
  if (error)
    return (
      <p role="alert" className="p-3 text-bad">
        {error}
      </p>
    )
  if (!value?.conversations.length) return null
  return (
    <Group name={texts.transcript.earlierConversations} count={value.conversations.length}>
      <Past conversations={value.conversations} />
    </Group>
  )
}
