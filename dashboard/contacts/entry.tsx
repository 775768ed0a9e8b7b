import type { ContextEntry, Traits } from '../../protocol/people/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { texts } from '../texts.ts'
import { Facts, Value } from './facts.tsx'

/** One thing that is going on for the visitor. What it is called stands first, how it is beside it. */
export function Entry({ entry: { label, type, value } }: { entry: ContextEntry }) {
  const parts = isParts(value) ? value : null
  const { status, ...rest } = parts ?? {}
  return (
    <li className="rounded-md border border-line bg-surface px-2 py-1.5">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium wrap-anywhere">{label}</span>
        {typeof status === 'string' && (
          <Badge tone={type === 'error' || parts?.error ? 'bad' : 'plain'}>{status.slice(0, 30)}</Badge>
        )}
        <span className="text-xs text-faint">{type}</span>
      </p>
      {parts ? Object.keys(rest).length > 0 && <Facts facts={rest} /> : <ValueOrItems value={value} />}
    </li>
  )
}

const ValueOrItems = ({ value }: { value: unknown }) =>
  Array.isArray(value) ? <Items items={value} /> : <Value value={value} />

const most = 20

function Items({ items }: { items: unknown[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {items.slice(0, most).map((item, place) => (
        <li key={place} className="wrap-anywhere before:me-1.5 before:text-faint before:content-['·']">
          <Item item={item} />
        </li>
      ))}
      {items.length > most && <li className="text-faint">{texts.contacts.andMore(items.length - most)}</li>}
    </ul>
  )
}

function Item({ item }: { item: unknown }) {
  if (!isParts(item)) return <Value value={item} />
  const title = ['label', 'name', 'title'].find((key) => typeof item[key] === 'string')
  if (!title) return <Value value={item} />
  const { [title]: name, ...rest } = item
  return (
    <>
      <span>{String(name)}</span>
      {Object.entries(rest).map(([key, part]) => (
        <span key={key} className="ms-2 text-xs text-soft">
          {key}: <Value value={part} />
        </span>
      ))}
    </>
  )
}

const isParts = (value: unknown): value is Traits =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
