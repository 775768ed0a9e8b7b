import { alertMeanings, type AlertKind } from '../../protocol/alerts/kinds.ts'
import type { IncidentRow } from '../db/schema.ts'
import type { Trouble } from '../../protocol/alerts/shapes.ts'

/** From the most urgent: what an alert is called by when several things are the matter. */
const urgency: AlertKind[] = ['human', 'escalation', 'inquiry', 'unanswered', 'sentiment', 'low_confidence']

const rank = ({ kind }: Trouble) => urgency.indexOf(kind)

/** What is the matter, the most urgent first. An incident of another sort than a conversation's is one trouble. */
export function troublesIn({
  troubles,
  kind,
  level,
  detail,
}: Pick<IncidentRow, 'troubles' | 'kind' | 'level' | 'detail'>): Trouble[] {
  const several = JSON.parse(troubles) as Trouble[]
  return several.length ? several : [{ kind: kind as AlertKind, level, detail }]
}

/** What an incident says of itself: it is called by its most urgent trouble, and tells all that anybody would hear of. */
export function summedUp(troubles: Trouble[]): Pick<IncidentRow, 'kind' | 'level' | 'detail' | 'troubles'> {
  const sorted = troubles.toSorted((one, other) => rank(one) - rank(other))
  const heard = sorted.filter(isHeard)
  const told = heard.length ? heard : sorted
  return {
    kind: told[0]!.kind,
    level: told[0]!.level,
    detail: told.map(({ detail }) => detail).join(' '),
    troubles: JSON.stringify(sorted),
  }
}

/** Above the threshold that holds until somebody sets another. */
export const isHeard = ({ kind, level }: Trouble): boolean =>
  level >= (kind === 'unanswered' ? 1 : alertMeanings[kind].usual)

/** What was the matter stays so at its worst; what is over goes. */
export function grown(known: Trouble[], now: Trouble[]): Trouble[] {
  return now.map((trouble) => {
    const before = known.find(({ kind }) => kind === trouble.kind)
    return before && before.level > trouble.level ? before : trouble
  })
}
