import type { Entry } from '../models/model.ts'
import { readSmallTalk } from './smalltalk.ts'

const form = /Did you mean “([^“”]+)”\?$/u
const longest = 200

/** Asking back, in the words of a question that has a known answer; null when those words are too many to be read as one. */
export function didYouMean(question: string): string | null {
  return question.length <= longest && !/[“”\n]/.test(question) ? `Did you mean “${question.trim()}”?` : null
}

/** The question that the AI asked about and the visitor has just said yes to, or null. */
export function lastQuestion(history: Entry[]): string | null {
  const said = history.at(-1)
  if (said?.from !== 'visitor' || readSmallTalk(said.text) !== 'yes') return null
  const asked = history.findLast(({ from }) => from === 'ai')
  return (asked && form.exec(asked.text)?.[1]) ?? null
}
