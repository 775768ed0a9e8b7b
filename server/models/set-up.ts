import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../db/settings.ts'
import type { ModelCheck, ModelChoices, ModelInput, Models as Shown } from '../../protocol/agents/models.ts'
import type { Schema } from '../db/schema.ts'
import { stampOfSetting } from '../db/stamp.ts'
import { followTopic } from '../events/follow-topic.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, Invalid, NotFound } from '../ground/errors.ts'
import { Sealed, type Seal } from '../ground/seal.ts'
import { sentenceOf } from './check.ts'
import { checkModel, splitModel, type Model, type ModelSettings } from './model.ts'

const key = 'models'
const most = 20

/** As it is kept: its key and its headers sealed. */
interface KeptModel extends Omit<ModelInput, 'key' | 'headers'> {
  id: string
  key: string | null
  headers: string | null
  headerNames: string[]
}
interface KeptModels {
  models: KeptModel[]
  choices: ModelChoices
}

interface Parts {
  seal: Seal
  /** For addresses that were entered here. */
  fetch: typeof globalThis.fetch
  /** Whether each is asked what it can do once it is set up. */
  checks: boolean
}

/** Language models that admins set up on a screen. Every process follows them; what changes holds from the next reply. */
export class SetUpModels {
  readonly #ctx: Context
  readonly #parts: Parts
  #kept: KeptModels = { models: [], choices: { answers: null, fallback: null } }
  /** By what they were opened with: what was learned of a model stays while it is the same. */
  #opened = new Map<string, Model>()
  #stop = () => {}

  constructor(ctx: Context, parts: Parts) {
    this.#ctx = ctx
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.#stop = await followTopic(this.#ctx, {
      topic: key,
      load: async () => this.#take(await readKept(this.#ctx.db.reads)),
      stamp: () => stampOfSetting(this.#ctx.db.reads, key),
    })
    if (this.#ctx.models.isFixed) this.#ask(this.#ctx.models.of(''))
  }

  stop(): void {
    this.#stop()
  }

