import { FileText, Globe, Map, Pencil, Waypoints } from 'lucide-react'
import type { KnowledgeKind, KnowledgeSource } from '../../protocol/knowledge/sources.ts'
import { Badge } from '../components/badge.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { texts } from '../texts.ts'

export const kinds: Record<KnowledgeKind, { name: string; Icon: typeof Globe }> = {
  page: { name: texts.sources.page, Icon: Globe },
  sitemap: { name: texts.sources.sitemap, Icon: Map },
  site: { name: texts.sources.site, Icon: Waypoints },
  file: { name: texts.sources.file, Icon: FileText },
  article: { name: texts.sources.article, Icon: Pencil },
}

export function SourceList({
  sources,
  open,
  onOpen,
}: {
  sources: KnowledgeSource[]
  open: string | null
  onOpen: (id: string) => void
}) {
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto">
      {sources.map((source) => (
        <li key={source.id} className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
          <button
            type="button"
            onClick={() => onOpen(source.id)}
            aria-current={open === source.id ? 'true' : undefined}
            className={`flex h-15 w-full flex-col justify-center gap-0.5 border-b border-line px-3 text-start transition-colors focus-visible:-outline-offset-2 ${open === source.id ? 'bg-chosen' : 'hover:bg-hover'}`}
          >
            <Row source={source} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Row({ source }: { source: KnowledgeSource }) {
  const { Icon, name } = kinds[source.kind]
  return (
    <>
      <span className="flex w-full items-center gap-2">
        <Icon size={14} aria-label={name} className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate font-medium">{shortName(source)}</span>
        <StateBadge source={source} />
        <time title={fullTime(source.changedAt)} className="text-xs text-faint">
          {dayOrTime(source.changedAt)}
        </time>
      </span>
      <span className="w-full truncate text-xs text-soft">{sizes(source).join(' · ')}</span>
    </>
  )
}

export const shortName = ({ kind, name }: Pick<KnowledgeSource, 'kind' | 'name'>) =>
  kind === 'article' || kind === 'file' ? name : name.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')

const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`

/** In words, so that a column of numbers needs no head. */
export function sizes({ kind, pages, passages, cited, thumbedDown, corrected }: KnowledgeSource): string[] {
  return [
    ...(kind === 'site' || kind === 'sitemap' ? [plural(pages.read, 'page')] : []),
    plural(passages, 'passage'),
    cited ? texts.sources.cited(plural(cited, 'time')) : texts.sources.neverCited,
    ...(thumbedDown ? [texts.sources.thumbedDown(thumbedDown)] : []),
    ...(corrected ? [texts.sources.corrected(corrected)] : []),
  ]
}

function StateBadge({ source: { state, pages, error } }: { source: KnowledgeSource }) {
  if (state === 'waiting') return <Badge>{texts.sources.waiting}</Badge>
  if (state === 'working')
    return <Badge tone="accent">{texts.sources.readingOf(pages.read + pages.failed, pages.found)}</Badge>
  if (state === 'failed')
    return (
      <Badge tone="bad" title={error ?? undefined}>
        {texts.sources.notRead}
      </Badge>
    )
  return pages.failed ? <Badge tone="warn">{texts.sources.failedFailed(pages.failed)}</Badge> : null
}
