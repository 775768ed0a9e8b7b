import { Download } from 'lucide-react'
import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { allows } from '../../protocol/access.ts'
import type { AuditEntry } from '../../protocol/audit.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { dayName, exactTime, fullTime } from '../components/time.tsx'
import { download } from '../completed/download.ts'
import { spanOf, spans, type SpanName } from '../reports/span.ts'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** Who changed what, when and from where. */
export function AuditScreen() {
  const { operator } = useMe()
  return allows(operator.access, 'team:manage') ? (
    <Audit />
  ) : (
    <Page name={texts.audit.audit}>
      <Empty title={texts.audit.audit}>
        <p>{texts.audit.anAdminOfYour}</p>
      </Empty>
    </Page>
  )
}

/** What is `all` filters nothing. */
interface Chosen {
  by: string
  kind: string
  span: SpanName | 'all'
}

const queryOf = ({ by, kind, span }: Chosen) => ({
  ...(by !== 'all' && { by }),
  ...(kind !== 'all' && { kind }),
  ...(span !== 'all' && { from: spanOf(span).from }),
})

function Audit() {
  const [chosen, setChosen] = useState<Chosen>({ by: 'all', kind: 'all', span: 'all' })
  const choices = useLoad('audit-choices', () => call('GET /api/audit/choices')).value
  const { value, error, reload, change } = useLoad(`audit:${JSON.stringify(chosen)}`, () =>
    call('GET /api/audit', { query: queryOf(chosen) }),
  )

  const more = async (cursor: string) => {
    try {
      const page = await call('GET /api/audit', { query: { ...queryOf(chosen), cursor } })
      change((before) => ({ entries: [...before.entries, ...page.entries], next: page.next }))
    } catch (problem) {
      showToast(messageOf(problem))
    }
  }

  return (
    <Page
      name={texts.audit.audit}
      action={
        <Button
          size="small"
          onClick={() =>
            download(
              `/api/audit/export?${new URLSearchParams(Object.entries(queryOf(chosen)).map(([name, is]) => [name, String(is)]))}`,
              'audit.csv',
            )
          }
        >
          <Download size={14} aria-hidden />
          {texts.audit.csv}
        </Button>
      }
    >
      <div className="mx-auto flex max-w-240 flex-col gap-2 p-4">
        <div role="group" aria-label={texts.audit.filters} className="flex flex-wrap gap-1">
          <Select
            label={texts.audit.who}
            value={chosen.by}
            options={[
              { value: 'all', label: texts.audit.everyone },
              ...(choices?.by ?? []).map(({ id, name }) => ({
                value: id,
                label: name || texts.audit.nobodysAccount,
              })),
            ]}
            onChange={(by) => setChosen({ ...chosen, by })}
          />
          <Select
            label={texts.audit.what}
            value={chosen.kind}
            options={[
              { value: 'all', label: texts.audit.everything },
              ...(choices?.kinds ?? []).map((kind) => ({ value: kind, label: wordOf(kind) })),
            ]}
            onChange={(kind) => setChosen({ ...chosen, kind })}
          />
          <Select
            label={texts.audit.when}
            value={chosen.span}
            options={[{ value: 'all', label: texts.audit.anyTime }, ...spans]}
            onChange={(span) => setChosen({ ...chosen, span })}
          />
        </div>
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {value &&
          (value.entries.length ? (
            <Entries entries={value.entries} />
          ) : (
            <Empty title={texts.audit.nothingWasChanged} />
          ))}
        {value?.next && (
          <Button className="self-center" onClick={() => void more(value.next!)}>
            {texts.audit.earlier}
          </Button>
        )}
      </div>
    </Page>
  )
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  return (
    <ul aria-label={texts.audit.changes} className="border-t border-line">
      {entries.map((entry, index) => (
        <li key={entry.id} className="border-b border-line py-2">
          {dayName(entry.at) !== (index ? dayName(entries[index - 1]!.at) : '') && (
            <h2 className="pt-2 pb-1 text-xs font-semibold text-faint">{dayName(entry.at)}</h2>
          )}
          <Entry entry={entry} />
        </li>
      ))}
    </ul>
  )
}

function Entry({
  entry: { at, by, says, kind, events, detail, conversationId, address, browser, count, lastAt },
}: {
  entry: AuditEntry
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <time
        dateTime={new Date(at).toISOString()}
        title={fullTime(at)}
        className="w-20 text-xs text-faint tabular-nums"
      >
        {exactTime(at)}
      </time>
      <span className="flex w-40 items-baseline gap-2">
        <span className="truncate font-medium">{whoOf(by)}</span>
        {by.kind === 'key' && <Badge>{texts.audit.key}</Badge>}
      </span>
      <span className="min-w-56 flex-1">
        {says}
        {count > 1 && <span className="text-soft"> · {texts.audit.times(count, exactTime(lastAt))}</span>}
        <span className="block text-xs text-soft">
          {[wordOf(kind), detail, events.join(', ')].filter(Boolean).join(' · ')}
          {conversationId && (
            <>
              {' · '}
              <Link
                to="/inbox/live/$id"
                params={{ id: conversationId }}
                className="rounded-sm text-accent-text underline underline-offset-2"
              >
                {texts.audit.conversation}
              </Link>
            </>
          )}
        </span>
      </span>
      <span title={browser} className="w-40 truncate text-xs text-faint">
        {address} {browserName(browser)}
      </span>
    </div>
  )
}

function whoOf({ kind, name }: AuditEntry['by']) {
  if (kind !== 'somebody') return name
  return name ? texts.audit.somebodyAt(name) : texts.audit.nobodysAccount
}

/** `internal-docs` as one reads it. */
const wordOf = (kind: string) => (kind.charAt(0).toUpperCase() + kind.slice(1)).replaceAll('-', ' ')

/** Enough to know one's own again; the whole of it stands in the title. */
const browserName = (browser: string) =>
  /(Edg|OPR|Firefox|Chrome|Safari|curl|node|python)/i.exec(browser)?.[0] ?? ''
