import { fitting, idOf, traitsOf, type Line, type PastMessage } from './lines.ts'
import { articleOf, messageOf } from './words.ts'

/** Objects of Zendesk's JSON exports, one a line: tickets with their comments, users, organizations, and articles of Guide. Times are ISO 8601. */
interface Person {
  id: number
  name?: string
  email?: string | null
  external_id?: string | null
  role?: string
}
interface Comment {
  id: number
  author_id: number
  public?: boolean
  plain_body?: string
  html_body?: string
  body?: string
  created_at: string
}
export interface ZendeskObject {
  id: number
  [field: string]: unknown
}

/** Nothing for what is of no use here. */
export function fromZendesk(found: ZendeskObject): Line[] {
  if (Array.isArray(found.comments)) return ticketOf(found)
  if ('section_id' in found) return articleLine(found)
  if ('role' in found) return contactOf(found as unknown as Person & Record<string, any>)
  if ('domain_names' in found || 'shared_tickets' in found) return companyOf(found)
  return []
}

/** The site's own name of the person, or that of Zendesk, under which their tickets come too. */
const userIdOf = ({ external_id: external, id }: Person): string => external || `zendesk-${id}`

function contactOf(user: Person & Record<string, any>): Line[] {
  if (user.role !== 'end-user') return []
  const { name, email, phone, organization_id: organization, user_fields: fields = {} } = user
  return [
    {
      type: 'contact',
      userId: userIdOf(user),
      traits: traitsOf({ ...fields, name, email, phone }),
      ...(organization && { companyId: `zendesk-${organization}` }),
    },
  ]
}

function companyOf({ id, name, organization_fields: fields = {} }: Record<string, any>): Line[] {
  return [{ type: 'company', companyId: `zendesk-${id}`, traits: traitsOf({ ...fields, name }) }]
}

function articleLine({ id, title, body, html_url: url, draft }: Record<string, any>): Line[] {
  if (!title || !body || draft) return []
  return [{ type: 'article', id: idOf('zendesk', 'article', id), title, body: articleOf(body), url: url ?? null }]
}

function ticketOf(ticket: Record<string, any>): Line[] {
  const { id, requester, submitter, assignee, status, subject, comments, via } = ticket
  const people = new Map(
    [requester, submitter, assignee, ...(ticket.collaborator ?? [])]
      .filter(Boolean)
      .map((one) => [one.id, one as Person]),
  )
  const requesterId = requester?.id ?? ticket.requester_id
  const said = (comments as Comment[]).filter((comment) => comment.public !== false)
  const messages = fitting(said.map((comment) => messageLine(comment, requesterId, people)))
  if (!messages.length) return []
  const isDone = status === 'solved' || status === 'closed'
  return [
    {
      type: 'conversation',
      id: idOf('zendesk', 'ticket', id),
      ...(requesterId && { userId: userIdOf(requester ?? { id: requesterId }) }),
      channel: via?.channel === 'email' ? 'Mail (Zendesk)' : 'Zendesk',
      ...(subject && { topic: String(subject).slice(0, 200) }),
      ...(isDone && ticket.updated_at && { closedAt: ticket.updated_at }),
      messages,
      ...(!isDone && { ticket: { status: 'open' } as const }),
    },
  ]
}

function messageLine(comment: Comment, requesterId: number, people: Map<number, Person>): PastMessage {
  const { id, author_id: author, plain_body: plain, html_body: html, body, created_at: at } = comment
  const isTheirs = author === requesterId
  return {
    id: idOf('zendesk', 'comment', id),
    from: isTheirs ? 'visitor' : 'operator',
    ...(!isTheirs && people.get(author)?.name && { author: people.get(author)!.name! }),
    text: html ? messageOf(html) : (plain ?? body ?? '').replaceAll('&nbsp;', ' '),
    at,
  }
}
