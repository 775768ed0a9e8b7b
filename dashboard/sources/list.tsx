import { FileText, Globe, Map, Pencil, Waypoints } from 'lucide-react'
import type { KnowledgeKind, KnowledgeSource } from '../../protocol/sources.ts'
import { Badge } from '../components/badge.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'

export const kinds: Record<KnowledgeKind, { name: string; Icon: typeof Globe }> = {
  page: { name: 'Page', Icon: Globe },
  sitemap: { name: 'Sitemap', Icon: Map },
  site: { name: 'Site', Icon: Waypoints },
  file: { name: 'File', Icon: FileText },
  article: { name: 'Article', Icon: Pencil },
}

export function SourceList({ sources, open, onOpen }: { sources: KnowledgeSource[]; open: string | null; onOpen: (id: string) => void }) {
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

export const shortName = ({ kind, name }: Pick<KnowledgeSource, 'kind' | 'name'>) => (kind === 'article' || kind === 'file' ? name : name.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, ''))

const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`

/** In words, so that a column of numbers needs no head. */
export function sizes({ kind, pages, passages, cited, thumbedDown, corrected }: KnowledgeSource): string[] {
  return [
    ...(kind === 'site' || kind === 'sitemap' ? [plural(pages.read, 'page')] : []),
    plural(passages, 'passage'),
    cited ? `cited ${plural(cited, 'time')}` : 'never cited',
    ...(thumbedDown ? [`${thumbedDown} thumbed down`] : []),
    ...(corrected ? [`${corrected} corrected`] : []),
  ]
}

export function StateBadge({ source: { state, pages, error } }: { source: KnowledgeSource }) {
  if (state === 'waiting') return <Badge>Waiting</Badge>
  if (state === 'working') return <Badge tone="accent">Reading {pages.read + pages.failed} of {pages.found}</Badge>
  if (state === 'failed') return <Badge tone="bad" title={error ?? undefined}>Not read</Badge>
  return pages.failed ? <Badge tone="warn">{pages.failed} failed</Badge> : null
}
