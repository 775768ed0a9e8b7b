import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { Conversation, Visitor } from '../../protocol/entities.ts'
import type { Named, Scope } from '../../protocol/teaching/shapes.ts'
import type { CorrectionRow, LessonRow, Schema } from '../db/schema.ts'
import { Invalid } from '../ground/errors.ts'
import { companyName } from '../people/visitors/companies.ts'
import { contactName, isGuarded } from '../people/visitors/contacts.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'

/** Who somebody is, as far as scopes go. `verified`: their site proved it. */
export interface Reach {
  contact: Named | null
  company: Named | null
  verified: boolean
}

export const nobody: Reach = { contact: null, company: null, verified: false }

/** Whom something is taught for: a scope, and the customer or company that it means. */
export interface Audience {
  scope: Scope
  contact: Named | null
  company: Named | null
}

/**
 * The visitor of a conversation. Once there was proof for a contact, a page that only claims to speak for them reaches nothing of theirs. The link to the contact is read where it is written, because the head learns of it
 * a moment later.
 */
export async function reachOf(db: Kysely<Schema>, conversation: Conversation): Promise<Reach> {
  return reachOfVisitor(db, await findVisitor(db, conversation.visitor.id))
}

export async function reachOfVisitor(
  db: Kysely<Schema>,
  { contactId, name, company, verified }: Visitor,
): Promise<Reach> {
  const reached = contactId !== null && (verified || !(await isGuarded(db, contactId)))
  return { contact: reached ? { id: contactId, name: name ?? contactId } : null, company, verified }
}

/** A contact with the company they belong to. */
export async function reachOfContact(db: Kysely<Schema>, contactId: string): Promise<Reach> {
  const row = await db
    .selectFrom('contacts')
    .leftJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'contacts.id',
      'contacts.user_id',
      'contacts.name',
      'contacts.verified',
      'companies.id as company',
      'companies.company_id',
      'companies.name as company_name',
    ])
    .where('contacts.id', '=', contactId)
    .executeTakeFirst()
  if (!row) throw new Invalid('no_contact', 'There is no such customer.')
  const company =
    row.company && row.company_id !== null
      ? { id: row.company, name: companyName({ name: row.company_name, company_id: row.company_id }) }
      : null
  return { contact: { id: row.id, name: contactName(row) }, company, verified: row.verified === 1 }
}

/** A scope needs somebody to be for. */
export function mustReach(scope: Scope, { contact, company }: Pick<Reach, 'contact' | 'company'>): void {
  if (scope === 'customer' && !contact)
    throw new Invalid(
      'anonymous',
      'This visitor is not identified, or has not proven to be who they say, so nothing can be kept for them alone.',
    )
  if (scope === 'company' && !company) throw new Invalid('no_company', 'This customer belongs to no company.')
}

/** Whether what was taught for this audience holds for somebody. */
export function covers({ scope, contact, company }: Audience, who: Pick<Reach, 'contact' | 'company'>): boolean {
  if (scope === 'everyone') return true
  return scope === 'customer'
    ? !!contact && contact.id === who.contact?.id
    : !!company && company.id === who.company?.id
}

/** The same, asked of the database. */
export function coveredBy({ contact, company }: Reach) {
  return (eb: ExpressionBuilder<Schema, 'lessons'>): Expression<SqlBool> =>
    eb.or([
      eb('scope', '=', 'everyone'),
      ...(contact ? [eb.and([eb('scope', '=', 'customer'), eb('contact_id', '=', contact.id)])] : []),
      ...(company ? [eb.and([eb('scope', '=', 'company'), eb('company_id', '=', company.id)])] : []),
    ])
}

const width: Record<Scope, number> = { customer: 0, company: 1, everyone: 2 }

/** Narrower first: what holds for one customer was meant for exactly this one. */
export const byScope = (a: { scope: Scope }, b: { scope: Scope }): number => width[a.scope] - width[b.scope]

type ReachColumns = 'scope' | 'contact_id' | 'contact_name' | 'company_id' | 'company_name'

export function columnsOf({ scope, contact, company }: Audience): Pick<LessonRow | CorrectionRow, ReachColumns> {
  return {
    scope,
    contact_id: contact?.id ?? null,
    contact_name: contact?.name ?? null,
    company_id: company?.id ?? null,
    company_name: company?.name ?? null,
  }
}

export function audienceOf(row: Pick<LessonRow | CorrectionRow, ReachColumns>): Audience {
  return {
    scope: row.scope as Scope,
    contact: named(row.contact_id, row.contact_name),
    company: named(row.company_id, row.company_name),
  }
}

const named = (id: string | null, name: string | null): Named | null => (id ? { id, name: name ?? id } : null)
