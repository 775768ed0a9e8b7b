import type { Kysely } from 'kysely'
import type { Scope } from '../../protocol/teaching/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { guidanceInForce } from './guidance.ts'
import { docsInForce } from './internal-docs.ts'
import { readInstructions } from './instructions.ts'
import type { Fitting, KnownCorrections } from './known-corrections.ts'
import { lessonsFor } from './lessons.ts'
import { audienceOf, covers, nobody, type Reach } from './reach.ts'
import { lastQuestion } from '../language/did-you-mean.ts'
import type { Entry } from '../models/model.ts'
import { type Taught } from '../models/taught-shape.ts'

export const nothingTaught: Taught = { guidance: [], lessons: [], corrections: [], docs: [], instructions: '' }

/** What holds for this visitor now. A lesson that was made of one of `whispers` stands there already and is not told twice. */
export async function readTaught(
  db: Kysely<Schema>,
  reach: Reach = nobody,
  whispers: { id: string }[] = [],
): Promise<Omit<Taught, 'corrections'>> {
  const told = new Set(whispers.map(({ id }) => id))
  const lessons = (await lessonsFor(db, reach)).filter(({ whisper_id }) => !whisper_id || !told.has(whisper_id))
  return {
    guidance: await guidanceInForce(db),
    lessons: lessons.map(({ id, by, text, scope, changed_at }) => ({
      id,
      by: JSON.parse(by).name,
      text,
      scope: scope as Scope,
      changedAt: changed_at,
    })),
    docs: await docsInForce(db),
    instructions: (await readInstructions(db)).text,
  }
}

/** Corrections of what the visitor has just asked; a burst may ask several things. */
export async function readCorrections(
  ctx: Context,
  history: Entry[],
  reach: Reach,
): Promise<Taught['corrections']> {
  return stillTrue(ctx.db.reads, await fittingFor(ctx.corrections, history, reach), reach)
}

/** What fits, as far as `known` goes, best first. */
export async function fittingFor(
  known: Pick<KnownCorrections, 'find'>,
  history: Entry[],
  reach: Reach,
): Promise<Fitting[]> {
  const found = new Map<string, Fitting>()
  for (const question of questionsOf(history)) {
    for (const fitting of await known.find(question, reach)) {
      const before = found.get(fitting.correction.id)
      if (!before || before.score < fitting.score) found.set(fitting.correction.id, fitting)
    }
  }
  return [...found.values()]
    .sort((a, b) => Number(b.band === 'sure') - Number(a.band === 'sure') || b.score - a.score)
    .slice(0, 5)
}

/** The index of this process may lag behind another one that has just retired or edited a correction. */
async function stillTrue(db: Kysely<Schema>, fitting: Fitting[], reach: Reach): Promise<Taught['corrections']> {
  if (!fitting.length) return []
  const rows = await db
    .selectFrom('corrections')
    .selectAll()
    .where(
      'id',
      'in',
      fitting.map(({ correction }) => correction.id),
    )
    .where('retired_at', 'is', null)
    .execute()
  return fitting.flatMap(({ correction, band }) => {
    const row = rows.find(({ id }) => id === correction.id)
    if (!row || !covers(audienceOf(row), reach)) return []
    // What may be meant is asked in its words, and these are somebody's.
    if (band === 'unsure' && row.general === 0) return []
    return [
      {
        id: row.id,
        by: JSON.parse(row.by).name,
        question: row.question,
        general: row.general === 1,
        answer: row.answer,
        band,
        changedAt: row.changed_at,
      },
    ]
  })
}

/** Each message that is not answered yet, all of them together, and what a plain yes says yes to. */
function questionsOf(history: Entry[]): string[] {
  const answered = history.findLastIndex(({ from }) => from === 'ai' || from === 'operator')
  const open = history.slice(answered + 1).flatMap(({ from, text }) => (from === 'visitor' ? [text] : []))
  const meant = lastQuestion(history)
  return [...new Set([...open, open.join('\n'), ...(meant ? [meant] : [])])].filter((text) => text.trim())
}

/** What went into the prompt, for the ledger that every use is counted from. */
export function provenanceOf(taught: Taught): Provenance[] {
  const kinds = { guidance: taught.guidance, lesson: taught.lessons, doc: taught.docs }
  return [
    ...Object.entries(kinds).flatMap(([kind, all]) => all.map(({ id }) => ({ kind, ref: id }))),
    ...taught.corrections.map(({ id, band }) => ({ kind: 'correction', ref: id, band })),
  ]
}

/** Something that went into a prompt. `band`: how surely a correction matched. */
export interface Provenance {
  kind: string
  ref: string
  band?: 'sure' | 'unsure'
}

/** Whether every lesson and correction of the prompt still stands as it stood: what was retired or edited meanwhile must not be followed. */
export async function stillTaught(
  db: Kysely<Schema>,
  { lessons, corrections }: Pick<Taught, 'lessons' | 'corrections'>,
): Promise<boolean> {
  const same = (
    rows: { id: string; changed_at: number; retired_at: number | null }[],
    told: { id: string; changedAt: number }[],
  ) =>
    told.every(({ id, changedAt }) =>
      rows.some((row) => row.id === id && row.changed_at === changedAt && row.retired_at === null),
    )
  const read = (table: 'lessons' | 'corrections', ids: string[]) =>
    db.selectFrom(table).select(['id', 'changed_at', 'retired_at']).where('id', 'in', ids).execute()
  if (
    lessons.length &&
    !same(
      await read(
        'lessons',
        lessons.map(({ id }) => id),
      ),
      lessons,
    )
  )
    return false
  return (
    !corrections.length ||
    same(
      await read(
        'corrections',
        corrections.map(({ id }) => id),
      ),
      corrections,
    )
  )
}
