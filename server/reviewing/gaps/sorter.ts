import { startOf } from '../../../protocol/cut.ts'
import { clear, raise } from '../../alerts/incidents.ts'
import { newId, type Context } from '../../ground/context.ts'
import type { GapQuestionRow } from '../../db/schema.ts'
import { Rounds } from '../../ground/rounds.ts'
import { GapIndex } from './gap-index.ts'

const batch = 100

/**
 * Puts questions that were answered badly to those of the same kind, by meaning where the encoder can say it. The table is the queue: what a process that died had
 * not sorted, another sorts.
 */
export class GapSorter {
  readonly #ctx: Context
  readonly #rounds: Rounds
  readonly #index: GapIndex

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#index = new GapIndex(ctx.encoder)
    this.#rounds = new Rounds(ctx, 'sort questions into gaps', ctx.timing.sweepIntervalMs * 3, () => this.#sort())
  }

  start(): void {
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  async #sort(): Promise<void> {
    const questions = await this.#ctx.db.reads
      .selectFrom('gap_questions')
      .selectAll()
      .where('gap_id', 'is', null)
      .orderBy('at')
      .limit(batch)
      .execute()
    if (!questions.length) return
    await this.#readGaps()
    for (const question of questions) await this.#place(question)
  }

  async #readGaps(): Promise<void> {
    const rows = await this.#ctx.db.reads
      .selectFrom('gap_questions')
      .innerJoin('gaps', 'gaps.id', 'gap_questions.gap_id')
      .select(['gaps.id', 'gap_questions.question'])
      .orderBy('gap_questions.at', 'desc')
      .execute()
    this.#index.replace(
      [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => ({
        id,
        questions: own.map(({ question }) => question),
      })),
    )
  }

  async #place(row: GapQuestionRow): Promise<void> {
    const found = await this.#index.find(row.question)
    if (row.reason === 'answered') return this.#settle(row, found?.sure ? found.id : null)
    const id = found?.id ?? newId()
    this.#index.add(id, row.question)
    const count = await this.#add(row, id)
    if (count)
      await raise(this.#ctx, {
        kind: 'gap',
        subject: id,
        conversation_id: row.conversation_id,
        title: startOf(row.question, 120),
        detail: `Asked ${count} ${count === 1 ? 'time' : 'times'} without a good answer.`,
        level: count,
      })
  }

  /** How many questions the gap holds now; 0 when an operator said that it is none. */
  #add({ message_id, reason, question, at }: GapQuestionRow, id: string): Promise<number> {
    return this.#ctx.db.write(async (trx) => {
      // Whoever asked may have been erased since the question was read; then it must not come back as the name of a gap.
      const { numUpdatedRows } = await trx
        .updateTable('gap_questions')
        .set({ gap_id: id })
        .where('message_id', '=', message_id)
        .where('reason', '=', reason)
        .executeTakeFirst()
      if (!numUpdatedRows) return 0
      await trx
        .insertInto('gaps')
        .values({
          id,
          question,
          changed_at: at,
          ended_how: null,
          ended_at: null,
          ended_in: null,
          reopened_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ changed_at: at }))
        .execute()
      // What was answered once and is not any more is a gap again.
      await trx
        .updateTable('gaps')
        .set({ ended_how: null, ended_at: null, ended_in: null, reopened_at: at })
        .where('id', '=', id)
        .where('ended_how', '=', 'answered')
        .execute()
      const { ended_at } = await trx
        .selectFrom('gaps')
        .select('ended_at')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      if (ended_at !== null) return 0
      const { count } = await trx
        .selectFrom('gap_questions')
        .select((eb) => eb.fn.count<number>('message_id').distinct().as('count'))
        .where('gap_id', '=', id)
        .executeTakeFirstOrThrow()
      return Number(count)
    })
  }

  /** A sure answer to a question of this kind closes the gap, if it came after the last bad one. */
  async #settle({ message_id, conversation_id, at }: GapQuestionRow, gap: string | null): Promise<void> {
    const closed = await this.#ctx.db.write(async (trx) => {
      await trx
        .deleteFrom('gap_questions')
        .where('message_id', '=', message_id)
        .where('reason', '=', 'answered')
        .execute()
      if (!gap) return false
      const { numUpdatedRows } = await trx
        .updateTable('gaps')
        .set({ ended_how: 'answered', ended_at: at, ended_in: conversation_id })
        .where('id', '=', gap)
        .where('ended_at', 'is', null)
        .where('changed_at', '<', at)
        .executeTakeFirst()
      return Boolean(numUpdatedRows)
    })
    if (closed) await clear(this.#ctx, 'gap', gap!)
  }
}
