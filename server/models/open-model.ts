import { openBuiltin } from '../builtin/builtin.ts'
import { checkModel, type Model, type ModelSettings } from './model.ts'

/** Throws when the settings name no usable model; asks the provider nothing yet. */
export function openModel(settings: ModelSettings): Model {
  const wrong = checkModel(settings)
  if (wrong) throw new Error(wrong)
  return settings.model ? openRemote(settings.model, settings) : openBuiltin()
}

function openRemote(model: string, settings: ModelSettings): Model {
  // The providers' library takes a good part of a cold start to load, and the server is ready without it.
  const provider = import('./provider.ts').then(({ openProvider }) => openProvider(model, settings))
  provider.catch(() => {})
  return {
    name: model,
    follows:
      'The model reads your whisper as an instruction that outranks its own and puts it into its own words. It cannot do what it has no tool for: it can search the articles and ask for a person.',
    async *reply(turn, signal) {
      yield* (await provider).reply(turn, signal)
    },
    assess: async (turn, said, signal) => (await provider).assess(turn, said, signal),
  }
}
