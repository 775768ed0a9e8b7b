import { texts } from '../texts.ts'
export const tabNames = {
  identity: texts.agents.identity,
  style: texts.agents.style,
  instructions: texts.agents.instructions,
  sending: texts.agents.sending,
  escalation: texts.agents.escalation,
  model: texts.agents.model,
  routing: texts.agents.routing,
}
export type Tab = keyof typeof tabNames

export const readTab = (search: Record<string, unknown>): { tab?: Tab | undefined } => ({
  tab: typeof search.tab === 'string' && search.tab in tabNames ? (search.tab as Tab) : undefined,
})
