import { sql, type Kysely } from 'kysely'
import type { Report } from '../../../protocol/reports.ts'
import type { Schema } from '../../db/schema.ts'
import type { Span } from './span.ts'

/** More answers than a median needs. */
const sample = 50_000

/** From the first unanswered message of a visitor to the answer. A burst of messages is one question, and waits from its beginning. */
export async function answerTimes(db: Kysely<Schema>, { from, until }: Span): Promise<Report['answers']> {
  const spoken = db
    .selectFrom('messages')
    .select(['conversation_id', 'seq', 'at', 'sender'])
    .where('sender', '!=', 'system')
    .where('at', '>=', from)
    .where('at', '<', until)
  const turned = db
    .selectFrom(spoken.as('spoken'))
    .select([
      'conversation_id',
      'seq',
      'at',
      'sender',
      sql<string | null>`lag(sender) over (partition by conversation_id order by seq)`.as('before'),
    ])
  // Only the first message of each side's turn is left, so the line before an answer is where the waiting began.
  const turns = db
    .selectFrom(turned.as('turned'))
    .select([
      'sender',
      'at',
      sql<number | null>`lag(at) over (partition by conversation_id order by seq)`.as('asked'),
      sql<string | null>`lag(sender) over (partition by conversation_id order by seq)`.as('asker'),
    ])
    .where((eb) => eb.or([eb('before', 'is', null), eb('before', '!=', eb.ref('sender'))]))
  const rows = await db
    .selectFrom(turns.as('turns'))
    .select(['sender', sql<number>`at - asked`.as('took')])
    .where('asker', '=', 'visitor')
    .where('sender', 'in', ['ai', 'operator'])
    .limit(sample)
    .execute()
  const of = (sender: string) => summed(rows.filter((row) => row.sender === sender).map(({ took }) => Number(took)))
  return { ai: of('ai'), operator: of('operator') }
}

function summed(times: number[]): Report['answers']['ai'] {
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null
  return { count: times.length, median: at(0.5), slowest: at(0.9) }
}
