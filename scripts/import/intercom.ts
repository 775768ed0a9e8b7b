import { fitting, idOf, traitsOf, type Line, type PastMessage } from './lines.ts'
import { articleOf, messageOf } from './words.ts'

/** Objects as Intercom's API and its JSON export have them: contacts, companies, articles, conversations with their parts. Times are seconds. */
interface Author {
  type?: string
  name?: string | null
}
interface Part {
  id?: string
  part_type?: string
  body?: string | null
  created_at: number
  author?: Author
}
export interface IntercomObject {
  type?: string
  id?: string | number
  [field: string]: unknown
}

const kinds: Record<string, (found: any) => Line[]> = {
  contact: contactOf,
  user: contactOf,
  lead: contactOf,
  company: companyOf,
  article: articleLine,
  conversation: conversationOf,
}

/** Nothing for what is of no use here. */
export const fromIntercom = (found: IntercomObject): Line[] => kinds[found.type ?? '']?.(found) ?? []

function contactOf(contact: Record<string, any>): Line[] {
  const userId = contact.external_id || contact.user_id
  // Whoever never signed in has no name of the site's, and comes with their conversations.
  if (!userId) return []
  const { name, email, phone, custom_attributes: custom = {} } = contact
  const company = contact.companies?.data?.[0] ?? contact.companies?.companies?.[0]
  return [
    {
      type: 'contact',
      userId: String(userId),
      traits: traitsOf({ ...custom, name, email, phone }),
      ...(company?.company_id && { companyId: String(company.company_id) }),
    },
  ]
}

function companyOf({ company_id: companyId, name, custom_attributes: custom = {} }: Record<string, any>): Line[] {
  return companyId ? [{ type: 'company', companyId: String(companyId), traits: traitsOf({ ...custom, name }) }] : []
}

function articleLine({ id, title, body, url, state }: Record<string, any>): Line[] {
  if (!title || !body || (state && state !== 'published')) return []
  return [{ type: 'article', id: idOf('intercom', 'article', id), title, body: articleOf(body), url: url ?? null }]
}

function conversationOf(conversation: Record<string, any>): Line[] {
  const { id, created_at: createdAt, source = {}, contacts, state, title } = conversation
  const first: Part = {
    id: source.id ?? `first-${id}`,
    body: source.body,
    created_at: createdAt,
    author: source.author,
  }
  const parts: Part[] = [first, ...(conversation.conversation_parts?.conversation_parts ?? [])]
  const messages = fitting(parts.filter(isSaid).map(messageLine))
  if (!messages.length) return []
  const person = contacts?.contacts?.[0] ?? conversation.user
  const userId = person?.external_id ?? person?.user_id
  return [
    {
      type: 'conversation',
      id: idOf('intercom', 'conversation', id),
      ...(userId && { userId: String(userId) }),
      channel: source.type === 'email' ? 'Mail (Intercom)' : 'Intercom',
      ...(title && { topic: messageOf(title).slice(0, 200) }),
      messages,
      ...(state && state !== 'closed' && { ticket: { status: state === 'snoozed' ? 'snoozed' : 'open' } as const }),
    },
  ]
}

/** Notes are for the team alone, and what was assigned, closed or tagged was not said. */
const isSaid = ({ part_type: kind }: Part) => kind === undefined || kind === 'comment' || kind === 'open'

function messageLine({ id, body, created_at: seconds, author = {} }: Part): PastMessage {
  const from = { admin: 'operator', bot: 'ai' }[author.type ?? ''] ?? 'visitor'
  return {
    ...(id && { id: idOf('intercom', 'message', id) }),
    from: from as PastMessage['from'],
    ...(from === 'operator' && author.name && { author: author.name }),
    text: messageOf(body),
    at: seconds * 1000,
  }
}
