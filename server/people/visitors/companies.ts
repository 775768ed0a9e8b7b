import type { Kysely } from 'kysely'
import type { Company, CompanyTraits, Traits } from '../../../protocol/people/shapes.ts'
import { newId, type Context } from '../../ground/context.ts'
import { contains, searchedWords } from '../../db/contains.ts'
import { latest } from '../../db/pages.ts'
import type { Schema } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { mergeTraits } from './traits.ts'

/** A company as its customer's site calls it: `companyId` is the site's own id. Answers which one it is, and what is new of it. */
export async function keepCompany(
  trx: Kysely<Schema>,
  companyId: string,
  given: CompanyTraits,
): Promise<{ id: string; changed: string[] }> {
  const now = Date.now()
  // The row is locked from here on, so that two pages that tell at once both have their say.
  const before = await trx
    .insertInto('companies')
    .values({ id: newId(), company_id: companyId, name: null, traits: '{}', created_at: now, seen_at: now })
    .onConflict((oc) => oc.column('company_id').doUpdateSet({ seen_at: now }))
    .returning(['id', 'name', 'traits'])
    .executeTakeFirstOrThrow()
  const { traits, changed } = mergeTraits(
    { ...(before.name !== null && { name: before.name }), ...JSON.parse(before.traits) },
    given,
  )
  const { name, ...rest } = traits as Traits & { name?: string }
  if (changed.length)
    await trx
      .updateTable('companies')
      .set({ name: name || null, traits: JSON.stringify(rest) })
      .where('id', '=', before.id)
      .execute()
  return { id: before.id, changed }
}

export const companyName = ({ name, company_id }: { name: string | null; company_id: string }): string =>
  name ?? `Company ${company_id}`

/** Whoever was seen last comes first, at most 200. */
export async function listCompanies(ctx: Context, text = ''): Promise<Company[]> {
  let wanted = companies(ctx.db.reads)
  for (const word of searchedWords(text))
    wanted = wanted.where((eb) =>
      eb.or([contains(eb.ref('companies.name'), word), contains(eb.ref('companies.company_id'), word)]),
    )
  const rows = await wanted.orderBy('seen_at', 'desc').orderBy('id', 'desc').limit(200).execute()
  return rows.map(present)
}

export async function findCompany(db: Kysely<Schema>, id: string): Promise<{ company: Company; traits: Traits }> {
  const row = await companies(db).select('traits').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such company')
  return { company: present(row), traits: JSON.parse(row.traits) }
}

/** The newest first. */
export async function pageOfCompanies(
  ctx: Context,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ companies: Company[]; next: string | null }> {
  const { rows, next } = await latest(
    companies(ctx.db.reads),
    { at: 'created_at', id: 'id', placeOf: (row) => [row.created_at, row.id] },
    page,
  )
  return { companies: rows.map(present), next }
}

/** By what its customer's site calls it. */
export async function companyNamed(
  db: Kysely<Schema>,
  companyId: string,
): Promise<{ company: Company; traits: Traits }> {
  const row = await db.selectFrom('companies').select('id').where('company_id', '=', companyId).executeTakeFirst()
  return findCompany(db, row?.id ?? '')
}

export async function putCompany(
  ctx: Context,
  companyId: string,
  traits: CompanyTraits,
): Promise<{ company: Company; traits: Traits }> {
  const { id } = await ctx.db.write((trx) => keepCompany(trx, companyId, traits))
  return findCompany(ctx.db.reads, id)
}

const companies = (db: Kysely<Schema>) =>
  db
    .selectFrom('companies')
    .select(['id', 'company_id', 'name', 'created_at', 'seen_at'])
    .select((eb) =>
      eb
        .selectFrom('contacts')
        .select((c) => c.fn.countAll<number | string>().as('count'))
        .whereRef('contacts.company_id', '=', 'companies.id')
        .as('contacts'),
    )

function present(row: {
  id: string
  company_id: string
  name: string | null
  contacts: number | string | null
  created_at: number
  seen_at: number
}): Company {
  return {
    id: row.id,
    companyId: row.company_id,
    name: companyName(row),
    contacts: Number(row.contacts),
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }
}
