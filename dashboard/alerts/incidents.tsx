import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { openIncidents } from './ring.ts'

const states: Record<Incident['state'], { word: string; tone: Tone }> = {
  open: { word: texts.alerts.open, tone: 'bad' },
  in_hand: { word: texts.alerts.inHand, tone: 'accent' },
  cleared: { word: texts.alerts.over, tone: 'plain' },
}

/** What is the matter now, and what was within the last day. */
export function Incidents() {
  const { value, error, reload } = useLoad('incidents', () => call('GET /api/alerts'))
  const moved = useStore(openIncidents)
  useEffect(reload, [moved, reload])
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">{texts.alerts.today}</h2>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && !value.incidents.length && <p className="text-soft">{texts.alerts.nothingNeedsAnybody}</p>}
      <ul aria-label={texts.alerts.incidents} className="border-t border-line empty:border-0">
        {value?.incidents.map((incident) => (
          <li
            key={incident.id}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2"
          >
            <span className="w-36 shrink-0 font-medium">{alertMeanings[incident.kind].name}</span>
            <span className="min-w-40 flex-1">
              {incident.conversationId ? (
                <Link
                  to={incident.kind === 'mention' ? '/tickets/$id' : '/inbox/live/$id'}
                  params={{ id: incident.conversationId }}
                  className="rounded-sm text-accent-text underline underline-offset-2"
                >
                  {incident.title}
                </Link>
              ) : (
                incident.title
              )}
              <span className="block text-xs text-soft">{incident.detail}</span>
            </span>
            <Badge tone={states[incident.state].tone}>{states[incident.state].word}</Badge>
            <Age since={incident.openedAt} className="w-10 text-end text-xs text-faint" />
          </li>
        ))}
      </ul>
    </section>
  )
}
