import type { Correction } from '../../protocol/teaching.ts'
import type { Context } from '../context.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { correctionsOf } from './corrections.ts'
import { CorrectionIndex } from './matching.ts'
import { byScope, covers, type Reach } from './reach.ts'

/** A correction that answers what was asked, or may. */
export interface Fitting {
  correction: Correction
  band: 'sure' | 'unsure'
  score: number
}

/** Every correction that is not retired, in memory, to be looked up for each question. */
export class KnownCorrections {
  private readonly index: CorrectionIndex
  private readonly known = new Map<string, Correction>()

  constructor(encoder: Encoder | null = null) {
    this.index = new CorrectionIndex(encoder)
  }

  replace(all: Correction[]): void {
    this.known.clear()
    for (const correction of all) this.known.set(correction.id, correction)
    this.index.replace(all.map(asked))
  }

  put(correction: Correction): void {
    this.known.set(correction.id, correction)
    this.index.put(asked(correction))
  }

  remove(id: string): void {
    this.known.delete(id)
    this.index.remove(id)
  }

  /** Resolves when every one of them can be found by meaning, or never will be. */
  filled(): Promise<void> {
    return this.index.filled()
  }

  /**
   * What fits a question, for somebody: the one correction that answers it, or, when none is sure, those that may. Where several are sure a narrower
   * scope beats a wider one, then the better match, then the newer.
   */
  async find(question: string, who: Pick<Reach, 'contact' | 'company'>): Promise<Fitting[]> {
    const mine = (id: string) => {
      const correction = this.known.get(id)
      return !!correction && covers(correction, who)
    }
    const found = (await this.index.match(question, mine)).flatMap(({ id, score, band }) => {
      const correction = this.known.get(id)
      return correction ? [{ correction, score, band }] : []
    })
    const [first] = found.filter(({ band }) => band === 'sure').sort(stronger)
    return first ? [first] : found.sort(stronger)
  }
}

const asked = ({ id, question }: Correction) => ({ id, question, phrasings: [] })

function stronger(a: Fitting, b: Fitting): number {
  return byScope(a.correction, b.correction) || Math.round((b.score - a.score) * 10) || b.correction.changedAt - a.correction.changedAt
}

/** Keep this process's index true: everything at the start and after a lost link, then one by one. */
export async function followCorrections(ctx: Context): Promise<() => void> {
  const load = async () => {
    const rows = await ctx.db.reads.selectFrom('corrections').selectAll().where('retired_at', 'is', null).execute()
    ctx.corrections.replace(await correctionsOf(ctx.db.reads, rows))
  }
  const take = async (id: string) => {
    const row = await ctx.db.reads.selectFrom('corrections').selectAll().where('id', '=', id).where('retired_at', 'is', null).executeTakeFirst()
    if (row) ctx.corrections.put((await correctionsOf(ctx.db.reads, [row]))[0]!)
    else ctx.corrections.remove(id)
  }
  const failed = (error: unknown) => ctx.log.error({ error }, 'could not take a correction into the index')
  // One after the other: a read that is overtaken would leave what is no longer true.
  let last = Promise.resolve()
  const follow = (id: string) => void (last = last.then(() => take(id)).catch(failed))
  const stops = [ctx.bus.subscribe('corrections', (hint) => follow((hint as { id: string }).id)), ctx.bus.onGap(() => void load().catch(failed))]
  await load()
  return () => stops.forEach((stop) => stop())
}
