import { shortened } from '../../protocol/cut.ts'
import { BadgeCheck } from 'lucide-react'
import { Fragment } from 'react'
import type { Traits } from '../../protocol/people/shapes.ts'
import { texts } from '../texts.ts'
import { None } from './group.tsx'

/** Keys and values as the site sent them. A check marks what came with proof. */
export function Facts({ facts, proven = [] }: { facts: Traits; proven?: string[] }) {
  const entries = Object.entries(facts)
  if (!entries.length) return <None />
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-2 gap-y-1">
      {entries.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="wrap-break-word text-faint">{breakable(key)}</dt>
          <dd className="wrap-anywhere">
            <Value value={value} />
            {proven.includes(key) && (
              <BadgeCheck
                size={12}
                role="img"
                aria-label={texts.contacts.proven}
                className="ms-1 inline shrink-0 text-accent-text"
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A long key breaks where its words do. */
const breakable = (key: string) =>
  key.split(/(?<=[_.-])/).map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ))

export function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-faint">{texts.contacts.none}</span>
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return <span className="tabular-nums">{value.toLocaleString()}</span>
  if (typeof value === 'string') return <Text text={value} />
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null))
    return <Text text={value.join(', ') || 'none'} />
  return <code className="font-mono text-xs wrap-anywhere text-soft">{shortened(JSON.stringify(value), 400)}</code>
}

/** A web address can be followed; everything else is words. */
function Text({ text }: { text: string }) {
  if (!/^https?:\/\/\S+$/i.test(text)) return shortened(text, 400)
  return (
    <a
      href={text}
      target="_blank"
      rel="noopener noreferrer"
      className="rounded-sm text-accent-text hover:underline"
    >
      {shortened(text, 400)}
    </a>
  )
}
