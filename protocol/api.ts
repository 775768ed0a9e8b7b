import { ModelUsage } from './agents/usage.ts'
import { z } from 'zod'
import {
  Article,
  Control,
  Conversation,
  Id,
  Message,
  Page,
  Person,
  PromptLayer,
  Seq,
  Ticket,
  Transcript,
  Time,
  Visitor,
  VisitorConversation,
  VisitorTranscript,
  WebAddress,
  Whisper,
  Words,
} from './entities.ts'
import { escalationRoutes } from './agents/escalation-routes.ts'
import { learningApi } from './teaching/learning-routes.ts'
import { teachingRoutes } from './teaching/routes.ts'
import { reviewRoutes } from './review/routes.ts'
import { Actor } from './events.ts'
import { agentsApi } from './agents/routes.ts'
import { AgentLook } from './agents/shapes.ts'
import { alertsApi } from './alerts/shapes.ts'
import type { Need } from './access.ts'
import { auditApi } from './audit.ts'
import { keysApi } from './programs/keys.ts'
import type { KeyScope } from './programs/scopes.ts'
import { FeedChoices, FeedCounters, FeedRow } from './frames.ts'
import { gapsApi } from './knowledge/gaps.ts'
import { identityApi } from './people/identity.ts'
import { widgetKeysApi } from './widget/keys.ts'
import { privacyApi } from './privacy.ts'
import { reportsApi } from './reports.ts'
import { KnowledgeSource, NewSource, SourcePage } from './knowledge/sources.ts'
import { claim, peopleRoutes } from './people/routes.ts'
import { Access, teamApi } from './people/team.ts'
import { segmentsApi } from './segments/shapes.ts'
import { ticketsApi } from './tickets/routes.ts'
import { v1Api } from './programs/v1.ts'
import { topicsApi } from './knowledge/topics.ts'

/**
 * Every route, its input and its output, keyed by "METHOD path". The server registers from this table, the clients take their types from it,
 * OpenAPI is made of it. `for` says who may call: anyone, the visitor whose token it is, or a signed-in operator.
 * Errors are `Problem` with status 400 invalid, 401 not signed in, 403 not allowed, 404 not found, 409 conflict, 413 too large, 429 too many, 503 unavailable.
 */

export const maxMessageLength = 10_000

export const Problem = z.object({
  error: z.object({
    code: z.string(),
    /** A sentence that a person can act on. */
    message: z.string(),
    details: z.unknown().optional(),
  }),
})
export type Problem = z.infer<typeof Problem>

const Text = Words.trim()
  .min(1, 'Write something first')
  .max(maxMessageLength, `At most ${maxMessageLength} characters`)
const ConversationParams = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })

/** Reading the log by polling: everything after `after`, held open up to `wait` seconds while there is nothing. */
const EventsQuery = z.object({
  after: z.coerce.number().pipe(Seq),
  wait: z.coerce.number().min(0).max(25).default(0),
})
/** A visitor who polls has no socket to say on whether the panel is open. */
const VisitorEventsQuery = EventsQuery.extend({ open: z.stringbool().default(true) })
const StoredEventShape = z.object({
  conversationId: Id,
  seq: Seq,
  at: z.number(),
  actor: Actor,
  type: z.string(),
  payload: z.unknown(),
})
const EventsReply = z.object({ after: Seq, upTo: Seq, events: z.array(StoredEventShape) })

const posted = z.object({ message: Message, conversation: VisitorConversation })

