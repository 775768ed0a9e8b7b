import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { Mood } from '../../protocol/entities.ts'
import type { Report, ReportGroup } from '../../protocol/reports.ts'
import type { CompletedSearch } from '../completed/search.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { length } from '../components/time.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { Spending } from './spending.tsx'
import { texts } from '../texts.ts'
import { Chart, type Series } from './chart.tsx'
import { csvOf, dayWord, save } from './csv.ts'
import { Endings } from './endings.tsx'
import { Figures } from './figures.tsx'
import { Hours } from './hours.tsx'
import { spanBefore, spanOf, spans, type SpanName } from './span.ts'

const outcomes: Series[] = [
  { key: 'resolved', name: texts.reports.resolved, color: 'var(--good)' },
  { key: 'escalated', name: texts.reports.escalated, color: 'var(--accent)' },
  { key: 'answered', name: texts.reports.answered, color: 'color-mix(in srgb, var(--good) 45%, var(--surface))' },
  { key: 'abandoned', name: texts.reports.abandoned, color: 'var(--warn)' },
  { key: 'noQuestion', name: texts.reports.noQuestion2, color: 'var(--line-strong)' },
]
/** As Completed names what the report counts. */
const outcomeOf: Record<string, NonNullable<CompletedSearch['outcome']>> = {
  resolved: 'resolved',
  escalated: 'escalated',
  answered: 'answered',
  abandoned: 'abandoned',
  noQuestion: 'no_question',
}
const moods: Series[] = [
  { key: 'happy', name: texts.reports.happy, color: 'var(--mood-happy)' },
  { key: 'neutral', name: texts.reports.neutral, color: 'var(--mood-neutral)' },
  { key: 'confused', name: texts.reports.confused, color: 'var(--mood-confused)' },
  { key: 'frustrated', name: texts.reports.frustrated, color: 'var(--mood-frustrated)' },
  { key: 'angry', name: texts.reports.angry, color: 'var(--mood-angry)' },
]

/** How it went, over time. Each number leads to its conversations. */
export function ReportsScreen() {
  const { span: chosen = '30' } = useSearch({ from: '/in/reports' })
  const navigate = useNavigate()
  const span = spanOf(chosen)
  const { value, error, reload } = useLoad(chosen, () =>
    Promise.all([reportOf(span), reportOf(spanBefore(span, chosen))]),
  )
  const bounds = { from: dayWord(span.from), until: dayWord(span.until - 1) }
  return (
    <Page
      name={texts.reports.reports}
      action={
        <span className="flex gap-2">
          <Select<SpanName>
            label={texts.reports.last30Days}
            value={chosen}
            options={spans}
            onChange={(next) => void navigate({ to: '/reports', search: { span: next } })}
          />
          {value && (
            <Button size="small" onClick={() => save(`halo-${bounds.from}-${bounds.until}.csv`, csvOf(value[0]))}>
              <Download size={14} aria-hidden />
              {texts.reports.csv}
            </Button>
          )}
        </span>
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && <Body report={value[0]} before={value[1]} bounds={bounds} />}
    </Page>
  )
}

const reportOf = (span: { from: number; until: number }) =>
  call('GET /api/reports', { query: { ...span, zone: Intl.DateTimeFormat().resolvedOptions().timeZone } })

type Bounds = Pick<CompletedSearch, 'from' | 'until'>

function took(ms: number | null): string {
  if (ms === null) return '–'
  return ms < 1000 ? `${(ms / 1000).toFixed(1)} s` : length(ms)
}

