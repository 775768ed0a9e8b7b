import type { Kysely } from 'kysely'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { type Model, type ModelSettings } from './model.ts'
import { openModel } from './open-model.ts'
import type { Trouble } from './provider.ts'
import { rationed, type Ration } from './ration.ts'

/** The models that agents can be given. */
export interface Models {
  /** That of the workspace, which answers wherever no other was chosen, first. */
  names: string[]
  /** By its name; that of the workspace for "" and for what is set up no more. */
  of(name: string | undefined): Model
  /** Whether any of them assesses replies itself. */
  assesses: boolean
}

/** `more`: further models of the same provider. The built-in answerer is always there. */
export function openModels(
  defaultModel: Model,
  settings: ModelSettings,
  { more, trouble, ration }: { more: string[]; trouble?: Trouble; ration?: Ration },
): Models {
  const others = [
    ...more
      .map((model) => openModel({ ...settings, model }, trouble))
      .map((model) => (ration ? rationed(model, ration) : model)),
    openModel({ ...settings, model: null }),
  ]
  const all = new Map([defaultModel, ...others].reverse().map((model) => [model.name, model]))
  return {
    names: [...all.keys()].reverse(),
    of: (name) => all.get(name ?? '') ?? defaultModel,
    assesses: [...all.values()].some(({ assess: judge }) => judge),
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
