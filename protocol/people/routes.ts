import { z } from 'zod'
import { Conversation, Id, Ticket, Words } from '../entities.ts'
import { BusinessHours } from './hours.ts'
import { Company, Contact, ContextEntry, Traits } from './shapes.ts'

/** The routes by which sites tell who their visitors are, and operators look them up. */

const ById = z.object({ id: Id })
const Search = z.object({ text: Words.max(200).optional() })

/** Switches of the whole workspace. `typingPreview`: operators see what a visitor types before it is sent; the widget says so. `answerTimes`: what visitors read of when to expect an answer while nobody is on duty. `hours`: when the team answers; outside of them a visitor who wants a person reads when it is there again. */
export const Workspace = z.object({
  typingPreview: z.boolean(),
  answerTimes: Words.trim().max(200).default(''),
  hours: BusinessHours.nullable().default(null),
})
export type Workspace = z.infer<typeof Workspace>

export const peopleRoutes = {
  'GET /api/conversations/:id/visitor': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What is known of the visitor of a conversation beside what they say: traits, company, context entries, tickets. `proven` names the traits that came with proof; `claimedCompany` is the company that the page named without.',
    params: ById,
    reply: z.object({
      contact: Contact.nullable(),
      traits: Traits,
      proven: z.array(z.string()),
      company: Company.nullable(),
      companyTraits: Traits,
      claimedCompany: z.object({ companyId: z.string(), traits: Traits }).nullable(),
      context: z.array(ContextEntry.extend({ key: z.string() })),
      tickets: z.array(Ticket),
    }),
  },
  'GET /api/contacts': {
    for: 'operator',
    needs: 'inbox:view',
    says: "Contacts, whoever was seen last first, at most 200. `text` looks in name, e-mail, user id and the company's name. `segment` lists only those that a saved segment holds.",
    query: Search.extend({ segment: Id.optional() }),
    reply: z.object({ contacts: z.array(Contact) }),
  },
  'GET /api/contacts/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'One contact, with their latest conversations and tickets, at most 50 each.',
    params: ById,
    reply: z.object({
      contact: Contact,
      traits: Traits,
      proven: z.array(z.string()),
      conversations: z.array(Conversation),
      tickets: z.array(Ticket),
    }),
  },
  'GET /api/companies': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Companies, whichever was seen last first, at most 200. `text` looks in name and id.',
    query: Search,
    reply: z.object({ companies: z.array(Company) }),
  },
  'GET /api/companies/:id': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'One company, with its contacts and its latest conversations, at most 50.',
    params: ById,
    reply: z.object({
      company: Company,
      traits: Traits,
      contacts: z.array(Contact),
      conversations: z.array(Conversation),
    }),
  },

  'GET /api/workspace': {
    for: 'operator',
    needs: 'own',
    says: 'The switches of the whole workspace.',
    reply: z.object({ workspace: Workspace }),
  },
  'PUT /api/workspace': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Set the switches of the whole workspace. Widgets that are open learn of it with their next page.',
    body: z.strictObject(Workspace.shape),
    reply: z.object({ workspace: Workspace }),
  },
} as const
