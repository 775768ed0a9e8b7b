import type { Kysely } from 'kysely'
import type { CompanyTraits, Traits, UserTraits } from '../../../protocol/people/shapes.ts'
import type { Schema } from '../../db/schema.ts'
import { mergeTraits } from './traits.ts'

/**
 * What a page says of its visitor without proof, where others would be touched by it: kept beside what is known, for this visit alone. The name is told to
 * nobody but this visit, and the company is shown to operators as what was said; neither reaches a lesson, a prompt of others or a record.
 */
export interface Claimed {
  person: Traits & { name?: string; email?: string }
  company: { companyId: string; traits: Traits & { name?: string } } | null
}

interface Said {
  userTraits?: UserTraits | undefined
  companyId?: string | undefined
  companyTraits?: CompanyTraits | undefined
}

export const claimedIn = (row: { claimed: string }): Claimed => ({
  person: {},
  company: null,
  ...(JSON.parse(row.claimed) as Partial<Claimed>),
})

/** Answers which keys of the claimed company are news. */
export async function keepClaimed(
  trx: Kysely<Schema>,
  visitorId: string,
  { userTraits = {}, companyId, companyTraits = {} }: Said,
): Promise<string[]> {
  // Written to be locked: two tabs that tell at once both have their say.
  const row = await trx
    .updateTable('visitors')
    .set((eb) => ({ claimed: eb.ref('claimed') }))
    .where('id', '=', visitorId)
    .returning('claimed')
    .executeTakeFirstOrThrow()
  const before = claimedIn(row)
  const named = Object.fromEntries(Object.entries(userTraits).filter(([key]) => key === 'name' || key === 'email'))
  const person = mergeTraits(before.person, named)
  const known = before.company?.companyId === companyId ? before.company?.traits : undefined
  const told = companyId === undefined ? null : mergeTraits(known ?? {}, companyTraits)
  const company = companyId !== undefined && told ? { companyId, traits: told.traits } : before.company
  const changed = told ? [...(known ? [] : ['company_id']), ...told.changed] : []
  if (person.changed.length || changed.length)
    await trx
      .updateTable('visitors')
      .set({ claimed: JSON.stringify({ person: person.traits, company }) })
      .where('id', '=', visitorId)
      .execute()
  return changed
}
