import { z } from 'zod'
import { ModelUsage } from '../agents/usage.ts'
import {
  Brief,
  Control,
  Conversation,
  Id,
  Message,
  PromptLayer,
  Seq,
  Ticket,
  Time,
  Transcript,
  Whisper,
  Words,
} from '../entities.ts'
import { FeedChoices, FeedCounters, FeedRow } from '../frames.ts'
import { ConversationParams, EventsQuery, EventsReply, MessageText } from './shapes.ts'

/** Routes of the Live Feed and of one conversation, for operators. */

export const conversationRoutes = {
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
    body: z.strictObject({ id: Id, text: MessageText }),
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
  'GET /api/reads': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Up to which `seq` the caller has read the live conversations that people hold, by id.',
    reply: z.object({ reads: z.record(Id, Seq) }),
  },
  'PUT /api/conversations/:id/read': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The caller has read up to this `seq`. Where they have the pen the visitor sees that. Going back changes nothing.',
    params: ConversationParams,
    body: z.strictObject({ seq: Seq }),
    reply: z.object({ ok: z.literal(true) }),
  },
  'GET /api/conversations/:id/brief': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What the AI is to know when it has the conversation again, and what could be written: what the person and the visitor told each other.',
    params: ConversationParams,
    reply: z.object({ brief: Brief.nullable(), suggested: z.string() }),
  },
  'PUT /api/conversations/:id/brief': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Write down what the AI is to know in every reply when it has the conversation again: the note of a hand-back. The visitor never sees it. Without text it is taken away. The same text again: no change.',
    params: ConversationParams,
    body: z.strictObject({ text: Words.trim().max(2000) }),
    reply: z.object({ brief: Brief.nullable() }),
  },
  'POST /api/conversations/:id/whispers': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Tell the AI something for its next reply. The visitor never sees it. The same id again is the same whisper.',
    params: ConversationParams,
    body: z.strictObject({ id: Id, text: MessageText, must: z.boolean().default(false) }),
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
} as const