  get shown(): Shown {
    const { models, isFixed } = { models: this.#ctx.models, isFixed: this.#ctx.models.isFixed }
    return {
      models: this.#kept.models.map(({ key: sealed, headers: _, ...model }) => ({
        ...model,
        hasKey: sealed !== null,
      })),
      choices: this.#kept.choices,
      names: models.names,
      fromEnvironment: isFixed ? models.of('').name : null,
    }
  }

  async save(id: string, input: ModelInput): Promise<Shown> {
    return this.#write((kept) => {
      const before = kept.models.find((model) => model.id === id)
      const others = kept.models.filter((model) => model.id !== id)
      if (others.length >= most)
        throw new Conflict('too_many', `There are ${most} models already; remove one first.`)
      if (others.some(({ name }) => name === input.name) || this.#isOfEnvironment(input.name))
        throw new Conflict('same_model', `There is a model “${input.name}” already.`)
      const model = this.#sealed(id, input, before)
      const wrong = checkModel({ model: model.name, url: model.url, key: model.key })
      if (wrong) throw new Invalid('model', wrong)
      return { models: [...others, model], choices: renamed(kept.choices, before?.name, model.name) }
    })
  }

  remove(id: string): Promise<Shown> {
    return this.#write(({ models, choices }) => ({
      models: models.filter((model) => model.id !== id),
      choices: renamed(choices, models.find((model) => model.id === id)?.name, null),
    }))
  }

  choose(choices: ModelChoices): Promise<Shown> {
    return this.#write(({ models }) => {
      const names = [...this.#ctx.models.names, ...models.map(({ name }) => name)]
      for (const name of Object.values(choices))
        if (name !== null && !names.includes(name))
          throw new Invalid('no_model', `There is no model “${name}” here. Choose one of those that are set up.`)
      return { models, choices }
    })
  }

  async check(name: string): Promise<ModelCheck> {
    if (!this.#ctx.models.names.includes(name)) throw new NotFound(`There is no model “${name}” here.`)
    const model = this.#ctx.models.of(name)
    if (!model.check)
      throw new Invalid('built_in', 'The built-in answerer asks no provider; there is nothing to check.')
    return model.check(this.#ctx.closing)
  }

  #isOfEnvironment(name: string): boolean {
    return this.#ctx.models.names.includes(name) && !this.#kept.models.some((model) => model.name === name)
  }

  /** A key that is kept is sent nowhere else than where it was entered for. */
  #sealed(id: string, { key: entered, headers, ...model }: ModelInput, before: KeptModel | undefined): KeptModel {
    const { seal } = this.#parts
    const moved = before && (before.url !== model.url || vendorOf(before.name) !== vendorOf(model.name))
    const keeps = (before?.key && entered === undefined) || (before?.headers && headers === undefined)
    if (moved && keeps)
      throw new Invalid('key_again', 'The address or the provider is another: enter the key and the headers again.')
    const names = Object.keys(headers ?? {})
    const sealed = (all: Record<string, string>) => (names.length ? seal.seal(JSON.stringify(all)) : null)
    return {
      ...model,
      id,
      key: entered === undefined ? (before?.key ?? null) : entered && seal.seal(entered),
      headers: headers === undefined ? (before?.headers ?? null) : sealed(headers),
      headerNames: headers === undefined ? (before?.headerNames ?? []) : names,
    }
  }

  async #write(change: (kept: KeptModels) => KeptModels): Promise<Shown> {
    const kept = await this.#ctx.db.write(async (trx) => {
      const kept = change(await readKept(trx, this.#ctx.db.dialect === 'postgres'))
      await keepSetting(trx, key, kept)
      return kept
    })
    this.#take(kept)
    this.#ctx.bus.publish(key, {})
    return this.shown
  }

  #take(kept: KeptModels): void {
    this.#kept = kept
    const opened = new Map<string, Model>()
    for (const model of kept.models) {
      const as = JSON.stringify(model)
      const known = this.#opened.get(as)
      const made = known ?? this.#open(model)
      if (made) opened.set(as, made)
      if (made && !known) this.#ask(made)
    }
    this.#opened = opened
    this.#ctx.models.set([...opened.values()], kept.choices)
  }

  /** Null when its key was sealed under another secret: it is as if it were not set up, and says so in the log. */
  #open(model: KeptModel): Model | null {
    try {
      return this.#ctx.models.open(this.#settingsOf(model))
    } catch (error) {
      if (!(error instanceof Sealed)) throw error
      this.#ctx.log.warn({ model: model.name }, error.message)
      return null
    }
  }

  #settingsOf({ silenceSeconds, replySeconds, ...model }: KeptModel): ModelSettings {
    const { seal, fetch } = this.#parts
    return {
      model: model.name,
      url: model.url,
      key: model.key && seal.open(model.key),
      headers: model.headers ? (JSON.parse(seal.open(model.headers)) as Record<string, string>) : {},
      maxTokens: model.maxTokens ?? undefined,
      temperature: model.temperature ?? undefined,
      effort: model.effort ?? undefined,
      silenceMs: silenceSeconds === null ? undefined : silenceSeconds * 1000,
      replyMs: replySeconds === null ? undefined : replySeconds * 1000,
      tools: model.tools,
      judge: model.judge,
      fetch,
    }
  }

  /** In the background; what comes of it stands in the log. */
  #ask(model: Model): void {
    if (!this.#parts.checks || !model.check) return
    model.check(this.#ctx.closing).then(
      (check) =>
        check.answers
          ? this.#ctx.log.info({ check }, sentenceOf(check))
          : this.#ctx.log.warn({ check }, sentenceOf(check)),
      () => {},
    )
  }
}

const vendorOf = (name: string) => splitModel(name).vendor

/** Choices follow a model that gets another name, and forget one that goes. */
function renamed({ answers, fallback }: ModelChoices, from: string | undefined, to: string | null): ModelChoices {
  const follow = (name: string | null) => (name !== null && name === from ? to : name)
  return { answers: follow(answers), fallback: follow(fallback) }
}

const readKept = async (db: Kysely<Schema>, lock = false): Promise<KeptModels> =>
  (await readSetting<KeptModels>(db, key, lock)) ?? { models: [], choices: { answers: null, fallback: null } }
