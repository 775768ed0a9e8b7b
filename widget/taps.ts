import { texts } from './texts.ts'

/** How questions begin that are answered with yes or no: asking back, and offering something. */
const yesOrNo =
  /^(?:Did you mean|Would you like|Do you want|Shall I|Should I|Meinten Sie|Möchten Sie|Soll ich|¿Quiso decir|¿Quiere|¿Aviso)(?=\W)/
const eitherOr = /[“„«](.+)[”“»],? (?:or|oder|o) .*[“„«](.+)[”“»]\?$/

/** What can be said with one tap to the question that an answer ends with. */
export function tapsFor(answer: string): string[] {
  const last = answer.split('\n').at(-1)!.trim()
  const question = last.split(/(?<=[.!?]) +(?=[\p{Lu}¿])/u).at(-1)!
  if (!question.endsWith('?')) return []
  const [, one, other] = eitherOr.exec(last) ?? []
  if (one && other) return [one, other]
  return yesOrNo.test(question) || yesOrNo.test(last) ? [texts.yes, texts.no] : []
}
