import type { Kysely } from 'kysely'
import type { Contact, Traits, UserTraits } from '../../../protocol/people/shapes.ts'
import { newId, type Context } from '../../ground/context.ts'
import { contains, searchedWords } from '../../db/contains.ts'
import type { Schema } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { companyName } from './companies.ts'
import type { Proof } from './identity.ts'
import { mergeTraits } from './traits.ts'

/** `companyId` is ours, not the site's, and came with proof. `trusted`: this visit has proven who it is. Of a proof without end the site's server told us by itself: it is true, and nobody has come in by it. */
interface Told {
  traits: UserTraits
  companyId: string | null
  trusted?: boolean
  proof?: (Omit<Proof, 'until'> & { until: number | null }) | null
}

/**
 * Somebody whom a page names with the site's own `userId`. What a page says proves nothing, so once there was proof for
 * somebody, nothing of them is changed without it. Answers which contact it is, and what is new of them.
 */
export async function keepContact(
  trx: Kysely<Schema>,
  userId: string,
  { traits: given, companyId, trusted = false, proof }: Told,
): Promise<{ id: string; changed: string[] }> {
  const now = Date.now()
  // The row is locked from here on, so that two pages that tell at once both have their say.
  const before = await trx
    .insertInto('contacts')
    .values({
      id: newId(),
      user_id: userId,
      name: null,
      email: null,
      traits: '{}',
      proven: '[]',
      company_id: null,
      verified: 0,
      created_at: now,
      seen_at: now,
    })
    .onConflict((oc) => oc.column('user_id').doUpdateSet({ seen_at: now }))
    .returning(['id', 'name', 'email', 'traits', 'proven', 'company_id', 'verified'])
    .executeTakeFirstOrThrow()
  const provenKeys = [...new Set([...(JSON.parse(before.proven) as string[]), ...Object.keys(proof?.traits ?? {})])]
  const claimed = mergeTraits(allTraits(before), guards(before) && !proof && !trusted ? {} : given, provenKeys)
  const proven = mergeTraits(claimed.traits, proof?.traits ?? {})
  const changed = [...claimed.changed, ...proven.changed]
  const { name, email, ...rest } = proven.traits as Traits & { name?: string; email?: string }
  if (changed.length)
    await trx
      .updateTable('contacts')
      .set({ name: name || null, email: email || null, traits: JSON.stringify(rest) })
      .where('id', '=', before.id)
      .execute()
  if (proof)
    await trx
      .updateTable('contacts')
      .set({ proven: JSON.stringify(provenKeys), verified: proof.until === null ? before.verified : 1 })
      .where('id', '=', before.id)
      .execute()
  if (companyId && companyId !== before.company_id)
    await trx.updateTable('contacts').set({ company_id: companyId }).where('id', '=', before.id).execute()
  return { id: before.id, changed }
}

/** Once there was proof for somebody, a mere claim to be them changes nothing and is told nothing of what is kept for them. */
export async function isGuarded(db: Kysely<Schema>, contactId: string): Promise<boolean> {
  const row = await db
    .selectFrom('contacts')
    .select(['verified', 'proven'])
    .where('id', '=', contactId)
    .executeTakeFirst()
  return !!row && guards(row)
}

const guards = ({ verified, proven }: { verified: number; proven: string }) => verified === 1 || proven !== '[]'

function allTraits({ name, email, traits }: { name: string | null; email: string | null; traits: string }): Traits {
  return { ...(name !== null && { name }), ...(email !== null && { email }), ...JSON.parse(traits) }
}

export const contactName = ({ name, user_id }: { name: string | null; user_id: string }): string =>
  name ?? `User ${user_id}`

const most = 200

/** Whoever was seen last comes first, at most 200. `text` looks in name, e-mail, user id and the company's name; `among`: only these. */
export async function listContacts(
  ctx: Context,
  {
    text = '',
    companyId,
    among,
  }: { text?: string | undefined; companyId?: string; among?: ReadonlySet<string> | null },
): Promise<Contact[]> {
  let wanted = contacts(ctx.db.reads)
  if (companyId) wanted = wanted.where('contacts.company_id', '=', companyId)
  for (const word of searchedWords(text)) {
    wanted = wanted.where((eb) =>
      eb.or(
        (['contacts.name', 'contacts.email', 'contacts.user_id', 'companies.name'] as const).map((column) =>
          contains(eb.ref(column), word),
        ),
      ),
    )
  }
  const inOrder = wanted.orderBy('contacts.seen_at', 'desc').orderBy('contacts.id', 'desc')
  // A segment may hold more ids than a statement takes, so what it leaves out is left out here.
  const rows = among
    ? (await inOrder.execute()).filter(({ id }) => among.has(id)).slice(0, most)
    : await inOrder.limit(most).execute()
  return rows.map(presentContact)
}

export async function findContact(
  db: Kysely<Schema>,
  id: string,
): Promise<{ contact: Contact; traits: Traits; proven: string[] }> {
  const row = await contacts(db)
    .select(['contacts.traits', 'contacts.proven'])
    .where('contacts.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such contact')
  return { contact: presentContact(row), traits: JSON.parse(row.traits), proven: JSON.parse(row.proven) }
}

/** As `presentContact` takes them. */
export const contacts = (db: Kysely<Schema>) =>
  db
    .selectFrom('contacts')
    .leftJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'contacts.id',
      'contacts.user_id',
      'contacts.name',
      'contacts.email',
      'contacts.verified',
      'contacts.created_at',
      'contacts.seen_at',
      'companies.id as own_company',
      'companies.company_id',
      'companies.name as company_name',
    ])

interface Row {
  id: string
  user_id: string
  name: string | null
  email: string | null
  verified: number
  created_at: number
  seen_at: number
  own_company: string | null
  company_id: string | null
  company_name: string | null
}

export function presentContact(row: Row): Contact {
  const company =
    row.own_company && row.company_id
      ? { id: row.own_company, name: companyName({ name: row.company_name, company_id: row.company_id }) }
      : null
  return {
    id: row.id,
    userId: row.user_id,
    name: contactName(row),
    email: row.email,
    verified: row.verified === 1,
    company,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }
}
