import { XMLParser } from 'fast-xml-parser'
import Papa from 'papaparse'
import { Unreadable, type Extracted } from './extracted.ts'
import { decode } from './decode.ts'

const mostRows = 20_000
const deepest = 60

/** Each row becomes a paragraph of "column: value", so that a passage can be understood without the head of the table. */
export function readCsv(bytes: Uint8Array, charset: string | null): Extracted {
  const { data, errors } = Papa.parse<string[]>(decode(bytes, charset).trim(), { skipEmptyLines: 'greedy' })
  const [head, ...rows] = data
  if (!head?.length) throw new Unreadable(errors[0]?.message ?? 'The table is empty.')
  if (rows.length > mostRows)
    throw new Unreadable(`The table has ${rows.length} rows; at most ${mostRows} can be read.`)
  const lines = rows.map((row) =>
    row
      .map((value, column) => [head[column]?.trim() || `Column ${column + 1}`, value.trim()])
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  )
  return { title: null, text: rows.length ? lines.join('\n\n') : head.join(', '), links: [], leftOut: [] }
}

export function readJson(bytes: Uint8Array, charset: string | null): Extracted {
  const text = decode(bytes, charset)
  return { title: null, text: outline(parsed(() => JSON.parse(text), 'JSON')), links: [], leftOut: [] }
}

/** Entities are not expanded and documents elsewhere not loaded: XML can be a bomb and a burglar. */
export function readXml(bytes: Uint8Array, charset: string | null): Extracted {
  const text = decode(bytes, charset)
  if (/<!ENTITY/i.test(text)) throw new Unreadable('The XML defines entities, which are not read.')
  const tree = parsed(
    () =>
      new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '',
        maxNestedTags: deepest,
        ignoreDeclaration: true,
      }).parse(text, true),
    'XML',
  )
  return { title: null, text: outline(tree), links: [], leftOut: [] }
}

function parsed(parse: () => unknown, kind: string): unknown {
  try {
    return parse()
  } catch (error) {
    throw new Unreadable(`The ${kind} is damaged: ${(error as Error).message}`)
  }
}

/** Records as paragraphs; what is nested stands behind its name: "price: amount: 12". */
function outline(value: unknown): string {
  return blocks(value, 0).join('\n\n')
}

function blocks(value: unknown, depth: number): string[] {
  if (depth > deepest) throw new Unreadable(`This is nested more than ${deepest} levels deep.`)
  if (Array.isArray(value)) return value.flatMap((entry) => blocks(entry, depth + 1))
  if (!isRecord(value)) return value === null || value === '' ? [] : [String(value)]
  const plain = Object.entries(value).filter(
    ([, inner]) => !isRecord(inner) && !Array.isArray(inner) && inner !== null && inner !== '',
  )
  const nested = Object.entries(value).filter(([, inner]) => isRecord(inner) || Array.isArray(inner))
  const own = plain.map(([name, inner]) => (name === '#text' ? String(inner) : `${name}: ${inner}`)).join('\n')
  return [...(own ? [own] : []), ...nested.flatMap(([name, inner]) => named(name, inner, depth + 1))]
}

function named(name: string, value: unknown, depth: number): string[] {
  if (Array.isArray(value) && value.every((entry) => !isRecord(entry) && !Array.isArray(entry)))
    return [`${name}: ${value.join(', ')}`]
  return blocks(value, depth).map((block) => `${name}: ${block}`)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
