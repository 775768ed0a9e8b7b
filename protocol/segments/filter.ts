/** What tickets and contacts are sorted out by; free of the schema library, because screens offer the same fields. */

export const segmentKinds = ['tickets', 'contacts'] as const
export type SegmentKind = (typeof segmentKinds)[number]

/** more, less: of numbers and dates by their size, of our own times by how many days ago. */
export const comparisons = ['is', 'is_not', 'contains', 'contains_not', 'set', 'not_set', 'more', 'less'] as const
export type Comparison = (typeof comparisons)[number]

/** `field` is one of `ownFields`, or a key of the site's or the team's own: "field.order", "contact.plan", "company.seats". */
export interface SegmentTest {
  field: string
  how: Comparison
  value: string
}
/** all: each must hold · any: one is enough. */
export interface SegmentFilter {
  join: 'all' | 'any'
  tests: SegmentTest[]
}

/** choice: one of a few · person: an operator's id, or "me" · yes: "yes" or "no" · time: days ago · words: any text. */
type FieldType = 'choice' | 'person' | 'yes' | 'time' | 'words'

const both = segmentKinds
const tickets = ['tickets'] as const

export const ownFields: Record<string, { name: string; type: FieldType; of: readonly SegmentKind[] }> = {
  status: { name: 'Status', type: 'choice', of: tickets },
  assignee: { name: 'Assignee', type: 'person', of: tickets },
  subject: { name: 'Subject', type: 'words', of: tickets },
  topic: { name: 'Topic', type: 'words', of: tickets },
  mood: { name: 'Mood', type: 'choice', of: tickets },
  agent: { name: 'Agent', type: 'choice', of: tickets },
  resolved_by: { name: 'Resolved by', type: 'choice', of: tickets },
  live: { name: 'Visitor is here', type: 'yes', of: tickets },
  opened: { name: 'Opened', type: 'time', of: tickets },
  changed: { name: 'Last changed', type: 'time', of: tickets },
  'contact.name': { name: 'Contact’s name', type: 'words', of: both },
  'contact.email': { name: 'E-mail', type: 'words', of: both },
  'contact.user_id': { name: 'User id', type: 'words', of: both },
  'contact.verified': { name: 'Verified', type: 'yes', of: both },
  'contact.created_at': { name: 'First seen', type: 'time', of: both },
  'contact.last_seen': { name: 'Last seen', type: 'time', of: both },
  'company.name': { name: 'Company', type: 'words', of: both },
  'company.company_id': { name: 'Company id', type: 'words', of: both },
}

/** Whose keys can be named behind the dot. */
export const keyedFields: Record<SegmentKind, readonly string[]> = {
  tickets: ['field', 'contact', 'company'],
  contacts: ['contact', 'company'],
}

const comparisonsOf: Record<FieldType, readonly Comparison[]> = {
  choice: ['is', 'is_not'],
  person: ['is', 'is_not', 'set', 'not_set'],
  yes: ['is'],
  time: ['more', 'less', 'set', 'not_set'],
  words: ['is', 'is_not', 'contains', 'contains_not', 'set', 'not_set'],
}

/** How this field can be compared; none when there is no such field. What a site or a team keeps under a key of its own may be anything. */
export function comparisonsFor(kind: SegmentKind, field: string): readonly Comparison[] {
  const own = Object.hasOwn(ownFields, field) ? ownFields[field]! : null
  if (own) return own.of.includes(kind) ? comparisonsOf[own.type] : []
  const [whose = '', ...key] = field.split('.')
  return keyedFields[kind].includes(whose) && key.join('.').trim() ? comparisons : []
}

export const needsValue = (how: Comparison): boolean => how !== 'set' && how !== 'not_set'

/** The status that stands for all that somebody still has to do something about. */
export const toDo = 'unfinished'
const toDoStatuses: readonly unknown[] = ['open', 'priority', 'in_progress']
const day = 24 * 3_600_000

/** One ticket or contact: what it holds under a field; null, undefined and "" are nothing. */
export type Read = (field: string) => unknown

/** Whether it belongs in the segment. Pure: the same for a list, a count and a trial. `me` is who asks, `now` in milliseconds. */
export function matches({ join, tests }: SegmentFilter, read: Read, at: { me: string; now: number }): boolean {
  const holds = (test: SegmentTest) => testHolds(test, read(test.field), at)
  return join === 'all' ? tests.every(holds) : tests.some(holds)
}

function testHolds(
  { field, how, value }: SegmentTest,
  held: unknown,
  { me, now }: { me: string; now: number },
): boolean {
  if (field === 'status' && value === toDo) return toDoStatuses.includes(held) === (how === 'is')
  const wanted = field === 'assignee' && value === 'me' ? me : value
  const isTime = Object.hasOwn(ownFields, field) && ownFields[field]!.type === 'time'
  switch (how) {
    case 'set':
      return !isNothing(held)
    case 'not_set':
      return isNothing(held)
    case 'is':
      return textsOf(held).includes(plain(wanted))
    case 'is_not':
      return !textsOf(held).includes(plain(wanted))
    case 'contains':
      return textsOf(held).some((text) => text.includes(plain(wanted)))
    case 'contains_not':
      return !textsOf(held).some((text) => text.includes(plain(wanted)))
    default:
      return isTime ? agesOk(held, wanted, how, now) : sizeOk(held, wanted, how)
  }
}

const isNothing = (held: unknown) =>
  held === null || held === undefined || held === '' || (Array.isArray(held) && !held.length)
const plain = (text: string) => text.trim().toLowerCase()

/** A list is compared by each thing in it. */
function textsOf(held: unknown): string[] {
  if (isNothing(held)) return []
  if (Array.isArray(held)) return held.flatMap(textsOf)
  if (typeof held === 'boolean') return held ? ['yes', 'true'] : ['no', 'false']
  return [plain(typeof held === 'object' ? JSON.stringify(held) : String(held))]
}

function agesOk(held: unknown, days: string, how: Comparison, now: number): boolean {
  if (typeof held !== 'number' || !held) return false
  const age = (now - held) / day
  return how === 'more' ? age > Number(days) : age < Number(days)
}

function sizeOk(held: unknown, wanted: string, how: Comparison): boolean {
  const one = sizeOf(held)
  const other = typeof one === 'string' && /^\d{4}$/.test(wanted) ? wanted : sizeOf(wanted)
  if (one === null || other === null || typeof one !== typeof other) return false
  return how === 'more' ? one > other : one < other
}

/** A number by itself; a date as its text, which sorts as time does, so that "2026", "2026-03" and "2026-03-09T10:00Z" compare. Anything else has no size. */
function sizeOf(held: unknown): number | string | null {
  if (typeof held === 'number') return held
  if (typeof held !== 'string' || !held.trim()) return null
  if (Number.isFinite(Number(held))) return Number(held)
  return /^\d{4}-\d{2}/.test(held.trim()) ? held.trim() : null
}
