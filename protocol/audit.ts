import { z } from 'zod'
import { Id, Person, Time, Words } from './basics.ts'

/** Who changed what, when and from where. One entry for each request of an operator or a key that wrote something. */
export const AuditEntry = z.object({
  id: Id,
  at: Time,
  /** `kind` tells an operator from an API key, and both from somebody who showed that they are neither: then the account that was tried is named, if there is one. */
  by: Person.extend({ kind: z.enum(['operator', 'key', 'somebody']) }),
  /** The noun that it was about, as it stands in the address of the route: `team`, `agents`, `conversations`. */
  kind: z.string(),
  /** The route, as `METHOD path`. */
  route: z.string(),
  /** What the route does, in a sentence. */
  says: z.string(),
  /** The id of what was changed. */
  subject: z.string().nullable(),
  conversationId: Id.nullable(),
  /** What the log of the conversation tells of it. */
  events: z.array(z.string()),
  /** What was set: names, with their values where these are choices and no texts. */
  detail: z.string(),
  address: z.string(),
  browser: z.string(),
  /** How often within a quarter of an hour, from `at` to `lastAt`. Only what somebody could repeat without end is counted like this. */
  count: z.int(),
  lastAt: Time,
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** What is left out filters nothing. `until` is not included. */
export const AuditFilter = z.object({
  by: Words.max(64).optional(),
  kind: Words.max(64).optional(),
  from: z.coerce.number().pipe(Time).optional(),
  until: z.coerce.number().pipe(Time).optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const auditApi = {
  'GET /api/audit': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Who changed what, the latest first.',
    query: AuditFilter.extend({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ entries: z.array(AuditEntry), next: z.string().nullable() }),
  },
  'GET /api/audit/choices': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The people, keys and nouns that the audit knows of.',
    reply: z.object({ by: z.array(z.object({ id: z.string(), name: z.string() })), kinds: z.array(z.string()) }),
  },
  'GET /api/audit/export': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The same as CSV, everything that matches.',
    query: AuditFilter,
    reply: z.any(),
  },
} as const
