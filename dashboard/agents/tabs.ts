export const tabNames = { identity: 'Identity', style: 'Style', instructions: 'Instructions', escalation: 'Escalation', model: 'Model', routing: 'Routing' }
export type Tab = keyof typeof tabNames

export const readTab = (search: Record<string, unknown>): { tab?: Tab | undefined } => ({ tab: typeof search.tab === 'string' && search.tab in tabNames ? (search.tab as Tab) : undefined })
