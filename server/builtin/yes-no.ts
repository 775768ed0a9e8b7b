import { standInsFor, termsOf } from '../knowledge/words.ts'

export type YesNo = 'yes' | 'no' | 'open'

const negative =
  /\b(?:not|no|never|cannot|can't|don't|doesn't|isn't|aren't|won't|none|without|nobody|neither|excluded|closed|impossible)\b/iu
/** Behind these words it is so for some, or in some cases. */
const narrow = /\b(?:only|unless|except|apart from|provided|(?<!at )once|(?:over|under) [\d.]+)(?![\p{L}\d])/iu
const vague = /\b(?:usually|sometimes|normally|may(?! be)|might|could)\b/iu
const whole = /\b(?:all|every|each|always|any|both|whole|everyone|everything|anything)\b/iu
const numbers = (text: string): string[] => text.match(/\d+/g) ?? []
const figures: Record<string, string> = { two: '2', three: '3', four: '4', five: '5', six: '6', ten: '10' }
const costs = new Set(termsOf('cost fee charge pay price extra'))

/** Whether a sentence plainly says yes or no to a question. Whatever it says only in part, or about something narrower, is `open`. */
export function readYesNo(question: string, sentence: string, own: string[]): YesNo {
  const asked = question.replace(/[’‘]/g, "'")
  const said = sentence.replace(/[’‘]/g, "'").replace(/\([^)]*\)/g, ' ')
  if (isExcepted(said, own)) return 'no'
  if (/\bonly one\b/iu.test(said) && figuresIn(asked).some((figure) => figure !== '1')) return 'no'
  if (/\b(?:not|never|cannot)\b/iu.test(asked)) return 'open'
  if (numbers(asked).some((figure) => !numbers(said).includes(figure))) return 'open'
  if (whole.test(asked)) return wholly(said)
  const clauses = clausesOf(said)
  const denied = ownOf(clauses.filter(denies), own)
  const granted = ownOf(clauses.filter((clause) => !denies(clause)).map(mainOf), own)
  const narrowed = narrow.test(clauses.filter((clause) => ownOf([clause], own).size > 0).join(', '))
  if (own.some((term) => costs.has(term)) && /\b(?:free|nothing)\b/iu.test(said)) return denied.size ? 'open' : 'no'
  if ([...denied].some((term) => !granted.has(term))) return narrowed ? 'open' : 'no'
  if (denied.size > 0 && granted.size === 0) return narrowed ? 'open' : 'no'
  if (granted.size === 0) return 'open'
  return narrowed || vague.test(said) || denied.size > 0 ? 'open' : 'yes'
}

/** "Are all …?" is true only of all. */
function wholly(said: string): YesNo {
  if (/\b(?:not|n't) (?:all|every|always)\b/iu.test(said)) return 'no'
  return whole.test(said) && !negative.test(said) && !narrow.test(said) ? 'yes' : 'open'
}

const figuresIn = (text: string): string[] => [
  ...numbers(text),
  ...Object.keys(figures)
    .filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(text))
    .map((word) => figures[word]!),
]

/** "Every plan but Free", "all except Jira". */
function isExcepted(said: string, own: string[]): boolean {
  const [, but = ''] =
    /\b(?:every|all|any|each|everyone|everything)\b[^.;]{0,40}\b(?:but|except(?: for)?|other than|apart from) (?:the )?([\p{L}\p{N}-]+)/iu.exec(
      said,
    ) ?? []
  return termsOf(but).some((term) => own.includes(term))
}

/** "Not older than four years" denies nothing, and what is said of those "that have not been paid" nothing of all. */
const denies = (clause: string): boolean =>
  negative.test(mainOf(clause).replace(/\bnot (?:\p{L}+er|more|less) than\b/giu, ' '))

const mainOf = (clause: string): string =>
  clause.replace(
    /(?<=\p{L}+ \P{Zs}+ \P{Zs}+ )(?:that|which|who|if|when|while|unless|until|because|although|where)\b.*/giu,
    ' ',
  )

const clausesOf = (said: string): string[] => said.split(/[;:]\s|,\s+|\s+(?=(?:but|while|whereas)\b)/u)

function ownOf(clauses: string[], own: string[]): Set<string> {
  const terms = new Set(clauses.flatMap((clause) => termsOf(clause)))
  return new Set(own.filter((term) => terms.has(term) || standInsFor(term).some((other) => terms.has(other))))
}
