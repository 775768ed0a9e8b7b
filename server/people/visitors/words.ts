import { shortened } from '../../../protocol/cut.ts'
import type { ContextEntry } from '../../../protocol/people/shapes.ts'

/** How values that a page sent are put into words, for the AI that reads them and for answers about them. */

export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length ? value.map(valueWords).join(', ') : 'none'
  if (typeof value === 'object')
    return partsOf(value as Record<string, unknown>)
      .map(([key, part]) => `${key}: ${valueWords(part)}`)
      .join('; ')
  return String(value).replace(/\s+/g, ' ').trim()
}

/** What something is called comes first, then how it is, then the rest. */
function partsOf(value: Record<string, unknown>): [string, unknown][] {
  const place = ([key]: [string, unknown]) => {
    if (names.includes(key)) return 0
    const second = ['status', 'error'].indexOf(key)
    return second < 0 ? 3 : second + 1
  }
  return Object.entries(value).sort((a, b) => place(a) - place(b))
}

const names = ['label', 'name', 'title']

/** One entry as a few lines: its label and type, then its items or parts. Errors stand out. */
export function entryWords({ label, type, value }: ContextEntry): string {
  const head = `[${label}] (${type})`
  if (Array.isArray(value))
    return [head, ...value.slice(0, 50).map((item) => `- ${shortened(itemWords(item), 300)}`)].join('\n')
  if (typeof value !== 'object' || value === null) return `${head} ${shortened(valueWords(value), 500)}`
  return [
    head,
    ...partsOf(value as Record<string, unknown>).map(
      ([key, part]) =>
        `${key === 'error' && type === 'integration' ? 'ERROR' : key}: ${shortened(valueWords(part), 500)}`,
    ),
  ].join('\n')
}

function itemWords(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return valueWords(item)
  const { name, rest } = named(item as Record<string, unknown>)
  const words = valueWords(rest)
  if (name === null) return words
  return words && words !== 'none' ? `${name} (${words})` : name
}

function named(item: Record<string, unknown>): { name: string | null; rest: Record<string, unknown> } {
  const key = names.find((each) => typeof item[each] === 'string')
  if (!key) return { name: null, rest: item }
  const { [key]: name, ...rest } = item
  return { name: String(name), rest }
}
