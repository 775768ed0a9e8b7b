import type { ModelCosts, MonthSpent } from '../../../protocol/agents/costs.ts'
import { openBuiltin } from '../../builtin/builtin.ts'
import { stampOfSetting } from '../../db/stamp.ts'
import { followTopic } from '../../events/follow-topic.ts'
import type { Context } from '../../ground/context.ts'
import { costOf, costsKey, priceOf, readCosts, writeCosts } from './costs.ts'
import { ModelFailed, type Model, type Usage } from '../model.ts'

/** What other processes spent meanwhile is seen after this long; what this one spends counts at once. */
const freshMs = 10_000

/** What language models may cost in a month. Replies that are under way when it is spent are finished. */
export class Budget {
  #ctx: Context | null = null
  #costs: ModelCosts | null = null
  #month: MonthSpent = blank(0)
  #byModel: Record<string, number> = {}
  #readAt = -Infinity
  #reading: Promise<void> | null = null

  async start(ctx: Context): Promise<() => void> {
    this.#ctx = ctx
    return followTopic(ctx, {
      topic: costsKey,
      load: async () => {
        this.#costs = await readCosts(ctx.db.reads)
        this.#readAt = -Infinity
      },
      stamp: () => stampOfSetting(ctx.db.reads, costsKey),
    })
  }

  async change(ctx: Context, costs: ModelCosts): Promise<void> {
    await ctx.db.write((trx) => writeCosts(trx, costs))
    this.#costs = costs
    this.#readAt = -Infinity
    ctx.bus.publish(costsKey, {})
  }

  get costs(): ModelCosts {
    return this.#costs!
  }

  /** `atMostMs`: as old as the answer may be. */
  async month(atMostMs = freshMs): Promise<MonthSpent> {
    const since = monthOf(Date.now())
    if (since !== this.#month.since || performance.now() - this.#readAt > atMostMs)
      await (this.#reading ??= this.#read(since).finally(() => (this.#reading = null)))
    return { ...this.#month, state: stateOf(this.#month.spent, this.costs) }
  }

  /** Whether this model has to be silent until the month is over. */
  async stops(model: string): Promise<boolean> {
    if (!this.#costs || this.#costs.budget === null || isFree(this.#costs, model)) return false
    return (await this.month()).state === 'stopped'
  }

  /** What each model with a price cost in this month. */
  async byModel(): Promise<Record<string, number>> {
    await this.month()
    return this.#byModel
  }

  /** At once, because it stands in the database only when the reply does. */
  spend(model: string, usage: Usage): void {
    if (this.#costs) this.#month.spent += costOf(this.#costs, model, usage) ?? 0
  }

  async #read(since: number): Promise<void> {
    const costs = this.costs
    const rows = await this.#ctx!.db.reads.selectFrom('model_usage')
      .select((eb) => [
        'model',
        eb.fn.sum<number>('input').as('input'),
        eb.fn.sum<number>('output').as('output'),
        eb.fn.sum<number>('cached').as('cached'),
      ])
      .where('at', '>=', since)
      .groupBy('model')
      .execute()
    const month = blank(since)
    this.#byModel = {}
    for (const { model, input, output, cached } of rows) {
      const tokens = { input: Number(input), output: Number(output), cached: Number(cached), reasoning: 0 }
      const cost = costOf(costs, model, tokens)
      if (cost === null) month.unpriced.push(model)
      else this.#byModel[model] = cost
      month.spent += cost ?? 0
    }
    this.#month = month
    this.#readAt = performance.now()
  }
}

const blank = (since: number): MonthSpent => ({ since, spent: 0, state: 'fine', unpriced: [] })

function monthOf(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}

function isFree(costs: ModelCosts, model: string): boolean {
  const price = priceOf(costs, model)
  return price !== null && price.input === 0 && price.output === 0
}

function stateOf(spent: number, { budget, warnAt }: ModelCosts): MonthSpent['state'] {
  if (budget === null) return 'fine'
  if (spent >= budget) return 'stopped'
  return spent >= (budget * warnAt) / 100 ? 'warned' : 'fine'
}

const spentWords = 'The month’s budget for language models is spent.'

/** The same model while the budget lasts; then the built-in answerer speaks, and operators read why. */
export function withinBudget(model: Model, budget: Budget): Model {
  const builtin = openBuiltin()
  // It costs nothing.
  if (model.name === builtin.name) return model
  return {
    ...model,
    async *reply(turn, signal) {
      if (await budget.stops(model.name)) {
        yield { type: 'note', text: `${spentWords} The built-in answerer answered.` }
        return yield* builtin.reply(turn, signal)
      }
      for await (const part of model.reply(turn, signal)) {
        if (part.type === 'usage') budget.spend(model.name, part.usage)
        yield part
      }
    },
    ...(model.assess && {
      async assess(turn, said, signal) {
        if (await budget.stops(model.name)) throw new ModelFailed(spentWords)
        const assessment = await model.assess!(turn, said, signal)
        budget.spend(model.name, assessment.usage)
        return assessment
      },
    }),
  }
}

declare module '../../ground/context.ts' {
  interface Context {
    budget: Budget
  }
}
