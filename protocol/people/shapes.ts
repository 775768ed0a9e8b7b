import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'

/** Who a visitor is, as their site tells it: a contact with traits, a company with traits, and entries of what is going on. */

export const maxTraits = 100
export const maxTraitBytes = 10_000
export const maxContextEntries = 50
export const maxContextBytes = 20_000
/** As deep as lists and objects in a value may be nested: enough for any state, and never enough to exhaust a reader. */
const deepest = 8

export const maxPreviewLength = 500

/** Any JSON that every database can keep. */
const Plain = z
  .unknown()
  .refine(
    (value) => isPlain(value, 0),
    `A value is plain JSON: text, numbers, yes or no, and lists or objects of them, at most ${deepest} deep`,
  )

function isPlain(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth >= deepest) return false
  return Array.isArray(value)
    ? value.every((each) => isPlain(each, depth + 1))
    : Object.entries(value).every(([key, each]) => isPlain(key, depth + 1) && isPlain(each, depth + 1))
}

const isKey = (key: string) => /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u.test(key)
const named = (given: object) => Object.keys(given).every(isKey)
const badKey = 'A key is 1 to 64 letters, digits, spaces, "_", "-" or ".", and begins with a letter or a digit'

/** System-managed: a site cannot set them as traits. Refused with 400 `reserved_keys`, which names them. */
export const reservedKeys = [
  'id',
  'user_id',
  'userId',
  'company_id',
  'companyId',
  'contact_id',
  'contactId',
  'created_at',
  'updated_at',
  'first_seen',
  'last_seen',
  'last_contacted_at',
  'verified',
] as const

/** Traits as a page sends them: merged key by key, the new value winning; null deletes. */
export const UserTraits = z
  .object({ name: Words.trim().max(200).nullish(), email: Words.trim().max(320).nullish() })
  .catchall(Plain)
  .refine(named, badKey)
export type UserTraits = z.infer<typeof UserTraits>
export const CompanyTraits = z
  .object({ name: Words.trim().max(200).nullish() })
  .catchall(Plain)
  .refine(named, badKey)
export type CompanyTraits = z.infer<typeof CompanyTraits>

/** Traits as they are kept. */
export const Traits = z.record(z.string(), z.unknown())
export type Traits = z.infer<typeof Traits>

export const contextTypes = [
  'list',
  'integration',
  'error',
  'status',
  'config',
  'feature',
  'metric',
  'relationship',
  'custom',
] as const
export const ContextType = z.enum(contextTypes)
export type ContextType = z.infer<typeof ContextType>

/** One thing that is going on for the visitor: "HubSpot sync", an integration, { status: 'failing', error: '…' }. */
export const ContextEntry = z.strictObject({
  label: Words.trim().min(1).max(200),
  type: ContextType.default('custom'),
  value: Plain,
})
export type ContextEntry = z.infer<typeof ContextEntry>

export const ContextKey = Words.refine(isKey, badKey)
/** Entries by key, as a page sends them. */
export const ContextEntries = z.record(z.string(), ContextEntry).refine(named, badKey)
export type ContextEntries = z.infer<typeof ContextEntries>

/** A visitor whom their site has named. `verified`: it proved that name. */
export const Contact = z.object({
  id: Id,
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  verified: z.boolean(),
  company: z.object({ id: Id, name: z.string() }).nullable(),
  createdAt: Time,
  seenAt: Time,
})
export type Contact = z.infer<typeof Contact>

export const Company = z.object({
  id: Id,
  companyId: z.string(),
  name: z.string(),
  contacts: z.int().nonnegative(),
  createdAt: Time,
  seenAt: Time,
})
export type Company = z.infer<typeof Company>

const ExternalId = Words.trim().min(1).max(200)

/** What a page may say when a visitor begins. */
export const claim = {
  userId: ExternalId.optional(),
  userTraits: UserTraits.optional(),
  companyId: ExternalId.optional(),
  companyTraits: CompanyTraits.optional(),
  context: ContextEntries.optional(),
}
