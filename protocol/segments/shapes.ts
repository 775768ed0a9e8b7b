import { z } from 'zod'
import { Id, Words } from '../basics.ts'
import { AgentFace } from '../entities.ts'
import { comparisons, comparisonsFor, needsValue, ownFields, segmentKinds } from './filter.ts'

/** Saved filters: custom inboxes of tickets, and segments of contacts. */

const maxSegmentTests = 20

const segmentIcons = [
  'inbox',
  'star',
  'flame',
  'clock',
  'flag',
  'heart',
  'bug',
  'cart',
  'card',
  'truck',
  'globe',
  'user',
] as const
export type SegmentIcon = (typeof segmentIcons)[number]

const Test = z
  .strictObject({
    field: Words.trim().min(1).max(100),
    how: z.enum(comparisons),
    value: Words.trim().max(300).default(''),
  })
  .refine(({ how, value }) => !needsValue(how) || value !== '', 'Say what to compare with')
  .refine(
    ({ field, how, value }) =>
      (how !== 'more' && how !== 'less') || ownFields[field]?.type !== 'time' || Number(value) >= 0,
    'Say how many days',
  )

const SegmentFilter = z.strictObject({
  join: z.enum(['all', 'any']),
  tests: z.array(Test).min(1, 'Choose what to sort out by').max(maxSegmentTests),
})

const of = { kind: z.enum(segmentKinds), filter: SegmentFilter }
const fits = ({ kind, filter }: z.output<z.ZodObject<typeof of>>) =>
  filter.tests.every(({ field, how }) => comparisonsFor(kind, field).includes(how))
const unfit = 'A field is unknown here, or cannot be compared so'

const written = {
  ...of,
  name: Words.trim().min(1, 'Name it').max(60),
  icon: z.enum(segmentIcons),
  shared: z.boolean(),
}

/** `mine`: the caller made it. `shared`: everyone sees it; its maker, and whoever manages the inbox, changes it. */
export const Segment = z.object({ id: Id, ...written, mine: z.boolean() })
export type Segment = z.infer<typeof Segment>

export const SegmentInput = z.strictObject(written).refine(fits, unfit)
export type SegmentInput = z.output<typeof SegmentInput>

const Params = z.object({ id: Id })

export const segmentsApi = {
  'GET /api/segments': {
    for: 'operator',
    needs: 'inbox:view',
    says: "The caller's own segments and those shared with the team, in order, each with how many it holds now.",
    reply: z.object({ segments: z.array(Segment.extend({ count: z.int().nonnegative() })) }),
  },
  'PUT /api/segments/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Save a segment or change it; a new one stands last. Sharing one, and changing one that a colleague shared, needs Manage: 403 `not_allowed` otherwise.',
    params: Params,
    body: SegmentInput,
    reply: z.object({ segment: Segment }),
  },
  'DELETE /api/segments/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Remove a segment; what it held stays. What is gone is no error.',
    params: Params,
    reply: z.object({ ok: z.literal(true) }),
  },
  'POST /api/segments/order': {
    for: 'operator',
    needs: 'inbox:view',
    says: "Put segments in this order. Without Manage only the caller's own move.",
    body: z.strictObject({ ids: z.array(Id).max(500) }),
    reply: z.object({ segments: z.array(Segment) }),
  },
  'POST /api/segments/trial': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'How many a filter would hold.',
    body: z.strictObject(of).refine(fits, unfit),
    reply: z.object({ count: z.int().nonnegative() }),
  },
  'GET /api/segment-fields': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What there is to compare with: the keys that tickets, contacts and companies hold now ("field.order", "contact.plan"), and the agents.',
    reply: z.object({ fields: z.array(z.string()), agents: z.array(AgentFace) }),
  },
} as const
