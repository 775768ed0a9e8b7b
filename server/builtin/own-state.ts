import { askedTerms, termsOf } from '../knowledge/words.ts'
import type { ContextEntry } from '../../protocol/people/shapes.ts'
import { shortened } from '../../protocol/cut.ts'
import { valueWords } from '../people/visitors/words.ts'
import type { Ask } from './ask.ts'
import { commandsTheModel } from './sentences.ts'

const ownWords = /\b(?:my|our|mine|ours|i|we|me|us)\b/i
/** Asks whether and how something is done, which articles tell. */
const howTo = /\bhow (?:do|can|could|should|would|to)\b|^\W*(?:can|could|may|should) (?:i|we)\b/i

/** What the page said is going on, when the visitor asks about that: "Is my HubSpot sync working?". Null when they ask about something else. */
export function ownState({ question, turn, avoided }: Pick<Ask, 'question' | 'turn' | 'avoided'>): string | null {
  if (!ownWords.test(question) || howTo.test(question)) return null
  const asked = askedTerms(question)
  const fitting = (turn.known?.context ?? [])
    .map((entry) => ({ entry, met: metBy(entry, asked) }))
    .filter(({ met }) => met > 0)
  const best = Math.max(0, ...fitting.map(({ met }) => met))
  const lines = fitting.filter(({ met }) => met === best).map(({ entry }) => stateLine(entry))
  // A page may have been made to say anything; what speaks to the model, or of what must not be spoken about, is not said.
  const sayable = lines.filter((line) => !commandsTheModel(line) && !avoided.forbids(termsOf(line)))
  return sayable.length ? sayable.slice(0, 3).join('\n\n') : null
}

/** How much of its label the visitor named: at least half of it, or it is not what they mean. */
function metBy({ label, key }: ContextEntry & { key: string }, asked: string[]): number {
  const named = termsOf(label).length ? termsOf(label) : termsOf(key)
  const met = named.filter((term) => asked.includes(term)).length
  return met * 2 >= named.length ? met / Math.sqrt(named.length) : 0
}

function stateLine({ label, value }: ContextEntry): string {
  if (Array.isArray(value))
    return value.length
      ? `${label}: ${shortened(value.map(valueWords).join(', '), 500)}.`
      : `${label}: nothing at the moment.`
  if (typeof value !== 'object' || value === null) return `${label}: ${sentence(valueWords(value))}`
  const { status, error, ...rest } = value as Record<string, unknown>
  const details = Object.entries(rest).map(([key, part]) => `${key.replaceAll('_', ' ')}: ${valueWords(part)}`)
  const how = status === undefined ? '' : `The status of ${label} is “${shortened(valueWords(status), 100)}”.`
  const wrong = error ? `The error is: ${sentence(valueWords(error))}` : ''
  const more = details.length ? `${how ? 'Details' : label}: ${sentence(details.join('; '))}` : ''
  return [how, wrong, more].filter(Boolean).join(' ') || `${label}: nothing at the moment.`
}

const sentence = (text: string) => shortened(text, 500).replace(/[.\s]*$/, '.')
