import { Link } from '@tanstack/react-router'
import { FileLock2, GraduationCap, ListOrdered, PencilLine, ScrollText, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Badge } from '../components/badge.tsx'
import { Select, type Option } from '../components/select.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { ScopeBadge } from '../teaching/scope.tsx'
import { texts } from '../texts.ts'
import { matching, readTaught, type Kind, type TaughtRow } from './taught-rows.ts'

const kinds: Record<Kind, { name: string; icon: LucideIcon }> = {
  corrections: { name: texts.knowledge.correction, icon: PencilLine },
  training: { name: texts.knowledge.lesson, icon: GraduationCap },
  guidance: { name: texts.knowledge.guidance, icon: ListOrdered },
  instructions: { name: texts.knowledge.instructions, icon: ScrollText },
  'internal-docs': { name: texts.knowledge.internalDocument, icon: FileLock2 },
}

type State = 'any' | 'on' | 'off'
const states: Option<State>[] = [
  { value: 'any', label: texts.knowledge.onAndOff },
  { value: 'on', label: texts.knowledge.inForce },
  { value: 'off', label: texts.knowledge.switchedOff },
]

/** Whatever people taught the AI, in one ledger; each line leads to where it is written. */
export function TaughtScreen() {
  const { access } = useMe().operator
  const [text, setText] = useState('')
  const [state, setState] = useState<State>('any')
  const { value, error, reload } = useLoad('taught', () => readTaught(access))
  const shown = value && matching(value, text).filter(({ on }) => state === 'any' || on === (state === 'on'))
  return (
    <Page name={texts.knowledge.taught}>
      <div className="mx-auto flex max-w-4xl flex-col gap-3 p-4">
        <p className="text-soft">{texts.knowledge.everythingThatPeopleTaught}</p>
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-52 flex-1">
            <SearchField value={text} label={texts.knowledge.searchWhatWasTaught} onChange={setText} />
          </div>
          <Select label={texts.knowledge.state} value={state} options={states} onChange={setState} />
        </div>
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {shown && !shown.length && <Nothing searching={value.length > 0} />}
        <ul aria-label={texts.knowledge.taught} className="flex flex-col">
          {shown?.map((row) => (
            <Line key={`${row.kind} ${row.id}`} row={row} />
          ))}
        </ul>
      </div>
    </Page>
  )
}

function Line({ row: { kind, id, text, about, reached, on, used, changedAt } }: { row: TaughtRow }) {
  const { name, icon: Icon } = kinds[kind]
  return (
    <li>
      <Link
        to={`/knowledge/${kind}`}
        search={kind === 'corrections' || kind === 'training' ? { open: id } : {}}
        className="flex items-start gap-3 border-b border-line px-2 py-3 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-faint" />
        <span className={`flex min-w-0 flex-1 flex-col gap-1 ${on ? '' : 'text-faint'}`}>
          {kind === 'corrections' && <span className="line-clamp-1 wrap-anywhere text-soft">{about}</span>}
          <span className="line-clamp-2 wrap-anywhere">{text}</span>
          {kind !== 'corrections' && about && <span className="line-clamp-1 wrap-anywhere text-soft">{about}</span>}
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft">
            <span className="font-medium">{name}</span>
            {reached ? <ScopeBadge {...reached} /> : <Badge tone="accent">{texts.teaching.everyone2}</Badge>}
            {!on && <Badge>{texts.knowledge.switchedOff}</Badge>}
            <span>{used}</span>
          </span>
        </span>
        <time
          dateTime={new Date(changedAt).toISOString()}
          title={fullTime(changedAt)}
          className="shrink-0 text-xs text-faint tabular-nums"
        >
          {dayOrTime(changedAt)}
        </time>
      </Link>
    </li>
  )
}

function Nothing({ searching }: { searching: boolean }) {
  if (searching) return <Empty title={texts.knowledge.nothingTaughtMatches} />
  return (
    <Empty title={texts.knowledge.nothingTaughtYet}>
      <p>{texts.knowledge.whisperCorrectOrWrite}</p>
    </Empty>
  )
}
