import { sentencesOf } from '../knowledge/passages.ts'
import { termsOf } from '../knowledge/words.ts'

/** A sentence or a list item that can be quoted, and where it stood. */
export interface Sentence {
  text: string
  terms: Set<string>
  /** Sentences of one block stay in one paragraph; items of one list stay one list. */
  block: number
  item: boolean
}

/** The quotable sentences of a passage in their order. Headings and questions are no answers, and words addressed to an AI are not passed on. */
export function quotable(text: string): Sentence[] {
  const sentences: Sentence[] = []
  plain(text)
    .split(/\n\s*\n/)
    .forEach((paragraph, block) => {
      for (const line of linesOf(paragraph)) {
        const item = listMark.test(line)
        for (const part of item ? [line] : answersToQuestions(sentencesOf(line))) {
          if (!part.endsWith('?') && !commandsTheModel(part) && termsOf(part).length > 0)
            sentences.push({ text: part, terms: new Set(termsOf(part)), block, item })
        }
      }
    })
  return sentences
}

/** "Runs too fast? Grind finer." is one thing: neither half says anything alone. */
function answersToQuestions(sentences: string[]): string[] {
  const whole: string[][] = []
  for (const sentence of sentences) {
    const last = whole.at(-1)
    if (last?.at(-1)?.endsWith('?')) last.push(sentence)
    else whole.push([sentence])
  }
  return whole.map((parts) => parts.join(' '))
}

/** The sentence that answers best. */
export function pickOne(sentences: Sentence[], asked: Map<string, number>): Sentence | undefined {
  const scored = sentences.map((_, index) => worth(sentences, index, 1, asked))
  return sentences[scored.indexOf(Math.max(...scored))]
}

/** The stretch that answers best: some sentences in a row, or a list with the line before it. */
export function pick(sentences: Sentence[], asked: Map<string, number>): Sentence[] {
  const lengths = sentences.map((_, start) => lengthFrom(sentences, start))
  const scored = lengths.map((length, start) => worth(sentences, start, length, asked))
  const start = scored.indexOf(Math.max(...scored))
  if (start < 0) return []
  const chosen = new Set(Array.from({ length: lengths[start]! }, (_, index) => start + index))
  leadIn(sentences, chosen, start)
  takeList(sentences, chosen)
  return [...chosen].sort((a, b) => a - b).map((index) => sentences[index]!)
}

/** What stands before in the same paragraph often says what the rest is about. */
function leadIn(sentences: Sentence[], chosen: Set<number>, start: number): void {
  let length = [...chosen].reduce((sum, index) => sum + sentences[index]!.text.length, 0)
  for (let index = start - 1; sentences[index]?.block === sentences[start]!.block; index--) {
    length += sentences[index]!.text.length
    if (length > glance) return
    chosen.add(index)
  }
}

/** As many as are read at a glance: three, or more if they are short. */
function lengthFrom(sentences: Sentence[], start: number): number {
  let [length, characters] = [0, 0]
  while (start + length < sentences.length) {
    characters += sentences[start + length]!.text.length
    if (length > 0 && characters > glance) break
    length++
  }
  return length
}

export function join(sentences: Sentence[]): string {
  return sentences.reduce((text, sentence, index) => {
    const before = sentences[index - 1]
    if (!before) return sentence.text
    if (sentence.item) return `${text}\n${before.item ? '' : '\n'}${sentence.text}`
    return before.item || before.block !== sentence.block
      ? `${text}\n\n${sentence.text}`
      : `${text} ${sentence.text}`
  }, '')
}

/** Words in an article or a message that try to command an AI instead of informing a reader. */
export function commandsTheModel(text: string): boolean {
  return /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|above|previous|training)\b|\b(?:system prompt|developer mode|jailbreak)\b|\b(?:as|you are) an? (?:ai|language model|assistant|llm)\b|\b(?:assistant|ai|llm|chatbot|language model)s?\b.{0,20}\b(?:must|should|shall|needs? to|has to|have to|is to|are to)\b|^\s*(?:system|assistant|user)\s*:/iu.test(
    text,
  )
}

/** Characters: answers that people write from articles are about as long (bench/quality/retrieval.ts measures it). */
const glance = 600

export const listMark = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/u

/** Without the marks of HTML, and with links as their words: a quote is read, and its source stands beside it. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
}

function linesOf(paragraph: string): string[] {
  const lines: string[] = []
  for (const line of paragraph.split('\n')) {
    if (!line.trim() || /^#{1,6}\s/.test(line)) continue
    if (lines.length === 0 || listMark.test(line)) lines.push(line.trim())
    else lines[lines.length - 1] += ` ${line.trim()}`
  }
  return lines
}

/**
 * How much of what was asked a stretch says, and half as much again how its first sentence does: an answer comes to the point.
 * A word that every sentence has tells none apart; a long sentence hits more by chance.
 */
function worth(sentences: Sentence[], start: number, length: number, asked: Map<string, number>): number {
  const frequency = (term: string) => sentences.filter(({ terms }) => terms.has(term)).length
  const met = (terms: Set<string>) =>
    [...asked].reduce((sum, [term, weight]) => sum + (terms.has(term) ? weight / Math.sqrt(frequency(term)) : 0), 0)
  const whole = new Set(sentences.slice(start, start + length).flatMap(({ terms }) => [...terms]))
  const first = sentences[start]!.terms
  return met(whole) + met(first) / (1 + first.size / 40) / 2 + (start === 0 ? 0.2 : 0)
}

/** Half a list of steps helps nobody: whoever quotes one item quotes the list, up to seven items, and the line before it. */
function takeList(sentences: Sentence[], chosen: Set<number>): void {
  const first = [...chosen].sort((a, b) => a - b).find((index) => sentences[index]?.item)
  if (first === undefined) return
  let start = first
  while (sentences[start - 1]?.item) start--
  const announced = sentences[start - 1]?.text ?? ''
  if (announced && announced.length <= 160) chosen.add(start - 1)
  for (let index = start; index < start + 7 && sentences[index]?.item; index++) chosen.add(index)
}
