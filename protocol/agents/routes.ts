import { z } from 'zod'
import { Sending } from './sending.ts'
import { AgentStyle, RoutingRule, RuleText, Sighting } from './shapes.ts'
import { Agent, Id, Words } from '../entities.ts'
import { Picture } from '../basics.ts'
import { Traits } from '../people/shapes.ts'
import { mostSuggestions } from '../sizes.ts'

/** Routes of the agents, of who answers where, and of the widget's installation; registered in api.ts. */

const ById = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })
const Order = z.strictObject({ ids: z.array(Id).max(500) })
const Name = Words.trim().min(1, 'Write a name').max(80)
const agents = z.object({ agents: z.array(Agent) })
const rules = z.object({ rules: z.array(RoutingRule) })

export const agentsApi = {
  'GET /api/agents': {
    for: 'operator',
    needs: 'agents:view',
    says: 'The agents of this workspace in their order, those in the archive last.',
    reply: agents.extend({ models: z.array(z.string()) }),
  },
  'POST /api/agents': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Make an agent, new or as a copy of another (`from`), escalation and style included. It is off until it is switched on. The same id again is the same agent.',
    body: z.strictObject({ id: Id, name: Name, from: Id.optional() }),
    reply: z.object({ agent: Agent }),
  },
  'PATCH /api/agents/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Change what is named of an agent. How it is told to behave holds from its next reply, how it looks from the next page. `sending` says when its replies go out: at once, after a moment in which somebody who watches can stop them, or by the hand of an operator; and what becomes of claims without a source. `model` is one of `models` of the list, or "" for that of the workspace. 409 `default` when the default agent is to be switched off.',
    params: ById,
    body: z
      .strictObject({
        name: Name,
        role: Words.trim().max(80),
        initials: Words.trim().max(2),
        image: Picture.nullable(),
        style: AgentStyle,
        sending: Sending,
        greeting: Words.trim().max(500),
        suggestions: z.array(Words.trim().min(1).max(120)).max(mostSuggestions),
        instructions: Words.max(20_000),
        goal: Words.max(2000),
        idealCustomer: Words.max(2000),
        boundaries: Words.max(5000),
        model: Words.max(200),
        on: z.boolean(),
      })
      .partial(),
    reply: z.object({ agent: Agent }),
  },
  'POST /api/agents/order': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Put the agents in this order. Those that are not named follow in the order they had.',
    body: Order,
    reply: agents,
  },
  'PUT /api/agents/default': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Make this agent the one that answers where no rule says otherwise. 409 `off` when it is off or in the archive.',
    body: z.strictObject({ id: Id }),
    reply: agents,
  },
  'PUT /api/agents/:id/archive': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Put an agent away: it begins no conversation, and those it had keep its name. 409 `default` for the default agent.',
    params: ById,
    reply: z.object({ agent: Agent }),
  },
  'DELETE /api/agents/:id/archive': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Take an agent out of the archive, as it was.',
    params: ById,
    reply: z.object({ agent: Agent }),
  },

  'GET /api/routing': {
    for: 'operator',
    needs: 'agents:view',
    says: 'The rules of which agent answers where, in their order.',
    reply: rules,
  },
  'PUT /api/routing/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Write or change a rule; a new one stands last. Holds for conversations that begin from now on.',
    params: ById,
    body: RuleText,
    reply: rules,
  },
  'DELETE /api/routing/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove a rule. Removing what is gone is no error.',
    params: ById,
    reply: Done,
  },
  'POST /api/routing/order': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Put the rules in this order. Those that are not named follow in the order they had.',
    body: Order,
    reply: rules,
  },
  'POST /api/routing/try': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Who would answer at an address, for a visitor with these traits, and by which rule; null when it is the default agent. `skipped` are rules that are true, too, but whose agent is off.',
    body: z.strictObject({ url: Words.trim().max(2000), traits: Traits.default({}) }),
    reply: z.object({ agentId: Id, rule: Id.nullable(), skipped: z.array(Id) }),
  },

  'GET /api/installation': {
    for: 'operator',
    needs: 'agents:view',
    says: 'The sites on which the widget was loaded, the latest first, at most 100; noted at most once a minute and site.',
    reply: z.object({ sightings: z.array(Sighting), version: z.string() }),
  },
} as const
