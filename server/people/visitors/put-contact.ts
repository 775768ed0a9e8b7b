import type { CompanyTraits, UserTraits } from '../../../protocol/people/shapes.ts'
import type { Context } from '../../ground/context.ts'
import { keepCompany } from './companies.ts'
import { findContact, keepContact } from './contacts.ts'
import { tellLiveConversation, toldOf } from './visitors.ts'

/** The site's own server tells of a person, who need not be here. Its word counts like a proof: no page changes it afterwards. */
export async function putContact(
  ctx: Context,
  userId: string,
  told: { traits: UserTraits; companyId?: string | undefined; companyTraits?: CompanyTraits | undefined },
) {
  const { id, news, visitors } = await ctx.db.write(async (trx) => {
    // Always the company first and the contact second, as for a visitor.
    const company = told.companyId ? await keepCompany(trx, told.companyId, told.companyTraits ?? {}) : null
    const contact = await keepContact(trx, userId, {
      traits: {},
      companyId: company?.id ?? null,
      proof: { traits: told.traits, companyId: told.companyId ?? null, companyTraits: {}, until: null },
    })
    const visitors = await trx.selectFrom('visitors').select('id').where('contact_id', '=', contact.id).execute()
    return { id: contact.id, news: toldOf(contact.changed, company?.changed), visitors }
  })
  if (news.length || told.companyId)
    for (const visitor of visitors) await tellLiveConversation(ctx, visitor.id, news)
  const { contact, traits } = await findContact(ctx.db.reads, id)
  return { contact, traits }
}
