import { openBuiltin } from '../builtin/builtin.ts'
import type { Trouble } from './provider.ts'
import { checkModel, type Model, type ModelSettings } from './model.ts'

/** Throws when the settings name no usable model; asks the provider nothing yet. */
export function openModel(settings: ModelSettings, trouble?: Trouble): Model {
  const wrong = checkModel(settings)
  if (wrong) throw new Error(wrong)
  return settings.model ? openRemote(settings.model, settings, trouble) : openBuiltin()
}

function openRemote(model: string, settings: ModelSettings, trouble?: Trouble): Model {
  // The providers' library takes a good part of a cold start to load, and the server is ready without it.
  const provider = import('./provider.ts').then(({ Provider }) => new Provider(model, settings, { trouble }))
  provider.catch(() => {})
  const assess: Model['assess'] = async (turn, reply, signal) => (await provider).assess(turn, reply, signal)
  return {
    name: model,
    follows:
      'The model reads your whisper as an instruction that outranks its own and puts it into its own words. It cannot do what it has no tool for: it can search the articles and ask for a person.',
    replyMs: settings.replyMs,
    async *reply(turn, signal) {
      yield* (await provider).reply(turn, signal)
    },
    ...(settings.judge === 'nobody' ? {} : { assess }),
    check: async (signal) => (await provider).check(signal),
  }
}
