import { z } from 'zod'
import { AgentLook } from './agents/shapes.ts'
import { Id, Message, Page, Visitor, VisitorConversation, VisitorTranscript, Words } from './entities.ts'
import {
  ConversationParams,
  EventsQuery,
  EventsReply,
  MessageText,
  TranscriptQuery,
} from './conversations/shapes.ts'
import { claim, ContextEntry, ContextKey } from './people/shapes.ts'
import { OwnVote, Vote } from './review/shapes.ts'

/** Everything that the widget asks for. It takes its types from here, and so knows nothing of the operators' routes. */

const ByMessage = ConversationParams.extend({ messageId: Id })
const Done = z.object({ ok: z.literal(true) })
/** A visitor who polls has no socket to say on whether the panel is open. */
const VisitorEventsQuery = EventsQuery.extend({ open: z.stringbool().default(true) })
const posted = z.object({ message: Message, conversation: VisitorConversation })

export const widgetApi = {
  'POST /api/widget/sessions': {
    for: 'anyone',
    says: "Begin or resume a visitor: exchanges the widget key, and the token of an earlier visit if there is one, for a token and what the panel shows first. 403 `bad_key`, `key_revoked`, or `origin` when the key is not for this site. `userToken` proves `userId`: a JWT that the site's server signed (HS256) with an identity secret. Where that is demanded, 403 `identity_required`, `identity_invalid` or `identity_expired`.",
    body: z.strictObject({
      key: z.string().max(100),
      token: z.string().max(4000).optional(),
      userToken: z.string().max(20_000).optional(),
      page: Page.optional(),
      ...claim,
    }),
    reply: z.object({
      token: z.string(),
      visitor: Visitor.pick({ id: true, name: true, identified: true }),
      agent: AgentLook.extend({ greeting: z.string(), suggestions: z.array(z.string()) }),
      /** The team can read what is typed before it is sent; the panel says so. */
      preview: z.boolean(),
      /** The conversation under way, if any: its newest stretch. */
      live: VisitorTranscript.nullable(),
      /** The latest finished conversation, shown above a new one. */
      earlier: VisitorTranscript.nullable(),
    }),
  },
  'POST /api/widget/conversations': {
    for: 'visitor',
    says: 'The widget was opened: starts a conversation, or returns the one under way (another tab, a second click). Whom a person answered gets that thread again, also when it is over; `assistant` begins another subject with the AI instead.',
    body: z.strictObject({ id: Id, page: Page.optional(), assistant: z.boolean().default(false) }),
    reply: VisitorTranscript,
  },
  'GET /api/widget/conversations/:id': {
    for: 'visitor',
    says: "One of the visitor's own conversations: its newest stretch, or the one that ends before the `seq` in `before`. `stretch.from` is where that begins; 0 where nothing is older.",
    params: ConversationParams,
    query: TranscriptQuery,
    reply: VisitorTranscript,
  },
  'GET /api/widget/conversations/:id/events': {
    for: 'visitor',
    says: "The visitor's share of the log, as far as fits into one answer, for networks without WebSockets.",
    params: ConversationParams,
    query: VisitorEventsQuery,
    reply: EventsReply,
  },
  'POST /api/widget/conversations/:id/messages': {
    for: 'visitor',
    says: 'The visitor says something. The same id again returns the message that was stored first. Whom a person answered goes on with that person: `conversation` is where the message landed, which may be another one than was asked for, and may be live again. 409 `completed` when the conversation is over.',
    params: ConversationParams,
    body: z.strictObject({ id: Id, text: MessageText }),
    reply: posted,
  },
  'POST /api/widget/conversations/:id/human': {
    for: 'visitor',
    says: 'The visitor asks for a person. Asking twice is asking once.',
    params: ConversationParams,
    reply: VisitorConversation,
  },
  'POST /api/widget/conversations/:id/leave': {
    for: 'anyone',
    says: 'The leave beacon: `closed` when the panel was shut, `unload` when the page went away. Carries the token in its body, because a beacon has no headers.',
    params: ConversationParams,
    body: z.strictObject({ token: z.string().max(4000), how: z.enum(['closed', 'unload']), tab: Id.optional() }),
    reply: Done,
  },
  'POST /api/widget/look': {
    for: 'anyone',
    says: 'Which agent would answer on a page, and how the chat looks there: what the launcher is drawn by. Leaves no trace of the visitor; that the widget was loaded on this site is noted.',
    body: z.strictObject({
      key: z.string().max(100),
      token: z.string().max(4000).optional(),
      url: Words.max(2000).optional(),
      version: Words.max(40).optional(),
    }),
    reply: z.object({ agent: AgentLook }),
  },
  'PUT /api/widget/conversations/:id/messages/:messageId/rating': {
    for: 'visitor',
    says: 'The visitor thumbs an answer up or down, also after the end. Again replaces the first.',
    params: ByMessage,
    body: z.strictObject({ vote: Vote }),
    reply: z.object({ votes: z.array(OwnVote) }),
  },
  'DELETE /api/widget/conversations/:id/messages/:messageId/rating': {
    for: 'visitor',
    says: 'The visitor takes the vote back.',
    params: ByMessage,
    reply: z.object({ votes: z.array(OwnVote) }),
  },
  'PATCH /api/widget/visitor': {
    for: 'visitor',
    says: 'The page tells more of its visitor. Traits merge key by key and null deletes; a context entry is replaced whole and null removes it. 400 `reserved_keys` names in `details.reserved_keys` the keys that the system keeps itself; 409 `anonymous` when there are user traits and nobody knows whose.',
    body: z.strictObject({
      userTraits: claim.userTraits,
      companyId: claim.companyId,
      companyTraits: claim.companyTraits,
      context: z.record(ContextKey, ContextEntry.nullable()).optional(),
    }),
    reply: z.object({ visitor: Visitor.pick({ id: true, name: true, identified: true }) }),
  },
  'DELETE /api/widget/context': {
    for: 'visitor',
    says: 'Remove every context entry of this visitor.',
    reply: Done,
  },
} as const

export type WidgetApi = typeof widgetApi
