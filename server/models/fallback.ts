import { ModelFailed, type Model } from './model.ts'

/** The same model, for which another answers when it fails before its first word; operators read so. */
export function withFallback(model: Model, fallback: Model): Model {
  if (model.name === fallback.name) return model
  return {
    ...model,
    async *reply(turn, signal) {
      let begun = false
      try {
        for await (const part of model.reply(turn, signal)) {
          begun ||= part.type === 'text' || part.type === 'human' || part.type === 'inquiry'
          yield part
        }
        return
      } catch (error) {
        if (begun || signal.aborted || !(error instanceof ModelFailed)) throw error
        yield {
          type: 'note',
          text: `${fallback.name} stood in for ${model.name}. ${error.message}`,
          failed: error.message,
        }
      }
      for await (const part of fallback.reply(turn, signal))
        yield part.type === 'usage' ? { ...part, by: fallback.name } : part
    },
  }
}
