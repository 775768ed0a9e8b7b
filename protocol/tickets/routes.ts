import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'
import { Article, Visitor } from '../entities.ts'
import {
  CannedReply,
  Comment,
  LearnedAnswer,
  maxCommentText,
  Mention,
  Ticket,
  TicketFields,
  TicketStatus,
} from './shapes.ts'

/** The routes of tickets, canned replies and learned answers. */

const Params = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })

/** all: whatever is still to be done · mine, unassigned: the same, by assignee · mentions: a note calls the caller. */
export const TicketView = z.enum(['all', 'mine', 'mentions', 'unassigned', 'ai_resolved', ...TicketStatus.options])
export type TicketView = z.infer<typeof TicketView>

/** A line of the list. */
export const TicketRow = Ticket.extend({
  visitor: Visitor.pick({ id: true, name: true, email: true }),
  live: z.boolean(),
  waitingSince: Time.nullable(),
})
export type TicketRow = z.infer<typeof TicketRow>

const Change = { status: TicketStatus, until: Time.nullable(), assigneeId: Words.max(64).nullable() }

export const ticketsApi = {
  'GET /api/tickets': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Tickets of a view, the most recently changed first, at most 500, and how many there are in each view. `segment` lists a saved segment instead of a view. `text` looks in subject, name, e-mail and what was said, whatever the case and accents. Merged ones are left out. `unread` counts mentions that the caller has not opened yet.',
    query: z.object({ view: TicketView.default('all'), segment: Id.optional(), text: Words.max(200).optional() }),
    reply: z.object({ tickets: z.array(TicketRow), counts: z.record(TicketView, z.int()), unread: z.int() }),
  },
  'GET /api/tickets/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'One ticket, those that were merged into it, and other tickets of the same customer that could be.',
    params: Params,
    reply: z.object({ ticket: Ticket, merged: z.array(Ticket), others: z.array(Ticket) }),
  },
  'PATCH /api/tickets/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Change subject or fields. Fields that are left out stay; an empty text removes one.',
    params: Params,
    body: z.strictObject({
      subject: Words.trim().min(1, 'Name it').max(1000).optional(),
      fields: TicketFields.optional(),
    }),
    reply: z.object({ ticket: Ticket }),
  },
  'PUT /api/tickets/:id/status': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Change the status. `until` is when a snoozed ticket wakes; a reply of the visitor wakes it in any case. Resolving one that a person answered proposes a learned answer.',
    params: Params,
    body: z.strictObject({ status: TicketStatus, until: Time.nullable().default(null) }),
    reply: z.object({ ticket: Ticket }),
  },
  'PUT /api/tickets/:id/assignee': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Assign it to an operator; null: to nobody.',
    params: Params,
    body: z.strictObject({ assigneeId: Words.max(64).nullable() }),
    reply: z.object({ ticket: Ticket }),
  },
  'POST /api/tickets/changes': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Change status or assignee of many tickets. Each is changed by itself; those that are gone are left out of the reply.',
    body: z.strictObject({
      ids: z.array(Id).min(1).max(200),
      status: Change.status.optional(),
      until: Change.until.optional(),
      assigneeId: Change.assigneeId.optional(),
    }),
    reply: z.object({ tickets: z.array(Ticket) }),
  },
  'PUT /api/tickets/:id/merge': {
    for: 'operator',
    needs: 'inbox:manage',
    says: "This one is a duplicate: it goes on in `into`, a ticket of the same customer. 409 `not_same` for another customer's, `merged` when either is part of a merge that does not allow it.",
    params: Params,
    body: z.strictObject({ into: Id }),
    reply: z.object({ ticket: Ticket }),
  },
  'DELETE /api/tickets/:id/merge': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'It stands by itself again, as it was. When it does already: no change.',
    params: Params,
    reply: z.object({ ticket: Ticket }),
  },
  'POST /api/conversations/:id/comments': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Write a note to colleagues in the thread. `mentions` are ids of operators. The visitor never sees it. The same id again is the same note.',
    params: Params,
    body: z.strictObject({
      id: Id,
      text: Words.trim().min(1, 'Write something first').max(maxCommentText),
      mentions: z.array(Words.max(64)).max(20).default([]),
    }),
    reply: z.object({ comment: Comment }),
  },
  'GET /api/mentions': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Notes that call the caller and that they have not opened yet, the latest first, at most 100.',
    reply: z.object({ mentions: z.array(Mention) }),
  },
  'PUT /api/conversations/:id/mentions/read': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The caller has opened this thread: its mentions of them are read. When they were already: no change.',
    params: Params,
    reply: Done,
  },
  'POST /api/conversations/:id/draft': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'What the AI would answer now, for a person to change and send. Nothing is posted, nothing is kept. 409 `nothing_asked` before the visitor wrote; 503 `no_draft` when the model fails.',
    params: Params,
    reply: z.object({ text: z.string() }),
  },
  'GET /api/canned-replies': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Replies kept for reuse, by name.',
    reply: z.object({ replies: z.array(CannedReply) }),
  },
  'PUT /api/canned-replies/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Write or change a canned reply. 409 `name_taken` when another one has this name.',
    params: Params,
    body: z.strictObject({
      name: Words.trim().min(1, 'Name it').max(80),
      text: Words.trim().min(1, 'Write something first').max(5000),
    }),
    reply: z.object({ reply: CannedReply }),
  },
  'DELETE /api/canned-replies/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Remove a canned reply. What is gone is no error.',
    params: Params,
    reply: Done,
  },
  'GET /api/learned-answers': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Answers that people gave on resolved tickets and that nobody has decided on, the latest first.',
    reply: z.object({ answers: z.array(LearnedAnswer) }),
  },
  'POST /api/learned-answers/:id/acceptance': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Make an article of it, in these words. 409 `decided` when somebody was quicker.',
    params: Params,
    body: z.strictObject({ question: Words.trim().min(1).max(200), answer: Words.trim().min(1).max(100_000) }),
    reply: z.object({ article: Article }),
  },
  'POST /api/learned-answers/:id/dismissal': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'This is not worth knowing. When it was dismissed already: no change.',
    params: Params,
    reply: Done,
  },
} as const
