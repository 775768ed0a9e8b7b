import { isGeneral } from '../teaching/general.ts'
import type { Kysely } from 'kysely'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import type { Correction, Scope } from '../../protocol/teaching/shapes.ts'
import type { Schema } from '../db/schema.ts'
import type { Context } from '../ground/context.ts'
import type { MeaningIndex } from '../knowledge/vectors/meaning.ts'
import { inForce, type State } from '../replies/turn.ts'
import { guidanceInForce, listGuidance } from '../teaching/guidance.ts'
import { docsInForce } from '../teaching/internal-docs.ts'
import { readInstructions } from '../teaching/instructions.ts'
import { audienceOf, byScope, covers, mustReach, nobody, reachOfContact, type Audience } from '../teaching/reach.ts'
import type { KnownCorrections } from '../teaching/known-corrections.ts'
import { fittingFor } from '../teaching/read-taught.ts'
import type { Scene } from '../replies/scene.ts'

type Of<K extends TaughtChange['kind']> = Extract<TaughtChange, { kind: K }>
type Taught = Scene['taught']

/** What would be in force; `close` lets go of what was made to answer under it. */
export interface Drafted extends State {
  /** The corrections among it. */
  known: KnownCorrections
  close(): void
}

/** What is in force now, with these changes. Nothing of them is stored. */
export async function draftState(ctx: Context, changes: TaughtChange[]): Promise<Drafted> {
  const [follow, corrections, articles] = [
    await followWith(ctx, changes),
    await correctionsWith(ctx, changes),
    await articlesWith(ctx, changes),
  ]
  return {
    follow,
    corrections: corrections.find,
    known: corrections.known,
    knowledge: articles.knowledge,
    close: () => [corrections, articles].forEach((made) => made.close()),
  }
}

const isOf = <K extends TaughtChange['kind']>(kind: K, changes: TaughtChange[]): Of<K>[] =>
  changes.filter((change): change is Of<K> => change.kind === kind)

const removedOf = (of: Of<'without'>['of'], changes: TaughtChange[]): string[] =>
  isOf('without', changes).flatMap((change) => (change.of === of ? [change.id] : []))

/** Guidance, documents and instructions are the same for everybody; lessons depend on who is talked to. */
async function followWith(ctx: Context, changes: TaughtChange[]): Promise<State['follow']> {
  const db = ctx.db.reads
  const [guidance, docs] = [await guidanceWith(ctx, changes), await docsWith(db, changes)]
  const instructions = isOf('instructions', changes).at(-1)?.text ?? (await readInstructions(db)).text
  const lessons = await lessonsOf(db, isOf('lesson', changes))
  const without = new Set([...removedOf('lesson', changes), ...lessons.map(({ id }) => id)])
  return (taught, reach) => ({
    guidance,
    docs,
    instructions,
    lessons: [
      ...lessons.filter((lesson) => lesson.on && covers(lesson, reach)).map(({ lesson }) => lesson),
      ...taught.lessons.filter(({ id }) => !without.has(id)),
    ].sort(byScope),
  })
}

/** What is edited keeps its place, what is new stands last. */
async function guidanceWith(ctx: Context, changes: TaughtChange[]): Promise<Taught['guidance']> {
  const written = isOf('guidance', changes)
  const removed = removedOf('guidance', changes)
  if (!written.length && !removed.length) return guidanceInForce(ctx.db.reads)
  const rows = await listGuidance(ctx)
  const added = written.filter(({ id }) => !rows.some((row) => row.id === id))
  return [...rows.map((row) => written.find(({ id }) => id === row.id) ?? row), ...added]
    .filter(({ id, on }) => on && !removed.includes(id))
    .map(({ id, text }) => ({ id, text }))
}

/** In the order in which a database sorts titles, as far as that is the same everywhere. */
async function docsWith(db: Kysely<Schema>, changes: TaughtChange[]): Promise<Taught['docs']> {
  const written = isOf('doc', changes)
  const gone = [...removedOf('doc', changes), ...written.map(({ id }) => id)]
  const kept = (await docsInForce(db)).filter(({ id }) => !gone.includes(id))
  const added = written.filter(({ on }) => on).map(({ id, title, body }) => ({ id, title, body }))
  if (!added.length) return kept
  return [...kept, ...added].sort((a, b) => (a.title < b.title ? -1 : Number(a.title > b.title)))
}

