import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'
import { Conversation, Mood } from '../entities.ts'
import { Note, Outcome, OutcomeKind, Rating, RatingReason, Reviewed, Vote } from './shapes.ts'
import { maxCommentLength, maxNoteLength } from '../sizes.ts'

/** The routes of review: finding completed conversations, rating, overruling, marking, taking them along. */

const ById = z.object({ id: Id })
const ByMessage = z.object({ id: Id, messageId: Id })
const Done = z.object({ ok: z.literal(true) })

/** worst and best: by AI score; those without one stand last. down and up: most thumbs first. */
export const CompletedSort = z.enum([
  'newest',
  'oldest',
  'worst',
  'best',
  'down',
  'up',
  'unhappy',
  'happy',
  'outcome',
  'reviewed',
  'agent',
  'operator',
  'topic',
])
export type CompletedSort = z.infer<typeof CompletedSort>

/** Which completed conversations; what is left out filters nothing. Times are of the end, `until` is not included. */
export const CompletedFilter = z.object({
  text: Words.max(200).optional(),
  outcome: OutcomeKind.optional(),
  mood: Mood.optional(),
  /** Inclusive, of the AI score. */
  scoreFrom: z.coerce.number().int().min(0).max(100).optional(),
  scoreTo: z.coerce.number().int().min(0).max(100).optional(),
  /** none: nobody voted · corrected: an answer was corrected. */
  rating: z.enum(['up', 'down', 'none', 'corrected']).optional(),
  reviewed: z.stringbool().optional(),
  from: z.coerce.number().pipe(Time).optional(),
  until: z.coerce.number().pipe(Time).optional(),
  agentId: Id.optional(),
  /** An operator who took the pen, wrote or whispered. */
  operatorId: Words.max(64).optional(),
  topic: Words.max(200).optional(),
  sort: CompletedSort.default('newest'),
})
export type CompletedFilter = z.output<typeof CompletedFilter>

const Counted = z.object({ id: z.string(), name: z.string() })

export const reviewRoutes = {
  'GET /api/conversations': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Completed conversations by pages, filtered and sorted. `text` looks in name, topic, agent and messages.',
    query: CompletedFilter.extend({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    reply: z.object({ conversations: z.array(Conversation), next: z.string().nullable(), total: z.int() }),
  },
  'GET /api/conversations/choices': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What completed conversations can be filtered by: agents, operators who took part, and the 100 most frequent topics.',
    reply: z.object({ agents: z.array(Counted), operators: z.array(Counted), topics: z.array(z.string()) }),
  },
  'GET /api/conversations/export': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The filtered list as a file, streamed: CSV with one row for each conversation, or JSON as in the list.',
    query: CompletedFilter.extend({ format: z.enum(['csv', 'json']) }),
    reply: z.unknown(),
  },
  'PUT /api/conversations/:id/messages/:messageId/rating': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Thumb an AI message up or down, live or completed. One vote a person: again replaces the first.',
    params: ByMessage,
    body: z.strictObject({
      vote: Vote,
      reason: RatingReason.nullable().default(null),
      comment: Words.trim().max(maxCommentLength).default(''),
    }),
    reply: z.object({ rating: Rating }),
  },
  'DELETE /api/conversations/:id/messages/:messageId/rating': {
    for: 'operator',
    needs: 'inbox:reply',
    says: "Take one's own vote back. When there is none: no change.",
    params: ByMessage,
    reply: Done,
  },
  'PUT /api/conversations/:id/note': {
    for: 'operator',
    needs: 'inbox:reply',
    says: "Write or change one's own note on the whole conversation. An empty text removes it.",
    params: ById,
    body: z.strictObject({ text: Words.trim().max(maxNoteLength) }),
    reply: z.object({ note: Note.nullable() }),
  },
  'PUT /api/conversations/:id/outcome': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Overrule the outcome, with a reason. What the rule said stays beside it. 409 `live` before the end.',
    params: ById,
    body: z.strictObject({ kind: OutcomeKind, reason: Words.trim().min(1, 'Say why').max(500) }),
    reply: z.object({ outcome: Outcome }),
  },
  'DELETE /api/conversations/:id/outcome': {
    for: 'operator',
    needs: 'inbox:reply',
    says: "Let the rule's outcome hold again.",
    params: ById,
    reply: z.object({ outcome: Outcome }),
  },
  'PUT /api/conversations/:id/review': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Mark as reviewed. Again, by whomever: no change. 409 `live` before the end.',
    params: ById,
    reply: z.object({ reviewed: Reviewed }),
  },
  'DELETE /api/conversations/:id/review': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Take the mark away.',
    params: ById,
    reply: Done,
  },
} as const
