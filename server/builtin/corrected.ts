import type { Avoided } from './avoided.ts'
import type { Ask } from './ask.ts'
import { didYouMean } from '../language/did-you-mean.ts'
import { join, quotable } from './sentences.ts'

/** What operators said the answer is, or null when no correction surely answers this. Sentences that must not be said are left out. */
export function correctedAnswer({ turn, avoided }: Ask): string | null {
  const answers = turn.taught.corrections
    .filter(({ band }) => band === 'sure')
    .map(({ answer }) => without(answer, avoided))
    .filter(Boolean)
  return answers.length ? [...new Set(answers)].join('\n\n') : null
}

/** Asking back whether the visitor means a question that has a known answer; once, and not again what was just denied. */
export function asksBack({ turn, lastAnswer }: Ask): string | null {
  const [maybe] = turn.taught.corrections.filter(({ band }) => band === 'unsure')
  const asked = maybe ? didYouMean(maybe.question) : null
  return asked && !lastAnswer.includes(asked) ? asked : null
}

function without(answer: string, avoided: Avoided): string {
  if (!avoided.size) return answer
  const sentences = quotable(answer)
  const allowed = sentences.filter(({ terms }) => !avoided.forbids(terms))
  return allowed.length === sentences.length ? answer : join(allowed)
}
