import { z } from 'zod'
import { channelFields } from '../channels.ts'
import {
  Article,
  Control,
  Conversation,
  Id,
  Message,
  Page as SitePage,
  Person,
  Seq,
  Ticket,
  TicketStatus,
  WebAddress,
  Whisper,
  Words,
} from '../entities.ts'
import { HaloEvent } from './placed-event.ts'
import { historyV1 } from './history.ts'
import type { KeyScope } from './scopes.ts'
import { webhooksV1 } from './webhooks.ts'
import { workspaceV1 } from './workspace.ts'
import { shutOutsApi } from '../people/shut-outs.ts'
import { CompanyTraits, Contact, Traits, UserTraits } from '../people/shapes.ts'
import { Rating } from '../review/shapes.ts'
import { reviewRoutes } from '../review/routes.ts'
import { Correction, Lesson } from '../teaching/shapes.ts'
import { teachingRoutes } from '../teaching/routes.ts'
import { ticketsApi } from '../tickets/routes.ts'
import { Comment } from '../tickets/shapes.ts'

/**
 * The routes for programs, called with an API key. They do what the dashboard does, by the same actions. `name` is what the typed client calls a route.
 * Lists go newest first, page by page; `next` is the marker of the following page, null at the end.
 * A route that changes a conversation heeds the header `Halo-Expects: epoch=3, seq=57`: unless its pen and its log are still as the caller saw them, it
 * answers 409 `moved` with what is true now. Every route that changes something heeds `Idempotency-Key`.
 */

