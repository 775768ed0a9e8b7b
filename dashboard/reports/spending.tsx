import type { Report, Spent } from '../../protocol/reports.ts'
import { money } from '../components/money.ts'
import { texts } from '../texts.ts'
import { Chart } from './chart.tsx'

/** What language models took: in all, by model, by agent, and by day. Nothing where none counted its tokens. */
export function Spending({ spending }: { spending: Report['spending'] }) {
  const { currency, total, models, agents, days } = spending
  if (!models.length) return null
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-md font-semibold">{texts.reports.languageModels}</h2>
      <p className="text-soft tabular-nums">{summary(total, currency)}</p>
      <Chart
        title={texts.reports.tokens}
        series={[
          { key: 'input', name: texts.reports.tokensIn, color: 'var(--accent)' },
          { key: 'output', name: texts.reports.tokensOut, color: 'var(--good)' },
        ]}
        rows={days.map(({ day, input, output }) => ({ at: day, values: { input, output } }))}
      />
      {total.cost !== null && <Days days={days} currency={currency} />}
      <div className="grid gap-8 lg:grid-cols-2">
        <Groups name={texts.reports.model} groups={models} currency={currency} />
        <Groups name={texts.reports.agent} groups={agents} currency={currency} />
      </div>
    </section>
  )
}

function summary({ replies, cost }: Spent, currency: string): string {
  if (cost === null) return texts.reports.withoutPrices(replies)
  return texts.reports.costsInAll(replies, money(cost, currency), replies ? money(cost / replies, currency) : '–')
}

/** What each day with an answer cost; money is no pile of whole numbers, so it is a table. */
function Days({ days, currency }: { days: Report['spending']['days']; currency: string }) {
  const name = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
  const groups = days
    .filter(({ cost }) => cost !== null)
    .map((day) => ({ ...day, id: String(day.day), name: name.format(day.day) }))
  return (
    <details>
      <summary className="rounded-sm text-accent-text">{texts.reports.costsByDay}</summary>
      <Groups name={texts.reports.day} groups={groups} currency={currency} />
    </details>
  )
}

function Groups({
  name,
  groups,
  currency,
}: {
  name: string
  groups: Report['spending']['models']
  currency: string
}) {
  return (
    <table className="w-full self-start [&_td]:py-1.5 [&_td:not(:first-child)]:text-end [&_td:not(:first-child)]:tabular-nums [&_th]:pb-1 [&_th]:text-xs [&_th]:font-normal [&_th]:text-faint [&_th:not(:first-child)]:text-end [&_tr]:border-b [&_tr]:border-line">
      <thead>
        <tr>
          <th className="text-start">{name}</th>
          <th>{texts.reports.replies}</th>
          <th>{texts.reports.tokensIn}</th>
          <th>{texts.reports.tokensCached}</th>
          <th>{texts.reports.tokensOut}</th>
          <th>{texts.reports.tokensThought}</th>
          <th>{texts.reports.cost}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.id}>
            <td className="max-w-52 wrap-anywhere">{group.name}</td>
            <td>{group.replies}</td>
            <td>{group.input}</td>
            <td>{group.cached}</td>
            <td>{group.output}</td>
            <td>{group.reasoning}</td>
            <td>{group.cost === null ? '–' : money(group.cost, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
