import { readdirSync, readFileSync } from 'node:fs'
import Papa from 'papaparse'
import type { Searchable } from '../../server/knowledge/passages.ts'

/** Sets written for Halo, by trade and by author. What the code was tuned on is `learned`; nothing else was looked at before it was measured. */
export const trades = {
  learned: ['coffee', 'saas', 'bank', 'bikes', 'clinic', 'telecom', 'hotel', 'repair', 'school', 'insurance'],
  unseen: ['dentist', 'gym', 'ferry'],
} as const
/** Of whispers and receipts; minimal pairs have later ones, who were not looked at. */
export const authors = { learned: ['ada', 'ben'], unseen: ['cleo', 'dan'] } as const
export const laterAuthors = { learned: ['ada', 'ben', 'cleo', 'dan'], unseen: ['eve', 'finn'] } as const
/** Of conversations: what finn's showed was mended. */
export const conversationAuthors = { learned: ['ada', 'ben', 'cleo', 'dan', 'finn'], unseen: ['eve'] } as const
export type Cut = keyof typeof trades

const folder = new URL('./sets/', import.meta.url)
const shop = new URL('../../demo/knowledge/', import.meta.url)

/** The rows of a table with a header, without any quoting: what people type holds quotes. */
export function readTable<Row>(path: string, header = true): Row[] {
  return Papa.parse<Row>(readFileSync(new URL(path, folder), 'utf8').trim(), {
    delimiter: '\t',
    header,
    quoteChar: '\0',
  }).data
}

/** A question as it was typed. `must` and `not` are regular expressions for the reply; without `must`, only to admit that nothing is known is right. */
export interface Question {
  kind: string
  style: string
  asked: string[]
  must: string
  not: string
}

export function readQuestions(trade: string): Question[] {
  return readTable<Omit<Question, 'asked'> & { asked: string }>(`${trade}/questions.tsv`).map((row) => ({
    ...row,
    asked: row.asked.split(' >> '),
  }))
}

export function readArticles(trade: string): Searchable[] {
  if (trade === 'coffee') return readdirSync(shop).map(readShopArticle)
  const [, ...parts] = `\n${readFileSync(new URL(`${trade}/articles.md`, folder), 'utf8')}`.split('\n=== ')
  return parts.map((part, number) => {
    const [title = '', ...lines] = part.split('\n')
    return { id: `${trade}-${number}`, title, body: lines.join('\n').trim(), url: null }
  })
}

function readShopArticle(file: string): Searchable {
  const text = readFileSync(new URL(file, shop), 'utf8')
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  return { id: file, title: /title: (.*)/.exec(head)?.[1] ?? file, body, url: /url: (.*)/.exec(head)?.[1] ?? null }
}
