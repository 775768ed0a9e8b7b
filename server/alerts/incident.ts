import { type AlertKind } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import type { IncidentRow } from '../db/schema.ts'
import { troublesIn } from './troubles.ts'

export type Begun = Pick<IncidentRow, 'kind' | 'subject' | 'conversation_id' | 'title' | 'detail' | 'level'> & {
  people?: string
  troubles?: string
  words?: string | null
  holder?: string | null
}

export function incidentOf(row: IncidentRow): Incident {
  const { id, kind, title, detail, level, state, version } = row
  return {
    id,
    kind: kind as AlertKind,
    conversationId: row.conversation_id,
    title,
    detail,
    level,
    state,
    version,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    clearedAt: row.cleared_at,
    people: JSON.parse(row.people),
    troubles: troublesIn(row),
    words: row.words,
    holder: row.holder,
  }
}
