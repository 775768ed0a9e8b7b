import type { Kysely } from 'kysely'
import { usualStyle, type AgentLook, type AgentStyle } from '../../protocol/agents/shapes.ts'
import type { AgentFace, Visitor } from '../../protocol/entities.ts'
import { iconPaths } from '../../protocol/widget/icons.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound, Unavailable } from '../ground/errors.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import { listRules } from './rules.ts'
import { route, type Answering, type Routed } from './routing.ts'
import { traitsOf, type Traits } from './traits.ts'

/** Where a visitor is and who they are, as far as that decides whom they meet. */
interface Arrival {
  url: string | null
  visitor: Visitor | null
}

/** The agent that begins this visitor's conversation. Nothing is read of them while there is nothing to choose. */
export async function agentFor(db: Kysely<Schema>, { url, visitor }: Arrival): Promise<AgentFace> {
  const answering = await answeringAgents(db)
  const { agentId } =
    answering.length === 1
      ? { agentId: answering[0]!.id }
      : await routeAmong(db, answering, url, () => (visitor ? traitsOf(db, { visitor }) : unknownTraits))
  return answering.find(({ id }) => id === agentId)!
}

/** Who would answer at an address, for somebody with these traits. */
export async function tryRoute(db: Kysely<Schema>, url: string, traits: Traits): Promise<Routed> {
  return routeAmong(db, await answeringAgents(db), url, () => ({ ...unknownTraits, ...traits }))
}

async function routeAmong(
  db: Kysely<Schema>,
  answering: Answering[],
  url: string | null,
  traits: () => Traits | Promise<Traits>,
): Promise<Routed> {
  const rules = await listRules(db)
  return route(rules, answering, url, rules.some((rule) => rule.traits.length > 0) ? await traits() : unknownTraits)
}

/** Somebody of whom nothing is known. */
const unknownTraits: Traits = { identified: false, verified: false }

async function answeringAgents(db: Kysely<Schema>): Promise<(Answering & { name: string })[]> {
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'name', 'standard'])
    .where('on', '=', 1)
    .where('archived_at', 'is', null)
    .orderBy('place')
    .execute()
  if (!rows.some(({ standard }) => standard === 1))
    throw new Unavailable('no_agent', 'There is no agent yet to answer this conversation')
  return rows.map(({ id, name, standard }) => ({ id, name, isDefault: standard === 1 }))
}

/** What a widget shows before the first message. */
interface AgentGreeting extends AgentLook {
  greeting: string
  suggestions: string[]
}

/** That of the conversation under way, else that of whoever would answer here. A visitor who is unknown by now, because they were erased, is nobody. */
export async function greetingFor(
  db: Kysely<Schema>,
  { url, visitorId }: { url: string | null; visitorId: string | null },
): Promise<AgentGreeting> {
  const live =
    visitorId &&
    (await db
      .selectFrom('conversations')
      .select('agent_id')
      .where('visitor_id', '=', visitorId)
      .where('status', '=', 'live')
      .executeTakeFirst())
  return greetingOf(
    db,
    live ? live.agent_id : (await agentFor(db, { url, visitor: visitorId ? await whoIs(db, visitorId) : null })).id,
  )
}

async function whoIs(db: Kysely<Schema>, visitorId: string): Promise<Visitor | null> {
  return findVisitor(db, visitorId).catch((error) => {
    if (error instanceof NotFound) return null
    throw error
  })
}

async function greetingOf(db: Kysely<Schema>, agentId: string): Promise<AgentGreeting> {
  const { id, name, role, initials, image, style, greeting, suggestions } = await db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', agentId)
    .executeTakeFirstOrThrow()
  const { accent, position, icon, label }: AgentStyle = { ...usualStyle, ...(style && JSON.parse(style)) }
  return {
    id,
    name,
    role,
    initials,
    image,
    accent,
    position,
    icon: iconPaths[icon],
    label,
    greeting,
    suggestions: JSON.parse(suggestions),
  }
}

/** Only what the launcher is drawn by. */
export function launcherStyle({ greeting: _, suggestions: __, ...look }: AgentGreeting): AgentLook {
  return look
}