export const api = {
  // ── The widget ────────────────────────────────────────────────────────────────────────────────────────────────────
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
      /** The conversation under way, if any, whole. */
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
    says: "One of the visitor's own conversations, whole.",
    params: ConversationParams,
    reply: VisitorTranscript,
  },
  'GET /api/widget/conversations/:id/events': {
    for: 'visitor',
    says: "The visitor's share of the log, for networks without WebSockets.",
    params: ConversationParams,
    query: VisitorEventsQuery,
    reply: EventsReply,
  },
  'POST /api/widget/conversations/:id/messages': {
    for: 'visitor',
    says: 'The visitor says something. The same id again returns the message that was stored first. Whom a person answered goes on with that person: `conversation` is where the message landed, which may be another one than was asked for, and may be live again. 409 `completed` when the conversation is over.',
    params: ConversationParams,
    body: z.strictObject({ id: Id, text: Text }),
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

  // ── Signing in ────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/setup': {
    for: 'anyone',
    says: 'Whether this Halo still waits for its first operator.',
    reply: z.object({ needed: z.boolean() }),
  },
  'POST /api/setup': {
    for: 'anyone',
    says: 'Create the first operator with the one-time link that the server printed, and sign in.',
    body: z.strictObject({
      token: z.string().max(200),
      name: Words.trim().min(1).max(200),
      email: z.email(),
      password: z.string().min(8, 'At least 8 characters').max(128),
    }),
    reply: z.object({ operator: Person }),
  },
  'GET /api/me': {
    for: 'operator',
    needs: 'own',
    says: 'Who is signed in.',
    reply: z.object({
      operator: Person.extend({ email: z.string(), access: Access }),
      widgetKey: z.string(),
      model: z.string(),
      modelFollows: z.string(),
    }),
  },

  // ── The Live Feed ────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/feed': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'One look at the Live Feed, for networks without WebSockets. `window` is a FeedWindow as JSON; see docs of the socket for what it means.',
    query: z.object({ window: z.string().max(2000).default('{}') }),
    reply: z.object({ total: z.int(), rows: z.array(FeedRow), counters: FeedCounters, asOf: Time }),
  },
  'GET /api/feed/choices': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The agents and topics of the live conversations, to filter the Live Feed by.',
    reply: FeedChoices,
  },

  // ── Conversations ─────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/conversations/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'One conversation, whole.',
    params: ConversationParams,
    reply: Transcript,
  },
  'GET /api/conversations/:id/events': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The log of one conversation after a `seq`.',
    params: ConversationParams,
    query: EventsQuery,
    reply: EventsReply,
  },
  'GET /api/conversations/:id/earlier': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Other conversations of the same visitor, or the same contact, newest first, at most 20.',
    params: ConversationParams,
    reply: z.object({ conversations: z.array(Conversation) }),
  },
  'POST /api/conversations/:id/messages': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Reply as a human. On a conversation that the AI holds this is a takeover too; on a completed one it opens the ticket, and the visitor finds it at the next visit. 409 `held` when a colleague holds the pen.',
    params: ConversationParams,
    body: z.strictObject({ id: Id, text: Text }),
    reply: z.object({ message: Message, conversation: Conversation }),
  },
  'POST /api/conversations/:id/takeover': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Take the pen: AI paused, running reply cut off, ticket In Progress assigned to the caller, visitor told. Again by the same operator: no change. A colleague holds it: 409 `held` with `details.control`, unless `from` names that colleague.',
    params: ConversationParams,
    body: z.strictObject({ from: z.string().max(64).optional() }).default({}),
    reply: z.object({ control: Control, ticket: Ticket }),
  },
  'DELETE /api/conversations/:id/takeover': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Hand back to the AI. When the AI holds the pen already: no change.',
    params: ConversationParams,
    reply: z.object({ control: Control }),
  },
  'POST /api/conversations/:id/whispers': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Tell the AI something for its next reply. The visitor never sees it. The same id again is the same whisper.',
    params: ConversationParams,
    body: z.strictObject({ id: Id, text: Text, must: z.boolean().default(false) }),
    reply: z.object({ whisper: Whisper }),
  },
  'DELETE /api/conversations/:id/whispers/:whisperId': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Take a waiting whisper back. 409 `too_late` when a reply made with it is already being shown or was posted.',
    params: ConversationParams.extend({ whisperId: Id }),
    reply: z.object({ whisper: Whisper }),
  },
  'GET /api/conversations/:id/messages/:messageId/prompt': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What the AI saw when it wrote this message, layer by layer in the order of authority, and the tokens that it took.',
    params: ConversationParams.extend({ messageId: Id }),
    reply: z.object({ layers: z.array(PromptLayer), usage: z.array(ModelUsage) }),
  },

  // ── Review ───────────────────────────────────────────────────────────────────────────────────────────────────────
  ...reviewRoutes,

  // ── Teaching ─────────────────────────────────────────────────────────────────────────────────────────────────────
  ...teachingRoutes,
  ...learningApi,
  ...escalationRoutes,
  ...teamApi,
  ...keysApi,
  ...auditApi,
  ...v1Api,
  ...identityApi,
  ...widgetKeysApi,
  ...agentsApi,
  ...alertsApi,
  ...gapsApi,
  ...reportsApi,
  ...privacyApi,
  ...ticketsApi,
  ...segmentsApi,
  ...topicsApi,

  // ── Who the visitors are ─────────────────────────────────────────────────────────────────────────────────────────
  ...peopleRoutes,

  // ── Around it ─────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/articles': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Everything the AI may quote.',
    query: z.object({ text: Words.max(200).optional() }),
    reply: z.object({ articles: z.array(Article) }),
  },
  'PUT /api/articles/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Write or change an article. Found by the next question.',
    params: z.object({ id: Id }),
    body: z.strictObject({
      title: Words.trim().min(1).max(200),
      body: Words.trim().min(1).max(100_000),
      url: WebAddress.nullable(),
    }),
    reply: z.object({ article: Article }),
  },
  'DELETE /api/articles/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove an article. Deleting what is gone is no error.',
    params: z.object({ id: Id }),
    reply: Done,
  },
  'GET /api/sources': {
    for: 'operator',
    needs: 'agents:view',
    says: 'All Data: every source of knowledge with its size and use, the latest change first.',
    query: z.object({ text: Words.max(200).optional() }),
    reply: z.object({ sources: z.array(KnowledgeSource) }),
  },
  'POST /api/sources': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Add a page, a sitemap, a site to be crawled, or a file. It is read in the background. The same id again is the same source.',
    body: NewSource,
    reply: z.object({ source: KnowledgeSource }),
  },
  'GET /api/sources/:id': {
    for: 'operator',
    needs: 'agents:view',
    says: 'One source with its pages, those that could not be read first.',
    params: z.object({ id: Id }),
    reply: z.object({ source: KnowledgeSource, pages: z.array(SourcePage) }),
  },
  'GET /api/sources/:id/pages/:pageId': {
    for: 'operator',
    needs: 'agents:view',
    says: 'One page or file as it was read: its words, which answers are made of, and what was left out.',
    params: z.object({ id: Id, pageId: Id }),
    reply: z.object({ page: SourcePage, text: z.string() }),
  },
  'PATCH /api/sources/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'How often a source of the web is read again by itself; null: never.',
    params: z.object({ id: Id }),
    body: z.strictObject({
      everyHours: z
        .int()
        .min(1)
        .max(24 * 90)
        .nullable(),
    }),
    reply: z.object({ source: KnowledgeSource }),
  },
  'POST /api/sources/:id/reads': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Read a source again now: everything, or only what failed. 409 `file_gone` for a file, which is not kept.',
    params: z.object({ id: Id }),
    body: z.strictObject({ only: z.enum(['all', 'failed']).default('all') }),
    reply: z.object({ source: KnowledgeSource }),
  },
  'DELETE /api/sources/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove a source and everything that was read from it, at once.',
    params: z.object({ id: Id }),
    reply: Done,
  },
} as const satisfies Record<string, RouteShape>

interface RouteShape {
  for: 'anyone' | 'visitor' | 'operator' | 'key'
  needs?: Need
  scope?: KeyScope
  name?: string
  says: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  reply: z.ZodType
}

export type Api = typeof api
export type RouteKey = keyof Api

type InputOf<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.input<S> }
  : unknown
type OutputOf<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.output<S> }
  : unknown

/** What a client sends. */
export type RouteInput<K extends RouteKey> = InputOf<Api[K], 'params'> &
  InputOf<Api[K], 'query'> &
  InputOf<Api[K], 'body'>
/** What the server's function gets, parsed. */
export type RouteParsed<K extends RouteKey> = OutputOf<Api[K], 'params'> &
  OutputOf<Api[K], 'query'> &
  OutputOf<Api[K], 'body'>
export type RouteReply<K extends RouteKey> = z.output<Api[K]['reply']>
