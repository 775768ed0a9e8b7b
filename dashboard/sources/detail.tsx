import { ArrowLeft, ExternalLink, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KnowledgeSource, SourcePage } from '../../protocol/knowledge/sources.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { fullTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { kinds, shortName, sizes } from './list.tsx'
import { ReadPage } from './read-page.tsx'
import { useRefresh } from './refresh.ts'

interface DetailProps {
  id: string
  onChanged: () => void
  onRemove: (source: KnowledgeSource) => void
  onClose: () => void
}

export function SourceDetail({ id, onChanged, onRemove, onClose }: DetailProps) {
  const { value, error, reload } = useLoad(id, () => call('GET /api/sources/:id', { params: { id } }))
  const busy = value?.source.state === 'waiting' || value?.source.state === 'working'
  useRefresh(busy, reload)

  const read = async (only: 'all' | 'failed') => {
    try {
      await call('POST /api/sources/:id/reads', { params: { id }, body: { only } })
    } catch (problem) {
      showToast(messageOf(problem))
    }
    reload()
    onChanged()
  }

  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const { source, pages } = value
  return (
    <div className="flex h-full flex-col">
      <Head
        source={source}
        busy={busy}
        onRead={() => void read('all')}
        onRemove={() => onRemove(source)}
        onClose={onClose}
      />
      {source.state === 'failed' && (
        <ErrorMessage {...(source.kind !== 'file' && { reload: () => void read('failed') })}>
          {source.error}
        </ErrorMessage>
      )}
      {busy && <Progress source={source} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 text-soft">
        <span>{kinds[source.kind].name}</span>
        {sizes(source).map((size) => (
          <span key={size}>{size}</span>
        ))}
        <span>{texts.sources.changed(fullTime(source.changedAt))}</span>
        {source.kind !== 'file' && source.kind !== 'article' && <Schedule source={source} onChanged={reload} />}
        {source.pages.failed > 0 && !busy && source.kind !== 'file' && (
          <Button size="small" onClick={() => void read('failed')}>
            {texts.sources.readTheFailedOnes}
          </Button>
        )}
      </div>
      {pages.length ? <Pages sourceId={source.id} pages={pages} /> : <Written source={source} />}
    </div>
  )
}

function Head({
  source,
  busy,
  onRead,
  onRemove,
  onClose,
}: {
  source: KnowledgeSource
  busy: boolean
  onRead: () => void
  onRemove: () => void
  onClose: () => void
}) {
  const imported = source.kind !== 'article'
  return (
    <header className="flex h-15 shrink-0 items-center gap-2 border-b border-line px-4 max-md:ps-2">
      <span className="md:hidden">
        <IconButton label={texts.sources.backToTheList} onClick={onClose}>
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
      </span>
      <h2 className="min-w-0 flex-1 truncate text-md font-semibold">{shortName(source)}</h2>
      {source.url && (
        <a
          href={source.url}
          target="_blank"
          rel="noreferrer"
          aria-label={texts.sources.openThePage}
          className="inline-flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover"
        >
          <ExternalLink size={16} aria-hidden />
        </a>
      )}
      {imported && source.kind !== 'file' && (
        <IconButton label={texts.sources.readAgain} disabled={busy} onClick={onRead}>
          <RefreshCw size={16} aria-hidden />
        </IconButton>
      )}
      {imported && (
        <IconButton label={texts.sources.remove} onClick={onRemove}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      )}
    </header>
  )
}

function Progress({ source: { pages } }: { source: KnowledgeSource }) {
  const done = pages.read + pages.failed
  return (
    <div className="flex items-center gap-3 border-b border-line px-4 py-2">
      <progress
        aria-label={texts.sources.pagesRead}
        max={Math.max(1, pages.found)}
        value={done}
        className="h-1.5 flex-1 accent-accent"
      />
      <span className="text-xs text-soft tabular-nums" role="status">
        {texts.sources.ofRead(done, pages.found)}
      </span>
    </div>
  )
}

const schedules = [
  { value: 'never', label: texts.sources.neverReadAgain },
  { value: '24', label: texts.sources.readAgainEveryDay },
  { value: '168', label: texts.sources.readAgainEveryWeek },
  { value: '720', label: texts.sources.readAgainEveryMonth },
] as const

function Schedule({ source, onChanged }: { source: KnowledgeSource; onChanged: () => void }) {
  const value = schedules.find((each) => each.value === String(source.everyHours))?.value ?? 'never'
  const change = async (next: (typeof schedules)[number]['value']) => {
    try {
      await call('PATCH /api/sources/:id', {
        params: { id: source.id },
        body: { everyHours: next === 'never' ? null : Number(next) },
      })
    } catch (problem) {
      showToast(messageOf(problem))
    }
    onChanged()
  }
  return (
    <Select
      label={texts.sources.schedule}
      value={value}
      options={[...schedules]}
      onChange={(next) => void change(next)}
    />
  )
}

const states: Record<SourcePage['state'], { word: string; tone: Tone }> = {
  read: { word: texts.sources.read, tone: 'good' },
  failed: { word: texts.sources.failed, tone: 'bad' },
  skipped: { word: texts.sources.leftOut, tone: 'plain' },
  waiting: { word: texts.sources.waiting, tone: 'plain' },
}

function Pages({ sourceId, pages }: { sourceId: string; pages: SourcePage[] }) {
  const [open, setOpen] = useState<{ id: string; name: string } | null>(null)
  return (
    <>
      <ul aria-label={texts.sources.pages} className="min-h-0 flex-1 overflow-y-auto">
        {pages.map((page) => (
          <PageRow key={page.id} page={page} onOpen={setOpen} />
        ))}
      </ul>
      <ReadPage sourceId={sourceId} page={open} onClose={() => setOpen(null)} />
    </>
  )
}

function PageRow({
  page: { id, name, url, title, state, error, leftOut },
  onOpen,
}: {
  page: SourcePage
  onOpen: (page: { id: string; name: string }) => void
}) {
  const short = shortName({ kind: url ? 'page' : 'file', name })
  const note = error ?? (url === null ? leftOut[0] : null)
  return (
    <li className="border-b border-line [contain-intrinsic-size:auto_52px] [content-visibility:auto]">
      <button
        type="button"
        disabled={state === 'waiting'}
        onClick={() => onOpen({ id, name: title ?? short })}
        className="flex w-full items-center gap-3 px-4 py-2 text-start enabled:hover:bg-hover"
      >
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate font-medium">{title ?? short}</span>
          {note ? (
            <span className={`text-xs ${state === 'failed' ? 'text-bad' : 'text-warn'}`}>{note}</span>
          ) : (
            title && <span className="truncate text-xs text-faint">{short}</span>
          )}
        </span>
        <Badge tone={states[state].tone}>{states[state].word}</Badge>
      </button>
    </li>
  )
}

function Written({ source }: { source: KnowledgeSource }) {
  if (source.kind !== 'article') return null
  return (
    <Empty title={texts.sources.writtenHere}>
      <p>{texts.sources.changeOrDeleteIt}</p>
    </Empty>
  )
}
