import { z } from 'zod'
import { Id, Person, Time, Words } from './basics.ts'

/** How long what is kept, what is made unreadable before it is stored, and what happens when somebody asks for what is theirs or wants it gone. */

/** Days after which it goes; null keeps it. */
const Days = z.int().min(1).max(3650).nullable()

/**
 * transcripts: completed conversations whose ticket, if any, is done · whispers: whispers, notes and comments on completed conversations ·
 * prompts: what the AI saw · alerts: incidents that are over, with their deliveries.
 */
export const Retention = z.strictObject({ transcripts: Days, whispers: Days, prompts: Days, alerts: Days })
export type Retention = z.infer<typeof Retention>
export type Kept = keyof Retention

/** `masking`: card numbers, e-mail addresses and phone numbers in visitors' messages are replaced before anything is stored or a model sees them. */
export const Privacy = z.strictObject({ retention: Retention, masking: z.boolean() })
export type Privacy = z.infer<typeof Privacy>

/** How many of each kind. */
export const KeptCounts = z.object({ transcripts: z.int(), whispers: z.int(), prompts: z.int(), alerts: z.int() })
export type KeptCounts = z.infer<typeof KeptCounts>

/** A contact, or a visitor who never said who they are. `id` is the contact's or the visitor's. */
export const Somebody = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  userId: z.string().nullable(),
  conversations: z.int(),
  seenAt: Time,
})
export type Somebody = z.infer<typeof Somebody>

/** What is held about somebody. `shared`: lessons, corrections and articles that hold for others, too, and came from their conversations. */
export const Holdings = z.object({
  conversations: z.int(),
  live: z.int(),
  messages: z.int(),
  tickets: z.int(),
  lessons: z.int(),
  corrections: z.int(),
  shared: z.int(),
})
export type Holdings = z.infer<typeof Holdings>

/** That somebody was erased, by whom and when; nothing of whom. `unreachable`: messages in Slack that cannot be changed from here. */
export const Erasure = z.object({
  id: Id,
  by: Person,
  at: Time,
  conversations: z.int(),
  messages: z.int(),
  slack: z.int(),
  unreachable: z.int(),
})
export type Erasure = z.infer<typeof Erasure>

const ById = z.object({ id: Id })
const Rows = z.array(z.record(z.string(), z.unknown()))

/** Everything held about one person, as it is stored; JSON columns as JSON. */
export const PersonExport = z.object({
  exportedAt: z.string(),
  person: Somebody,
  contact: z.record(z.string(), z.unknown()).nullable(),
  company: z.record(z.string(), z.unknown()).nullable(),
  visitors: Rows,
  /** Where they came from, of the last day. */
  networks: Rows,
  shutOuts: Rows,
  conversations: z.array(z.record(z.string(), z.unknown())),
  lessons: Rows,
  corrections: Rows,
})
export type PersonExport = z.infer<typeof PersonExport>

export const privacyApi = {
  'GET /api/privacy': {
    for: 'operator',
    needs: 'team:manage',
    says: "How long what is kept, whether visitors' messages are masked, and the latest erasures, at most 100.",
    reply: z.object({ privacy: Privacy, erasures: z.array(Erasure) }),
  },
  'POST /api/privacy/due': {
    for: 'operator',
    needs: 'team:manage',
    says: 'How many of each kind would go now under these rules. Nothing is changed.',
    body: z.strictObject({ retention: Retention }),
    reply: z.object({ due: KeptCounts }),
  },
  'PUT /api/privacy': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Set the rules. What is due under them goes within the next minutes, and cannot be brought back.',
    body: Privacy,
    reply: z.object({ privacy: Privacy }),
  },
  'GET /api/people': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Find somebody by name, e-mail address, user id, or the id of a conversation of theirs; at most 20.',
    query: z.object({ text: Words.max(200).default('') }),
    reply: z.object({ people: z.array(Somebody) }),
  },
  'GET /api/people/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'How much is held about somebody.',
    params: ById,
    reply: z.object({ person: Somebody, holdings: Holdings }),
  },
  'GET /api/people/:id/export': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Everything that is held about somebody, as a file.',
    params: ById,
    reply: PersonExport,
  },
  'POST /api/people/:id/erasure': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Erase somebody: everything that is held about them, everywhere, at once. It cannot be undone, so `name` must be their name. `keepShared` keeps what was taught in their conversations and holds for others, too, without where it came from. 409 `other_name` when the name is not theirs.',
    params: ById,
    body: z.strictObject({ name: Words.max(500), keepShared: z.boolean().default(false) }),
    reply: z.object({ erasure: Erasure }),
  },
} as const