function Body({ report, before, bounds }: { report: Report; before: Report; bounds: Bounds }) {
  const { days, answers, whispers, corrections, gaps } = report
  return (
    <div className="mx-auto flex max-w-280 flex-col gap-8 p-4">
      <Figures total={report.total} before={before.total} bounds={bounds} />
      <Chart
        title={texts.reports.outcomes}
        series={outcomes}
        rows={days.map((day) => ({ at: day.day, values: day as unknown as Record<string, number> }))}
        searchOf={(at, key) => ({ ...onDay(at), outcome: outcomeOf[key]! })}
      />
      <Chart
        title={texts.reports.moodsAtTheEnd}
        series={moods}
        rows={days.map((day) => ({ at: day.day, values: day.moods }))}
        searchOf={(at, key) => ({ ...onDay(at), mood: key as Mood })}
      />
      <Hours hours={report.hours} />
      <Topics report={report} bounds={bounds} />
      <Spending spending={report.spending} />
      <div className="grid gap-8 lg:grid-cols-2">
        <Groups
          title={texts.reports.topics}
          groups={report.topics}
          searchOf={({ id }) => ({ ...bounds, topic: id })}
        />
        <Groups
          title={texts.reports.agents}
          groups={report.agents}
          searchOf={({ id }) => ({ ...bounds, agent: id })}
        />
        <Groups
          title={texts.reports.operatorsWhoTookOver}
          groups={report.operators}
          searchOf={({ id }) => ({ ...bounds, operator: id })}
        />
        <section>
          <h2 className="mb-2 text-md font-semibold">{texts.reports.steering}</h2>
          <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 [&>dd]:text-end [&>dd]:tabular-nums">
            <dt>{texts.reports.aiAnswersMedianAnd}</dt>
            <dd>
              {took(answers.ai.median)} · {took(answers.ai.slowest)}
            </dd>
            <dt>{texts.reports.peoplesAnswersMedianAnd}</dt>
            <dd>
              {took(answers.operator.median)} · {took(answers.operator.slowest)}
            </dd>
            <dt>{texts.reports.whispersSentAndUsed}</dt>
            <dd>
              {whispers.sent} · {whispers.used}
            </dd>
            <dt>{texts.reports.followedPartlyIgnored}</dt>
            <dd>
              {whispers.followed} · {whispers.partly} · {whispers.ignored}
            </dd>
            <dt>{texts.reports.correctionsAddedAndUsed}</dt>
            <dd>
              {corrections.added} · {corrections.fired}
            </dd>
            <dt>{texts.reports.gapsOpenAndClosed}</dt>
            <dd>
              <Link to="/knowledge/gaps" className="rounded-sm text-accent-text underline underline-offset-2">
                {gaps.open}
              </Link>{' '}
              · {gaps.closed}
            </dd>
            <dt>{texts.reports.moodBadgesThatOperators}</dt>
            <dd>{agreement(report.moods)}</dd>
          </dl>
          {report.moods.length > 0 && (
            <Chart
              title={texts.reports.agreementWithTheMood}
              series={[
                { key: 'agreed', name: texts.reports.agreed, color: 'var(--good)' },
                { key: 'disputed', name: texts.reports.disputed, color: 'var(--bad)' },
              ]}
              rows={report.moods.map(({ week, votes, agreed }) => ({
                at: week,
                values: { agreed, disputed: votes - agreed },
              }))}
            />
          )}
        </section>
      </div>
    </div>
  )
}

const onDay = (at: number): Bounds => ({ from: dayWord(at), until: dayWord(at) })
const topicColors = [
  'var(--accent)',
  'var(--good)',
  'var(--warn)',
  'var(--mood-confused)',
  'var(--bad)',
  'var(--whisper-line)',
]

/** What conversations were about, day by day, and how those of each topic ended. */
function Topics({ report: { topicDays, topics }, bounds }: { report: Report; bounds: Bounds }) {
  const { titles, days } = topicDays
  if (!titles.length) return null
  const series: Series[] = [
    ...titles.map((name, place) => ({ key: String(place), name, color: topicColors[place]! })),
    { key: String(titles.length), name: texts.reports.otherTopics, color: 'var(--line-strong)' },
  ]
  return (
    <>
      <Chart
        title={texts.reports.topics}
        series={series}
        rows={days.map(({ day, counts }) => ({ at: day, values: Object.fromEntries(counts.entries()) }))}
        searchOf={(at, key) => (titles[Number(key)] ? { ...onDay(at), topic: titles[Number(key)]! } : null)}
      />
      <Endings groups={topics} outcomes={outcomes} searchOf={({ id }) => ({ ...bounds, topic: id })} />
    </>
  )
}

function agreement(weeks: Report['moods']): string {
  const votes = weeks.reduce((sum, week) => sum + week.votes, 0)
  return votes
    ? texts.reports.of(Math.round((100 * weeks.reduce((sum, week) => sum + week.agreed, 0)) / votes), votes)
    : '–'
}

function Groups({
  title,
  groups,
  searchOf,
}: {
  title: string
  groups: ReportGroup[]
  searchOf: (group: ReportGroup) => CompletedSearch
}) {
  return (
    <section>
      <h2 className="mb-2 text-md font-semibold">{title}</h2>
      {groups.length ? (
        <table className="w-full [&_td]:py-1.5 [&_td:not(:first-child)]:text-end [&_td:not(:first-child)]:tabular-nums [&_th]:pb-1 [&_th]:text-xs [&_th]:font-normal [&_th]:text-faint [&_th:not(:first-child)]:text-end [&_tr]:border-b [&_tr]:border-line">
          <thead>
            <tr>
              <th className="text-start">{texts.reports.name}</th>
              <th>{texts.reports.ended}</th>
              <th>{texts.reports.resolved}</th>
              <th className="max-sm:hidden">{texts.reports.escalated}</th>
              <th className="max-sm:hidden">{texts.reports.abandoned}</th>
              <th>{texts.reports.score}</th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, 12).map((group) => (
              <tr key={group.id}>
                <td className="max-w-52 truncate">
                  <Link
                    to="/inbox/completed"
                    search={searchOf(group)}
                    className="rounded-sm text-accent-text underline underline-offset-2"
                  >
                    {group.name}
                  </Link>
                </td>
                <td>{group.conversations}</td>
                <td>{group.resolved}</td>
                <td className="max-sm:hidden">{group.escalated}</td>
                <td className="max-sm:hidden">{group.abandoned}</td>
                <td>{group.score === null ? '–' : Math.round(group.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-soft">{texts.reports.nothingInThisTime}</p>
      )}
    </section>
  )
}
