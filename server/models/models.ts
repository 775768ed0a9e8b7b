import type { Kysely } from 'kysely'
import type { ModelChoices } from '../../protocol/agents/models.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { withFallback } from './fallback.ts'
import { type Model, type ModelSettings } from './model.ts'
import { openModel } from './open-model.ts'
import type { Trouble } from './provider.ts'
import { type Budget, withinBudget } from './spending/budget.ts'
import { rationed, type Ration } from './spending/ration.ts'

interface Opening {
  trouble?: Trouble
  ration?: Ration
  budget?: Budget
}

/** The models that agents can be given: those of the environment, and those that were set up here, which may change at any time. */
export class Models {
  readonly #own: Model
  readonly #fixed: Model[]
  readonly #opening: Opening
  /** Whether the environment says which one answers. */
  readonly isFixed: boolean
  #set = new Map<string, Model>()
  #all = new Map<string, Model>()
  #first: Model

  /** `own`: answers wherever no other was chosen. `more`: further ones of its provider. The built-in answerer is always there. */
  constructor(own: Model, settings: ModelSettings, { more, ...opening }: Opening & { more: string[] }) {
    this.#own = own
    this.#opening = opening
    const builtin = openModel({ ...settings, model: null })
    this.#fixed = [...more.map((model) => this.open({ ...settings, model })), builtin]
    this.isFixed = own.name !== builtin.name
    this.#first = own
    this.choose({ answers: null, fallback: null })
  }

  open(settings: ModelSettings): Model {
    const { trouble, ration, budget } = this.#opening
    const opened = openModel(settings, trouble)
    const model = ration ? rationed(opened, ration) : opened
    return budget ? withinBudget(model, budget) : model
  }

  /** Those that were set up here. A name that the environment has is its own. */
  set(models: Model[], choices: ModelChoices): void {
    this.#set = new Map(models.map((model) => [model.name, model]))
    this.choose(choices)
  }

  choose({ answers, fallback }: ModelChoices): void {
    const all = new Map([...this.#set, ...[...this.#fixed, this.#own].map((model) => [model.name, model] as const)])
    const first = (this.isFixed ? null : all.get(answers ?? '')) ?? this.#own
    const stands = all.get(fallback ?? '')
    const names = [first, this.#own, ...this.#fixed, ...this.#set.values()].map(({ name }) => name)
    this.#all = new Map(
      [...new Set(names)].map((name) => [name, stands ? withFallback(all.get(name)!, stands) : all.get(name)!]),
    )
    this.#first = this.#all.get(first.name)!
  }

  /** That of the workspace, which answers wherever no other was chosen, first. */
  get names(): string[] {
    return [...this.#all.keys()]
  }

  /** By its name; that of the workspace for "" and for what is set up no more. */
  of(name: string | undefined): Model {
    return this.#all.get(name ?? '') ?? this.#first
  }

  /** Whether any of them assesses replies itself. */
  get assesses(): boolean {
    return [...this.#all.values()].some(({ assess: judge }) => judge)
  }
}

/** The one that answers for this agent. */
export async function modelOf(ctx: Context, db: Kysely<Schema>, agentId: string): Promise<Model> {
  const row = await db.selectFrom('agents').select('model').where('id', '=', agentId).executeTakeFirst()
  return ctx.models.of(row?.model)
}

declare module '../ground/context.ts' {
  interface Context {
    models: Models
  }
}
