import { z } from 'zod'
import { Mood } from './entities.ts'
import { Id, Time, Zone } from './basics.ts'

const counts = {
  conversations: z.int(),
  resolved: z.int(),
  escalated: z.int(),
  /** Answered, and left without a word. */
  answered: z.int(),
  /** Left with the question open. */
  abandoned: z.int(),
  noQuestion: z.int(),
  /** Mean AI score, 0 to 100; null where nothing was scored. */
  score: z.number().nullable(),
}

/** `day` is midnight where the reader is. */
const ReportDay = z.object({ day: Time, ...counts, moods: z.record(Mood, z.int()) })
type ReportDay = z.infer<typeof ReportDay>

/** `id` filters Completed: an agent's or operator's id, or the topic itself. */
export const ReportGroup = z.object({ id: z.string(), name: z.string(), ...counts })
export type ReportGroup = z.infer<typeof ReportGroup>

const Spent = z.object({
  /** Replies; what a model thinks of a reply is not counted as one. */
  replies: z.int(),
  input: z.int(),
  output: z.int(),
  cached: z.int(),
  reasoning: z.int(),
  /** At the prices that hold now; null where no model has one. */
  cost: z.number().nullable(),
})
export type Spent = z.infer<typeof Spent>
const SpentBy = Spent.extend({ id: z.string(), name: z.string() })

/** Conversations that ended between `from` and `until`, counted. */
export const Report = z.object({
  days: z.array(ReportDay),
  total: z.object({ ...counts, moods: z.record(Mood, z.int()) }),
  /** How many of them began in each hour of the day, where the reader is. */
  hours: z.array(z.int()).length(24),
  agents: z.array(ReportGroup),
  operators: z.array(ReportGroup),
  topics: z.array(ReportGroup),
  /** How many conversations of the most frequent topics ended on each day: `counts` in the order of `titles`, and last those of all other topics. */
  topicDays: z.object({
    titles: z.array(z.string()),
    days: z.array(z.object({ day: Time, counts: z.array(z.int()) })),
  }),
  /** From a visitor's message to the answer, in milliseconds; null where there was none. */
  answers: z.object({
    ai: z.object({ count: z.int(), median: z.number().nullable(), slowest: z.number().nullable() }),
    operator: z.object({ count: z.int(), median: z.number().nullable(), slowest: z.number().nullable() }),
  }),
  /** Whispers that were sent, and what came of those that a reply took up. By operator and agent: `name`. */
  whispers: z.object({ sent: z.int(), used: z.int(), followed: z.int(), partly: z.int(), ignored: z.int() }),
  corrections: z.object({ added: z.int(), fired: z.int() }),
  gaps: z.object({ open: z.int(), closed: z.int() }),
  /** What language models took in this time. Servers that count no tokens do not stand here. */
  spending: z.object({
    currency: z.string(),
    total: Spent,
    models: z.array(SpentBy),
    agents: z.array(SpentBy),
    days: z.array(Spent.extend({ day: Time })),
  }),
  /** How often operators who judged a mood badge agreed with it, week by week. */
  moods: z.array(z.object({ week: Time, votes: z.int(), agreed: z.int() })),
})
export type Report = z.infer<typeof Report>

const Query = z.object({
  from: z.coerce.number().pipe(Time),
  until: z.coerce.number().pipe(Time),
  /** Where the reader is, so that a day is a day there: an IANA name like Europe/Berlin. */
  zone: Zone.default('UTC'),
})

export const reportsApi = {
  'GET /api/reports': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Everything that ended in a time, counted by day, agent, operator and topic. At most 400 days.',
    query: Query,
    reply: Report,
  },
  'PUT /api/conversations/:id/messages/:messageId/mood': {
    for: 'operator',
    needs: 'inbox:reply',
    says: "Say what the mood was after a visitor's message, agreeing with the badge or not. Kept, and counted in the reports.",
    params: z.object({ id: Id, messageId: Id }),
    body: z.strictObject({ mood: Mood }),
    reply: z.object({ ok: z.literal(true) }),
  },
} as const
