import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CompletedSearch } from '../completed/search.ts'
import { Button } from '../components/button.tsx'
import { texts } from '../texts.ts'

export interface Series {
  key: string
  name: string
  color: string
}
interface Row {
  at: number
  values: Record<string, number>
}
/** The conversations behind a number; none where Completed cannot be asked for exactly them. */
type SearchOf = (at: number, key: string) => CompletedSearch | null

const [width, height] = [1000, 160]
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** Stacked bars over time, and the same as a table for whoever reads rather than looks. */
export function Chart({
  title,
  series,
  rows,
  searchOf = () => null,
}: {
  title: string
  series: Series[]
  rows: Row[]
  searchOf?: SearchOf
}) {
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className="mt-2">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="text-md font-semibold">{title}</span>
        {series.map(({ key, name, color }) => (
          <span key={key} className="flex items-center gap-1.5 text-xs text-soft">
            <span aria-hidden className="size-2.5 rounded-sm" style={{ background: color }} />
            {name}
          </span>
        ))}
        <span className="flex-1" />
        <Button size="small" look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? texts.reports.asAChart : texts.reports.asATable}
        </Button>
      </figcaption>
      {asTable ? (
        <Table title={title} series={series} rows={rows} searchOf={searchOf} />
      ) : (
        <Bars title={title} series={series} rows={rows} />
      )}
    </figure>
  )
}

const sum = (series: Series[], { values }: Row) => series.reduce((all, { key }) => all + (values[key] ?? 0), 0)

function Bars({ title, series, rows }: { title: string; series: Series[]; rows: Row[] }) {
  const most = Math.max(1, ...rows.map((row) => sum(series, row)))
  const step = width / Math.max(1, rows.length)
  const scale = height / most
  return (
    <>
      <p aria-hidden className="text-xs text-faint tabular-nums">
        {most}
      </p>
      {/* Only the bars are stretched to the width there is; what is read keeps its size. */}
      <svg
        role="img"
        aria-label={texts.reports.inAllShownAs(
          title,
          rows.reduce((all, row) => all + sum(series, row), 0),
        )}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-40 w-full border-b border-line"
      >
        {rows.map((row, index) => (
          <g key={row.at}>
            <title>{`${day.format(row.at)}: ${series.map(({ key, name }) => `${name} ${row.values[key] ?? 0}`).join(', ')}`}</title>
            <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
            {stack(series, row, scale).map(({ color, from, size }) => (
              <rect
                key={color}
                x={index * step + step * 0.15}
                y={height - from - size}
                width={step * 0.7}
                height={size}
                fill={color}
              />
            ))}
          </g>
        ))}
      </svg>
      <p aria-hidden className="flex justify-between pt-1 text-xs text-faint tabular-nums">
        {[...new Set([0, Math.floor(rows.length / 2), rows.length - 1])].map((place) => (
          <span key={place}>{rows[place] && day.format(rows[place].at)}</span>
        ))}
      </p>
    </>
  )
}

function stack(series: Series[], { values }: Row, scale: number): { color: string; from: number; size: number }[] {
  let from = 0
  return series.flatMap(({ key, color }) => {
    const size = (values[key] ?? 0) * scale
    if (!size) return []
    from += size
    return [{ color, from: from - size, size }]
  })
}

function Table({
  title,
  series,
  rows,
  searchOf,
}: {
  title: string
  series: Series[]
  rows: Row[]
  searchOf: SearchOf
}) {
  return (
    <div role="region" aria-label={title} tabIndex={0} className="max-h-80 overflow-auto">
      <table className="w-full [&_td]:py-1 [&_td:not(:first-child)]:text-end [&_td]:tabular-nums [&_th]:text-xs [&_th]:font-normal [&_th]:text-faint [&_th:not(:first-child)]:text-end [&_tr]:border-b [&_tr]:border-line">
        <thead>
          <tr>
            <th className="text-start">{texts.reports.day}</th>
            {series.map(({ key, name }) => (
              <th key={key}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <td>{day.format(row.at)}</td>
              {series.map(({ key }) => (
                <td key={key}>
                  <Count value={row.values[key] ?? 0} search={searchOf(row.at, key)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Count({ value, search }: { value: number; search: CompletedSearch | null }) {
  return value && search ? (
    <Link
      to="/inbox/completed"
      search={search}
      className="rounded-sm text-accent-text underline underline-offset-2"
    >
      {value}
    </Link>
  ) : (
    value
  )
}