const Page = { cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const next = z.string().nullable()
const ById = z.object({ id: Id })
const ByMessage = z.object({ id: Id, messageId: Id })
const Done = z.object({ ok: z.literal(true) })
const Text = Words.trim().min(1, 'Write something first').max(10_000, 'At most 10000 characters')
/** The operator in whose name a person's work is done: visitors read it, and the ticket becomes theirs. */
const operatorId = Words.min(1).max(64)
const ExternalId = Words.trim().min(1).max(200)
const visitorMessage = { id: Id, text: Text, answer: z.boolean().default(true) }

const told = z.object({ contact: Contact, traits: Traits })

export const v1Api = {
  // ── Conversations ─────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/v1/conversations': {
    for: 'key',
    scope: 'conversations:read',
    name: 'listConversations',
    says: 'Conversations, whichever was opened last first.',
    query: z.object({
      ...Page,
      status: z.enum(['live', 'completed']).optional(),
      contactId: Id.optional(),
      userId: ExternalId.optional(),
    }),
    reply: z.object({ conversations: z.array(Conversation), next }),
  },
  'GET /api/v1/conversations/:id': {
    for: 'key',
    scope: 'conversations:read',
    name: 'getConversation',
    says: 'One conversation as it stands: who holds the pen in which epoch, how far its log is (`seq`), mood, topic, ticket, outcome.',
    params: ById,
    reply: z.object({ conversation: Conversation }),
  },
  'GET /api/v1/conversations/:id/messages': {
    for: 'key',
    scope: 'conversations:read',
    name: 'listMessages',
    says: 'What was said, oldest first, after a `seq`. `next` is the `after` of the following page.',
    params: ById,
    query: z.object({ after: z.coerce.number().pipe(Seq).default(0), limit: Page.limit }),
    reply: z.object({ messages: z.array(Message), next: Seq.nullable() }),
  },
  'POST /api/v1/conversations/:id/messages': {
    for: 'key',
    scope: 'conversations:write',
    name: 'reply',
    says: 'Reply as a human, in the name of an operator. On a conversation that the AI holds this is a takeover too. The same id again returns the message that was stored first. 409 `held` when somebody else holds the pen; 400 `no_operator` when nobody has this id.',
    params: ById,
    body: z.strictObject({ id: Id, text: Text, operatorId }),
    reply: z.object({ message: Message, conversation: Conversation }),
  },

  'POST /api/v1/conversations': {
    for: 'key',
    scope: 'conversations:write',
    name: 'startConversation',
    says: "Bring in a conversation that goes on elsewhere: it stands in the Live Feed at once, with its `channel`, or else the name of the key. `userId` is what your site calls the person; without it they are anonymous. The first message is the visitor's, and answered by the AI unless `answer` is false, or that of the operator named in it, who then holds the pen. It ends by itself after `quietMinutes` without a word. The same ids again are the same conversation and message.",
    body: z.strictObject({
      id: Id,
      userId: ExternalId.optional(),
      ...channelFields,
      page: SitePage.optional(),
      message: z.strictObject({ ...visitorMessage, operatorId: operatorId.optional() }).optional(),
    }),
    reply: z.object({ conversation: Conversation, message: Message.nullable() }),
  },
  'POST /api/v1/conversations/:id/visitor-messages': {
    for: 'key',
    scope: 'conversations:write',
    name: 'say',
    says: 'Pass on what the visitor said, in a conversation that was brought in. The AI answers unless `answer` is false or a person holds the pen. The same id again is the same message. 409 `in_widget` where the visitor speaks for themselves, `completed` when it is over.',
    params: ById,
    body: z.strictObject(visitorMessage),
    reply: z.object({ message: Message, conversation: Conversation }),
  },
  'POST /api/v1/conversations/:id/human': {
    for: 'key',
    scope: 'conversations:write',
    name: 'askForHuman',
    says: 'The visitor of a conversation that was brought in asks for a person. Asking twice is asking once.',
    params: ById,
    reply: z.object({ conversation: Conversation }),
  },
  'POST /api/v1/conversations/:id/end': {
    for: 'key',
    scope: 'conversations:write',
    name: 'endConversation',
    says: 'A conversation that was brought in is over. It ends as soon as no reply is on its way. When it has ended already: no change.',
    params: ById,
    reply: z.object({ conversation: Conversation }),
  },

  'GET /api/v1/operators': {
    for: 'key',
    scope: 'conversations:read',
    name: 'listOperators',
    says: 'Who works here, by name: ids for `operatorId` and `assigneeId`.',
    reply: z.object({ operators: z.array(Person) }),
  },

  // ── Supervision ───────────────────────────────────────────────────────────────────────────────────────────────────
  'POST /api/v1/conversations/:id/takeover': {
    for: 'key',
    scope: 'supervision:write',
    name: 'takeOver',
    says: 'Give the pen to an operator. When they hold it already: no change. 409 `held` with `details.control` when a colleague does, unless `from` names that colleague.',
    params: ById,
    body: z.strictObject({ operatorId, from: operatorId.optional() }),
    reply: z.object({ control: Control, ticket: Ticket }),
  },
  'DELETE /api/v1/conversations/:id/takeover': {
    for: 'key',
    scope: 'supervision:write',
    name: 'handBack',
    says: 'Give the pen back to the AI, whoever holds it. When the AI does already: no change.',
    params: ById,
    reply: z.object({ control: Control }),
  },
  'GET /api/v1/shut-outs': {
    ...shutOutsApi['GET /api/shut-outs'],
    for: 'key',
    scope: 'supervision:read',
    name: 'listShutOuts',
  },
  'POST /api/v1/conversations/:id/shut-outs': {
    ...shutOutsApi['POST /api/conversations/:id/shut-outs'],
    for: 'key',
    scope: 'supervision:write',
    name: 'shutOut',
  },
  'DELETE /api/v1/shut-outs/:id': {
    ...shutOutsApi['DELETE /api/shut-outs/:id'],
    for: 'key',
    scope: 'supervision:write',
    name: 'letIn',
  },
  'GET /api/v1/conversations/:id/whispers': {
    for: 'key',
    scope: 'supervision:read',
    name: 'listWhispers',
    says: 'Everything that was whispered in a conversation, oldest first.',
    params: ById,
    reply: z.object({ whispers: z.array(Whisper) }),
  },
  'POST /api/v1/conversations/:id/whispers': {
    for: 'key',
    scope: 'supervision:write',
    name: 'whisper',
    says: 'Tell the AI something for its next reply. The visitor never sees it. The same id again is the same whisper. 409 `completed` when the conversation is over.',
    params: ById,
    body: z.strictObject({ id: Id, text: Text, must: z.boolean().default(false) }),
    reply: z.object({ whisper: Whisper }),
  },
  'DELETE /api/v1/conversations/:id/whispers/:whisperId': {
    for: 'key',
    scope: 'supervision:write',
    name: 'withdrawWhisper',
    says: 'Take a waiting whisper back. 409 `too_late` when a reply was made with it.',
    params: ById.extend({ whisperId: Id }),
    reply: z.object({ whisper: Whisper }),
  },
  'GET /api/v1/conversations/:id/ratings': {
    for: 'key',
    scope: 'supervision:read',
    name: 'listRatings',
    says: "Every vote in a conversation, in the order in which they were given; `by` is null for the visitor's.",
    params: ById,
    reply: z.object({ ratings: z.array(Rating) }),
  },
  'PUT /api/v1/conversations/:id/messages/:messageId/rating': {
    ...reviewRoutes['PUT /api/conversations/:id/messages/:messageId/rating'],
    for: 'key',
    scope: 'supervision:write',
    name: 'rate',
    says: 'Thumb an AI message up or down. A key has one vote on each message.',
  },
  'DELETE /api/v1/conversations/:id/messages/:messageId/rating': {
    for: 'key',
    scope: 'supervision:write',
    name: 'clearRating',
    says: "Take the key's vote back. When there is none: no change.",
    params: ByMessage,
    reply: Done,
  },
  'POST /api/v1/conversations/:id/messages/:messageId/correction': {
    ...teachingRoutes['POST /api/conversations/:id/messages/:messageId/correction'],
    for: 'key',
    scope: 'supervision:write',
    name: 'correct',
  },
  'GET /api/v1/corrections': {
    for: 'key',
    scope: 'supervision:read',
    name: 'listCorrections',
    says: 'Corrections, the latest first, retired ones too.',
    query: z.object(Page),
    reply: z.object({ corrections: z.array(Correction), next }),
  },
  'POST /api/v1/corrections': {
    ...teachingRoutes['POST /api/corrections'],
    for: 'key',
    scope: 'supervision:write',
    name: 'writeCorrection',
    says: 'A correction that no conversation gave rise to. The same id again is the same correction.',
  },
  'PATCH /api/v1/corrections/:id': {
    ...teachingRoutes['PATCH /api/corrections/:id'],
    for: 'key',
    scope: 'supervision:write',
    name: 'changeCorrection',
  },
  'DELETE /api/v1/corrections/:id': {
    ...teachingRoutes['DELETE /api/corrections/:id'],
    for: 'key',
    scope: 'supervision:write',
    name: 'retireCorrection',
  },
  'GET /api/v1/lessons': {
    for: 'key',
    scope: 'supervision:read',
    name: 'listLessons',
    says: 'Lessons, the latest first, retired ones too.',
    query: z.object(Page),
    reply: z.object({ lessons: z.array(Lesson), next }),
  },
  'POST /api/v1/lessons': {
    ...teachingRoutes['POST /api/lessons'],
    for: 'key',
    scope: 'supervision:write',
    name: 'writeLesson',
  },
  'PATCH /api/v1/lessons/:id': {
    ...teachingRoutes['PATCH /api/lessons/:id'],
    for: 'key',
    scope: 'supervision:write',
    name: 'changeLesson',
  },
  'DELETE /api/v1/lessons/:id': {
    ...teachingRoutes['DELETE /api/lessons/:id'],
    for: 'key',
    scope: 'supervision:write',
    name: 'retireLesson',
  },

  // ── Tickets ───────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/v1/tickets': {
    for: 'key',
    scope: 'tickets:read',
    name: 'listTickets',
    says: 'Tickets, whichever was opened last first.',
    query: z.object({
      ...Page,
      status: TicketStatus.optional(),
      assigneeId: operatorId.optional(),
      userId: ExternalId.optional(),
    }),
    reply: z.object({ tickets: z.array(Ticket), next }),
  },
  'GET /api/v1/tickets/:id': {
    for: 'key',
    scope: 'tickets:read',
    name: 'getTicket',
    says: 'One ticket, those that were merged into it, and other tickets of the same customer that could be.',
    params: ById,
    reply: ticketsApi['GET /api/tickets/:id'].reply,
  },
  'POST /api/v1/conversations/:id/ticket': {
    for: 'key',
    scope: 'tickets:write',
    name: 'openTicket',
    says: 'Make a ticket of a conversation. One that has a ticket keeps it as it is.',
    params: ById,
    body: z.strictObject({ status: TicketStatus.default('open'), assigneeId: operatorId.nullable().default(null) }),
    reply: z.object({ ticket: Ticket }),
  },
  'PATCH /api/v1/tickets/:id': {
    ...ticketsApi['PATCH /api/tickets/:id'],
    for: 'key',
    scope: 'tickets:write',
    name: 'editTicket',
  },
  'PUT /api/v1/tickets/:id/status': {
    ...ticketsApi['PUT /api/tickets/:id/status'],
    for: 'key',
    scope: 'tickets:write',
    name: 'setTicketStatus',
  },
  'PUT /api/v1/tickets/:id/assignee': {
    ...ticketsApi['PUT /api/tickets/:id/assignee'],
    for: 'key',
    scope: 'tickets:write',
    name: 'assignTicket',
  },
  'GET /api/v1/conversations/:id/comments': {
    for: 'key',
    scope: 'tickets:read',
    name: 'listComments',
    says: 'What colleagues wrote to each other in the thread of the ticket, oldest first.',
    params: ById,
    reply: z.object({ comments: z.array(Comment) }),
  },
  'POST /api/v1/conversations/:id/comments': {
    ...ticketsApi['POST /api/conversations/:id/comments'],
    for: 'key',
    scope: 'tickets:write',
    name: 'comment',
    reply: z.object({ comment: Comment }),
  },

  // ── Contacts ──────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/v1/contacts': {
    for: 'key',
    scope: 'contacts:read',
    name: 'listContacts',
    says: 'Contacts, the newest first.',
    query: z.object(Page),
    reply: z.object({ contacts: z.array(Contact), next }),
  },
  'GET /api/v1/contacts/:id': {
    for: 'key',
    scope: 'contacts:read',
    name: 'getContact',
    says: 'One contact with all traits.',
    params: ById,
    reply: told,
  },
  'GET /api/v1/users/:userId': {
    for: 'key',
    scope: 'contacts:read',
    name: 'getUser',
    says: 'The contact whom your site calls `userId`, with all traits.',
    params: z.object({ userId: ExternalId }),
    reply: told,
  },
  'PUT /api/v1/users/:userId': {
    for: 'key',
    scope: 'contacts:write',
    name: 'putContact',
    says: 'Tell of the person whom your site calls `userId`, known here or not. Traits merge key by key and null deletes. 400 `reserved_keys` names in `details.reserved_keys` the keys that the system keeps itself.',
    params: z.object({ userId: ExternalId }),
    body: z.strictObject({
      traits: UserTraits.default({}),
      companyId: ExternalId.optional(),
      companyTraits: CompanyTraits.optional(),
    }),
    reply: told,
  },

  // ── Knowledge ─────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/v1/articles': {
    for: 'key',
    scope: 'knowledge:read',
    name: 'listArticles',
    says: 'Articles written here, by id; what was imported belongs to its source.',
    query: z.object(Page),
    reply: z.object({ articles: z.array(Article), next }),
  },
  'GET /api/v1/articles/:id': {
    for: 'key',
    scope: 'knowledge:read',
    name: 'getArticle',
    says: 'One article.',
    params: ById,
    reply: z.object({ article: Article }),
  },
  'PUT /api/v1/articles/:id': {
    for: 'key',
    scope: 'knowledge:write',
    name: 'putArticle',
    says: 'Write or change an article. Found by the next question.',
    params: ById,
    body: z.strictObject({
      title: Words.trim().min(1).max(200),
      body: Words.trim().min(1).max(100_000),
      url: WebAddress.nullable().default(null),
    }),
    reply: z.object({ article: Article }),
  },
  'DELETE /api/v1/articles/:id': {
    for: 'key',
    scope: 'knowledge:write',
    name: 'removeArticle',
    says: 'Remove an article. Deleting what is gone is no error.',
    params: ById,
    reply: Done,
  },

  // ── The log ───────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /api/v1/events': {
    for: 'key',
    scope: 'events:read',
    name: 'listEvents',
    says: 'The log of the whole workspace after a position, in one order that never changes: no event is skipped or told twice. Begin with 0 and go on with `upTo`. With `wait` the answer is held open so many seconds while there is nothing.',
    query: z.object({
      after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(500),
      wait: z.coerce.number().min(0).max(25).default(0),
    }),
    reply: z.object({ events: z.array(HaloEvent), upTo: z.int() }),
  },
  ...historyV1,
  ...workspaceV1,
  ...webhooksV1,
} as const satisfies Record<string, { for: 'key'; scope: KeyScope; name: string; [part: string]: unknown }>
