/**
 * What an operator may do; free of the schema library, because screens ask too. Super Admins and Admins may do everything, but only a Super Admin makes another one. What a Member may do is set by module, and each
 * level holds those below it.
 */
export const roles = ['super_admin', 'admin', 'member'] as const
export type Role = (typeof roles)[number]

/** View watches · Reply whispers, rates, corrects, replies and takes over · Manage assigns and closes. */
export const inboxLevels = ['none', 'view', 'reply', 'manage'] as const
export type InboxLevel = (typeof inboxLevels)[number]

/** Agents, and everything they are taught and know. */
export const agentsLevels = ['none', 'view', 'edit'] as const
export type AgentsLevel = (typeof agentsLevels)[number]

export interface Access {
  role: Role
  inbox: InboxLevel
  agents: AgentsLevel
}

/** What a route asks of whoever calls it. `own` is for what concerns only the caller. */
const needs = [
  'own',
  'inbox:view',
  'inbox:reply',
  'inbox:manage',
  'agents:view',
  'agents:edit',
  'team:manage',
] as const
export type Need = (typeof needs)[number]

const levels = { inbox: inboxLevels, agents: agentsLevels }

export function allows(access: Access, need: Need): boolean {
  if (need === 'own' || access.role !== 'member') return true
  const [module, level] = need.split(':') as ['inbox' | 'agents' | 'team', string]
  if (module === 'team') return false
  const order: readonly string[] = levels[module]
  return order.indexOf(access[module]) >= order.indexOf(level)
}

export const fullAccess: Access = { role: 'admin', inbox: 'manage', agents: 'edit' }
