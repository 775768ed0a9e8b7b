import { Outlet, useMatch, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { TicketView } from '../../protocol/tickets/routes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { SegmentMenu } from '../segments/menu.tsx'
import { readSegments, segments } from '../segments/segments.ts'
import { call } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { changed } from './change.ts'
import { AssigneeMenu, StatusMenu } from './choices.tsx'
import { TicketList, type TicketsAt } from './list.tsx'
import { viewNames } from '../components/ticket-names.ts'
import type { TicketSearch } from './search.ts'

const renew = 15_000

/** Tickets of one view, and the thread of the one that is open. */
export function TicketsScreen({ at }: { at: TicketsAt }) {
  const search: TicketSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const open = useOpen()
  const segmentId = at === '/tickets' ? search.segment : undefined
  const segment = useStore(segments)?.find(({ id }) => id === segmentId)
  const view: TicketView = at === '/tickets' ? (search.view ?? 'all') : viewOf[at]
  const text = search.text ?? ''
  const { value, error, reload } = useTickets(view, segmentId, text)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const tickets = value?.tickets ?? []
  const picked = tickets.filter(({ id }) => chosen.has(id))

  const show = (next: TicketView) => {
    setChosen(new Set())
    const own = next === 'mine' || next === 'mentions'
    void navigate(
      own
        ? { to: `/tickets/${next}`, search: { text: search.text } }
        : { to: '/tickets', search: { text: search.text, ...(next !== 'all' && { view: next }) } },
    )
  }
  const find = (words: string) =>
    void navigate({
      to: '.',
      search: (before: TicketSearch) => ({ ...before, text: words || undefined }),
      replace: true,
    })
  const go = (id: string) => void navigate({ to: `${at}/$id`, params: { id }, search: true, replace: !!open })
  const count = (each: TicketView) => (value ? ` · ${value.counts[each]}` : '')

  return (
    <Screen
      name={segment?.name ?? (at === '/tickets' ? texts.tickets.tickets : viewNames[view])}
      opened={open !== null}
      action={
        <>
          {!segmentId && (
            <Select
              label={texts.tickets.view}
              shown
              value={view}
              options={(Object.keys(viewNames) as TicketView[]).map((each) => ({
                value: each,
                label: viewNames[each] + count(each),
              }))}
              onChange={show}
            />
          )}
          <SegmentMenu kind="tickets" id={segmentId} />
        </>
      }
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} onChange={find} label={texts.tickets.searchTickets} />
          </div>
          {picked.length > 0 && (
            <div
              role="toolbar"
              aria-label={texts.tickets.chosenTickets}
              className="flex flex-wrap items-center gap-1.5 border-b border-line bg-accent-tint px-3 py-1.5"
            >
              <span className="flex-1 text-accent-text tabular-nums">{texts.tickets.chosen(picked.length)}</span>
              <StatusMenu tickets={picked} label={texts.tickets.status} />
              <AssigneeMenu tickets={picked} label={texts.tickets.assign} />
              <Button size="small" look="quiet" onClick={() => setChosen(new Set())}>
                {texts.tickets.clear}
              </Button>
            </div>
          )}
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {tickets.length > 0 ? (
            <TicketList tickets={tickets} at={at} open={open} chosen={chosen} onChoose={setChosen} onOpen={go} />
          ) : (
            value && <NoTickets view={view} segment={segmentId !== undefined} text={text} />
          )}
        </>
      }
    >
      <Outlet />
    </Screen>
  )
}

const viewOf = { '/tickets/mine': 'mine', '/tickets/mentions': 'mentions' } as const

/** The conversation whose thread is open, in whichever list. */
function useOpen(): string | null {
  const all = useMatch({ from: '/in/tickets/$id', shouldThrow: false })
  const own = useMatch({ from: '/in/tickets/mine/$id', shouldThrow: false })
  const called = useMatch({ from: '/in/tickets/mentions/$id', shouldThrow: false })
  return (all ?? own ?? called)?.params.id ?? null
}

/** Read again when something was changed from here, and now and then for what colleagues do. */
function useTickets(view: TicketView, segment: string | undefined, text: string) {
  const version = useStore(changed)
  const loaded = useLoad(`${view} ${segment} ${text}`, () =>
    call('GET /api/tickets', {
      query: { ...(view !== 'all' && { view }), ...(segment && { segment }), ...(text && { text }) },
    }),
  )
  const { reload } = loaded
  useEffect(() => {
    if (!version) return
    reload()
    void readSegments()
  }, [version, reload])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), renew)
    return () => clearInterval(timer)
  }, [reload])
  return loaded
}

const nothing: Partial<Record<TicketView, string>> = {
  all: texts.tickets.noTicketsYet,
  mine: texts.tickets.noTicketIsAssigned,
  mentions: texts.tickets.nobodyHasMentionedYou,
  unassigned: texts.tickets.everyTicketHasSomebody,
  ai_resolved: texts.tickets.theAiHasResolved,
}

function NoTickets({ view, segment, text }: { view: TicketView; segment: boolean; text: string }) {
  if (segment && !text) return <Empty title={texts.tickets.noTicketIsIn} />
  if (text) return <Empty title={texts.tickets.noTicketSaysThis}>{texts.tickets.subjectsNamesAndE}</Empty>
  return (
    <Empty title={nothing[view] ?? texts.tickets.noTicketIs(viewNames[view])}>
      {(view === 'all' || view === 'mine') && <p>{texts.tickets.takingOverAChat}</p>}
    </Empty>
  )
}
