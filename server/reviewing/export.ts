import { Readable } from 'node:stream'
import papaparse from 'papaparse'
import type { Conversation } from '../../protocol/entities.ts'
import type { CompletedFilter } from '../../protocol/review/routes.ts'
import type { Context } from '../ground/context.ts'
import { allCompleted } from './completed.ts'

type ExportFormat = 'csv' | 'json'

export const exportTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** The filtered list as a file. The next page is read when the reader has taken the last one. */
export function exportCompleted(ctx: Context, wanted: CompletedFilter, format: ExportFormat): Readable {
  const pages = allCompleted(ctx, wanted)
  return Readable.from(format === 'csv' ? csv(pages) : json(pages))
}

async function* json(pages: AsyncGenerator<Conversation[]>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const page of pages) {
    for (const conversation of page) {
      yield before + JSON.stringify(conversation)
      before = ',\n'
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** The mark at the beginning tells spreadsheets that this is UTF-8. */
async function* csv(pages: AsyncGenerator<Conversation[]>): AsyncGenerator<string> {
  yield `\ufeff${lines([Object.keys(columns)])}`
  for await (const page of pages)
    if (page.length)
      yield lines(page.map((conversation) => Object.values(columns).map((cell) => cell(conversation))))
}

/** What a visitor wrote must not become a formula in somebody's spreadsheet; numbers are numbers and stay so. */
const lines = (rows: unknown[][]) =>
  papaparse.unparse(rows, { escapeFormulae: /^\s*[=+\-@\t\r＝＋－＠]/, newline: '\r\n' }) + '\r\n'

const time = (at: number | null | undefined) => (at ? new Date(at).toISOString() : null)

const columns: Record<string, (conversation: Conversation) => string | number | null | undefined> = {
  id: ({ id }) => id,
  opened: ({ openedAt }) => time(openedAt),
  completed: ({ completedAt }) => time(completedAt),
  visitor: ({ visitor }) => visitor.name,
  email: ({ visitor }) => visitor.email,
  verified: ({ visitor }) => (visitor.verified ? 'yes' : 'no'),
  agent: ({ agent }) => agent.name,
  operators: ({ operators }) => operators.map(({ name }) => name).join(', '),
  topic: ({ topic }) => topic,
  outcome: ({ outcome }) => outcome?.kind,
  evidence: ({ outcome }) => outcome?.evidence,
  'outcome by rule': ({ outcome }) => outcome?.overruled?.rule ?? outcome?.kind,
  'overruled by': ({ outcome }) => outcome?.overruled?.by.name,
  'overruled because': ({ outcome }) => outcome?.overruled?.reason,
  score: ({ score }) => score?.points,
  mood: ({ mood }) => mood.mood,
  'mood score': ({ mood }) => mood.score,
  'thumbs up': ({ ratings }) => ratings.up,
  'thumbs down': ({ ratings }) => ratings.down,
  corrections: ({ corrected }) => corrected.length,
  ended: ({ endedHow }) => endedHow,
  ticket: ({ ticket }) => ticket?.number,
  'reviewed by': ({ reviewed }) => reviewed?.by.name,
  reviewed: ({ reviewed }) => time(reviewed?.at),
}
