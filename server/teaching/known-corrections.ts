import type { Thresholds } from '../../protocol/teaching/learning-routes.ts'
import type { Correction } from '../../protocol/teaching/shapes.ts'
import { stampOf } from '../db/stamp.ts'
import { followTopic } from '../events/follow-topic.ts'
import type { Context } from '../ground/context.ts'
import type { Meaning, MeaningIndex } from '../knowledge/vectors/meaning.ts'
import { OverMeaning } from '../knowledge/vectors/over-meaning.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { correctionsOf } from './corrections.ts'
import { calibrationOf } from './thresholds.ts'
import { thresholdsTopic, readThresholdOverrides } from './threshold-overrides.ts'
import { CorrectionIndex, type Asked } from './matching.ts'
import { phrasingsOf, type Phrasings } from './phrasings.ts'
import { byScope, covers, type Reach } from './reach.ts'

/** A correction that answers what was asked, or may. */
export interface Fitting {
  correction: Correction
  band: 'sure' | 'unsure'
  score: number
}

/** Corrections as they would be; `close` lets go of what was made for that. */
interface Fork {
  known: KnownCorrections
  close(): void
}

/** Every correction that is not retired, in memory, to be looked up for each question. */
export class KnownCorrections {
  readonly #index: CorrectionIndex
  readonly #known = new Map<string, Correction>()
  readonly #learned = new Map<string, Phrasings>()
  /** Where an admin moved them, by model. */
  #moved: Record<string, Thresholds> = {}

  constructor(meaning: Meaning | null = null, index: CorrectionIndex | null = null) {
    this.#index = index ?? new CorrectionIndex(meaning, (model) => this.#moved[model] ?? calibrationOf(model))
  }

  /** As it would be with these in place of what it knows, and without those. `drafts`: where vectors of what is changed are kept meanwhile. */
  fork(put: Correction[], removed: string[], drafts: MeaningIndex | null): Fork {
    const { meaning } = this.#index
    const over = meaning && drafts && new OverMeaning(meaning, drafts)
    const asked = put.map((correction) => this.#asked(correction))
    const known = new KnownCorrections(null, this.#index.fork(asked, removed, over))
    for (const [id, correction] of this.#known) if (!removed.includes(id)) known.#known.set(id, correction)
    for (const correction of put) known.#known.set(correction.id, correction)
    return { known, close: () => over?.clear() }
  }

  get(id: string): Correction | undefined {
    return this.#known.get(id)
  }

  replace(all: Correction[], learned: (id: string) => Phrasings): void {
    this.#known.clear()
    this.#learned.clear()
    for (const correction of all) {
      this.#known.set(correction.id, correction)
      this.#learned.set(correction.id, learned(correction.id))
    }
    this.#index.replace(all.map((correction) => this.#asked(correction)))
  }

  /** Without `learned`, what it learned stays as it is. */
  put(correction: Correction, learned?: Phrasings): void {
    this.#known.set(correction.id, correction)
    if (learned) this.#learned.set(correction.id, learned)
    this.#index.put(this.#asked(correction))
  }

  remove(id: string): void {
    this.#known.delete(id)
    this.#learned.delete(id)
    this.#index.remove(id)
  }

  /** What was learned in a conversation that is no more goes with it. */
  forget(conversationId: string): void {
    for (const [id, { right, wrong }] of this.#learned) {
      const stays = (rows: Phrasings['right']) =>
        rows.filter(({ conversation_id }) => conversation_id !== conversationId)
      const kept = { right: stays(right), wrong: stays(wrong) }
      const correction = this.#known.get(id)
      if (correction && kept.right.length + kept.wrong.length < right.length + wrong.length)
        this.put(correction, kept)
    }
  }

  overrideThresholds(moved: Record<string, Thresholds>): void {
    this.#moved = moved
  }

  /** Resolves when every one of them can be found by meaning, or never will be. */
  filled(): Promise<void> {
    return this.#index.filled()
  }

  /**
   * What fits a question, for somebody: the one correction that answers it, or, when none is sure, those that may. Where several are sure a narrower
   * scope beats a wider one, then the better match, then the newer.
   */
  async find(question: string, who: Pick<Reach, 'contact' | 'company'>): Promise<Fitting[]> {
    const mine = (id: string) => {
      const correction = this.#known.get(id)
      return !!correction && covers(correction, who)
    }
    const found = (await this.#index.match(question, mine)).flatMap(({ id, score, band }) => {
      const correction = this.#known.get(id)
      return correction ? [{ correction, score, band }] : []
    })
    const [first] = found.filter(({ band }) => band === 'sure').sort(stronger)
    return first ? [first] : found.sort(stronger)
  }

  /** All that may be found for a question, by whomever it is asked, each as it stands: where this is the same, `find` finds the same. */
  async fitting(question: string): Promise<unknown[]> {
    const near = await this.#index.comeNear(question)
    return near.map((each) => [each, this.#known.get(each.id)])
  }

  #asked({ id, question }: Correction): Asked {
    const { right = [], wrong = [] } = this.#learned.get(id) ?? {}
    return { id, question, phrasings: right, rejected: wrong }
  }
}

function stronger(a: Fitting, b: Fitting): number {
  return (
    byScope(a.correction, b.correction) ||
    Math.round((b.score - a.score) * 10) ||
    b.correction.changedAt - a.correction.changedAt
  )
}

/** Keep this process's index true: everything at the start and after a lost link, then one by one. */
export async function followCorrections(ctx: Context): Promise<() => void> {
  const loadThresholds = async () => ctx.corrections.overrideThresholds(await readThresholdOverrides(ctx.db.reads))
  const stops = [
    onForgotten(ctx, (id) => ctx.corrections.forget(id)),
    await followTopic(ctx, {
      topic: thresholdsTopic,
      load: loadThresholds,
      stamp: async () => JSON.stringify(await readThresholdOverrides(ctx.db.reads)),
    }),
    await followTopic(ctx, {
      topic: 'corrections',
      load: () => loadCorrections(ctx),
      take: ({ id }: { id: string }) => takeCorrection(ctx, id),
      stamp: async () =>
        (await stampOf(ctx.db.reads, 'corrections', ['changed_at', 'retired_at'])) +
        (await stampOf(ctx.db.reads, 'phrasings', ['at', 'removed_at'])),
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

async function loadCorrections({ corrections, db }: Context): Promise<void> {
  const rows = await db.reads.selectFrom('corrections').selectAll().where('retired_at', 'is', null).execute()
  corrections.replace(await correctionsOf(db.reads, rows), await phrasingsOf(db.reads))
}

async function takeCorrection({ corrections, db }: Context, id: string): Promise<void> {
  const row = await db.reads
    .selectFrom('corrections')
    .selectAll()
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  if (!row) return corrections.remove(id)
  corrections.put((await correctionsOf(db.reads, [row]))[0]!, (await phrasingsOf(db.reads, id))(id))
}

declare module '../ground/context.ts' {
  interface Context {
    corrections: KnownCorrections
  }
}
