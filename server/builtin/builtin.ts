import { setTimeout as wait } from 'node:timers/promises'
import { compose } from './compose.ts'
import type { Model } from '../models/model.ts'

/** The grounded answerer: no network, no key. It quotes the articles and says when they have no answer. */
export function openBuiltin({ pace = 20, longest = 1500 }: { pace?: number; longest?: number } = {}): Model {
  return {
    name: 'built-in',
    follows:
      'Follows: ask for …, tell them …, offer …, say sorry, be softer, thank them, mention …, point them to an article, don’t mention …, keep it short, they mean …, escalate. Anything else only steers which article it looks up; it cannot reason, calculate, translate or write freely.',
    async *reply(turn, signal) {
      signal.throwIfAborted()
      const { text, sources, human, inquiry } = compose(turn)
      const words = text.match(/\s*\S+/g) ?? []
      const each = Math.min(pace, longest / Math.max(1, words.length))
      for (const word of words) {
        yield { type: 'text', text: word }
        if (each > 0) await wait(each, undefined, { signal }).catch(() => signal.throwIfAborted())
        signal.throwIfAborted()
      }
      for (const source of sources) yield { type: 'source', source }
      if (inquiry) yield { type: 'inquiry', question: inquiry }
      if (human) yield { type: 'human', reason: human }
    },
  }
}