/** The latest stand before the others of their scope. */
async function lessonsOf(db: Kysely<Schema>, written: Of<'lesson'>[]) {
  const rows = await db.selectFrom('lessons').selectAll().where('id', 'in', idsOf(written)).execute()
  const made = []
  for (const { id, text, on, ...forWhom } of written.toReversed()) {
    const row = rows.find((row) => row.id === id)
    const audience = await audienceFor(db, row ? audienceOf(row) : null, forWhom)
    const by = row ? (JSON.parse(row.by) as { name: string }).name : ''
    const lesson = { id, by, text, scope: audience.scope, changedAt: Date.now() }
    made.push({ id, on: on && !row?.retired_at, ...audience, lesson })
  }
  return made
}

/** SQL knows no empty list. */
const idsOf = (all: { id: string }[]): string[] => (all.length ? all.map(({ id }) => id) : [''])

async function audienceFor(
  db: Kysely<Schema>,
  known: Audience | null,
  { scope, contactId }: { scope: Scope; contactId: string | null },
): Promise<Audience> {
  const reach = known ?? (contactId ? await reachOfContact(db, contactId) : nobody)
  mustReach(scope, reach)
  return { scope, contact: reach.contact, company: reach.company }
}

async function correctionsWith(
  ctx: Context,
  changes: TaughtChange[],
): Promise<{ find: State['corrections']; known: KnownCorrections; close(): void }> {
  const written = isOf('correction', changes)
  const removed = removedOf('correction', changes)
  if (!written.length && !removed.length)
    return { find: inForce(ctx).corrections, known: ctx.corrections, close: () => {} }
  const put: Correction[] = []
  for (const { kind: _, id, question, answer, ...forWhom } of written) {
    const known = ctx.corrections.get(id)
    const audience = await audienceFor(ctx.db.reads, known ?? null, forWhom)
    const general = await isGeneral(ctx.db.reads, question, known?.conversationId ?? null)
    put.push({ ...unsaid, ...known, id, question, general, answer, ...audience, changedAt: Date.now() })
  }
  const { known, close } = ctx.corrections.fork(put, removed, draftsOf(ctx, 'corrections'))
  await known.filled()
  return {
    known,
    find: async (history, reach) =>
      (await fittingFor(known, history, reach))
        // As they are found in earnest.
        .filter(({ correction, band }) => band === 'sure' || correction.general)
        .map(({ correction, band }) => ({
          id: correction.id,
          by: correction.by.name,
          question: correction.question,
          general: correction.general === true,
          answer: correction.answer,
          band,
          changedAt: correction.changedAt,
        })),
    close,
  }
}

/** Of a correction that nobody has saved. */
const unsaid = {
  by: { id: '', name: '', image: null },
  messageId: null,
  conversationId: null,
  createdAt: 0,
  retiredAt: null,
  toldIn: null,
  unverified: false,
}

async function articlesWith(
  ctx: Context,
  changes: TaughtChange[],
): Promise<{ knowledge: State['knowledge']; close(): void }> {
  const steps = [
    ...isOf('article', changes).map(({ kind: _, ...put }) => ({ put })),
    ...removedOf('article', changes).map((remove) => ({ remove })),
  ]
  if (!steps.length) return { knowledge: ctx.knowledge, close: () => {} }
  const { index, close } = await ctx.knowledge.fork(steps, draftsOf(ctx, 'passages'))
  await index.filled()
  return { knowledge: index, close }
}

/** Vectors of what is not saved, one set for each kind: they go when their draft is closed. */
const drafts = new WeakMap<Context, Map<string, MeaningIndex>>()

function draftsOf(ctx: Context, kind: string): MeaningIndex | null {
  if (!ctx.vectors) return null
  const known = drafts.get(ctx) ?? new Map<string, MeaningIndex>()
  drafts.set(ctx, known)
  const index = known.get(kind) ?? ctx.vectors.meaning.index(`${kind} of drafts`)
  known.set(kind, index)
  return index
}
