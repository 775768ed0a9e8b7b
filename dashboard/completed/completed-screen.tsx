import { Outlet, useMatch, useNavigate, useSearch } from '@tanstack/react-router'
import { Ellipsis, FileDown, Link as LinkIcon } from 'lucide-react'
import { Button, IconButton } from '../components/button.tsx'
import { copyText } from '../components/copy.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { Screen } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { download } from './download.ts'
import { CompletedFilters } from './filters.tsx'
import { CompletedList } from './list.tsx'
import { usePages } from './pages.ts'
import { countFilters, nothingChosen, queryOf, type CompletedSearch } from './search.ts'

export function CompletedScreen() {
  const search = useSearch({ from: '/in/inbox/completed' })
  const open = useMatch({ from: '/in/inbox/completed/$id', shouldThrow: false })
  const navigate = useNavigate()
  const pages = usePages(search)
  const change = (part: CompletedSearch) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true })
  const choose = (id: string) =>
    void navigate({ to: '/inbox/completed/$id', params: { id }, search: true, replace: !!open })
  const chosen = open?.params.id ?? null
  return (
    <Screen
      name={texts.completed.completed}
      opened={chosen !== null}
      action={<ListActions search={search} />}
      list={
        <>
          <CompletedFilters search={search} onChange={change} />
          {pages.error && <ErrorMessage reload={pages.reload}>{pages.error}</ErrorMessage>}
          {pages.rows.length > 0 ? (
            <CompletedList
              key={pages.question}
              rows={pages.rows}
              total={pages.total}
              chosen={chosen}
              onChoose={choose}
              onEnd={pages.more}
            />
          ) : (
            pages.arrived && <Nothing search={search} onClear={() => change(nothingChosen)} />
          )}
          <p className="mt-auto flex h-8 shrink-0 items-center border-t border-line px-3 text-xs text-soft tabular-nums">
            {pages.arrived && texts.completed.completedTotal(pages.total.toLocaleString())}
          </p>
        </>
      }
    >
      <Outlet />
    </Screen>
  )
}

/** Taking the list along, as it is filtered and sorted. */
function ListActions({ search }: { search: CompletedSearch }) {
  const exportAs = (format: 'csv' | 'json') => {
    const query = new URLSearchParams({
      ...Object.fromEntries(Object.entries(queryOf(search)).map(([name, value]) => [name, String(value)])),
      format,
    })
    download(`/api/conversations/export?${query}`, `conversations.${format}`)
  }
  const copy = () => void copyText(location.href).then(() => showToast(texts.completed.linkCopiedItOpens))
  return (
    <Menu
      trigger={
        <IconButton label={texts.completed.exportAndShare}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<LinkIcon size={14} aria-hidden />} onChoose={copy}>
        {texts.completed.copyLink}
      </MenuItem>
      <MenuItem icon={<FileDown size={14} aria-hidden />} onChoose={() => exportAs('csv')}>
        {texts.completed.exportCsv}
      </MenuItem>
      <MenuItem icon={<FileDown size={14} aria-hidden />} onChoose={() => exportAs('json')}>
        {texts.completed.exportJson}
      </MenuItem>
    </Menu>
  )
}

function Nothing({ search, onClear }: { search: CompletedSearch; onClear: () => void }) {
  if (search.reviewed === 'no' && countFilters(search) === 1 && !search.q)
    return (
      <Empty title={texts.completed.everythingIsReviewed}>
        <p>{texts.completed.whatEndsFromNow}</p>
      </Empty>
    )
  if (countFilters(search) > 0 || search.q)
    return (
      <Empty title={texts.completed.noCompletedConversationMatches}>
        <Button onClick={onClear}>{texts.completed.clearFilters}</Button>
      </Empty>
    )
  return (
    <Empty title={texts.completed.nothingCompletedYet}>
      <p>{texts.completed.aConversationComesHere}</p>
    </Empty>
  )
}
