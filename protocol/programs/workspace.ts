import { z } from 'zod'
import { agentsApi } from '../agents/routes.ts'
import { Agent, Id, Words } from '../entities.ts'
import { knowledgeRoutes } from '../knowledge/routes.ts'
import { Company, CompanyTraits, Traits } from '../people/shapes.ts'
import { Erasure, privacyApi } from '../privacy.ts'

/** What programs may do about the workspace itself: who answers, what is read, whose companies are known, and one person's data. */

const ExternalId = Words.trim().min(1).max(200)
const ById = z.object({ id: Id })
const company = z.object({ company: Company, traits: Traits })

export const workspaceV1 = {
  'GET /api/v1/companies': {
    for: 'key',
    scope: 'contacts:read',
    name: 'listCompanies',
    says: 'Companies, the newest first.',
    query: z.object({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ companies: z.array(Company), next: z.string().nullable() }),
  },
  'GET /api/v1/companies/:companyId': {
    for: 'key',
    scope: 'contacts:read',
    name: 'getCompany',
    says: 'The company that your site calls `companyId`, with all traits.',
    params: z.object({ companyId: ExternalId }),
    reply: company,
  },
  'PUT /api/v1/companies/:companyId': {
    for: 'key',
    scope: 'contacts:write',
    name: 'putCompany',
    says: 'Tell of the company that your site calls `companyId`, known here or not. Traits merge key by key and null deletes.',
    params: z.object({ companyId: ExternalId }),
    body: z.strictObject({ traits: CompanyTraits.default({}) }),
    reply: company,
  },

  'GET /api/v1/people/:id/export': {
    ...privacyApi['GET /api/people/:id/export'],
    for: 'key',
    scope: 'privacy:read',
    name: 'exportPerson',
    says: 'Everything that is held about somebody: a contact by `id`, or an anonymous visitor by that of a conversation’s `visitor`.',
  },
  'POST /api/v1/people/:id/erasure': {
    for: 'key',
    scope: 'privacy:write',
    name: 'erasePerson',
    says: 'Erase somebody, a contact or an anonymous visitor: everything that is held about them, everywhere, at once. It cannot be undone. `keepShared` keeps what was taught in their conversations and holds for others, too, without where it came from. 404 when there is no such person, or no longer.',
    params: ById,
    body: z.strictObject({ keepShared: z.boolean().default(false) }),
    reply: z.object({ erasure: Erasure }),
  },

  'GET /api/v1/agents': {
    for: 'key',
    scope: 'agents:read',
    name: 'listAgents',
    says: 'The agents in their order, those in the archive last, and the models that each can be given.',
    reply: agentsApi['GET /api/agents'].reply,
  },
  'GET /api/v1/agents/:id': {
    for: 'key',
    scope: 'agents:read',
    name: 'getAgent',
    says: 'One agent, as it is told to behave and as it looks.',
    params: ById,
    reply: z.object({ agent: Agent }),
  },
  'POST /api/v1/agents': {
    ...agentsApi['POST /api/agents'],
    for: 'key',
    scope: 'agents:write',
    name: 'createAgent',
  },
  'PATCH /api/v1/agents/:id': {
    ...agentsApi['PATCH /api/agents/:id'],
    for: 'key',
    scope: 'agents:write',
    name: 'editAgent',
  },
  'PUT /api/v1/agents/:id/archive': {
    ...agentsApi['PUT /api/agents/:id/archive'],
    for: 'key',
    scope: 'agents:write',
    name: 'archiveAgent',
  },
  'DELETE /api/v1/agents/:id/archive': {
    ...agentsApi['DELETE /api/agents/:id/archive'],
    for: 'key',
    scope: 'agents:write',
    name: 'unarchiveAgent',
  },

  'GET /api/v1/sources': {
    ...knowledgeRoutes['GET /api/sources'],
    for: 'key',
    scope: 'knowledge:read',
    name: 'listSources',
    says: 'Every source of knowledge with its size and use, the latest change first.',
  },
  'GET /api/v1/sources/:id': {
    ...knowledgeRoutes['GET /api/sources/:id'],
    for: 'key',
    scope: 'knowledge:read',
    name: 'getSource',
  },
  'POST /api/v1/sources': {
    ...knowledgeRoutes['POST /api/sources'],
    for: 'key',
    scope: 'knowledge:write',
    name: 'addSource',
  },
  'PATCH /api/v1/sources/:id': {
    ...knowledgeRoutes['PATCH /api/sources/:id'],
    for: 'key',
    scope: 'knowledge:write',
    name: 'scheduleSource',
  },
  'POST /api/v1/sources/:id/reads': {
    ...knowledgeRoutes['POST /api/sources/:id/reads'],
    for: 'key',
    scope: 'knowledge:write',
    name: 'readSource',
  },
  'DELETE /api/v1/sources/:id': {
    ...knowledgeRoutes['DELETE /api/sources/:id'],
    for: 'key',
    scope: 'knowledge:write',
    name: 'removeSource',
  },
} as const
