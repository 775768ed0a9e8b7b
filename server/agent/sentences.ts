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

/** The quotable sentences of a passage in their order. Headings are no answers, and words addressed to an AI are not passed on. */
export function quotable(text: string): Sentence[] {
  const sentences: Sentence[] = []
  text.split(/\n\s*\n/).forEach((paragraph, block) => {
    for (const line of linesOf(paragraph)) {
      const item = listMark.test(line)
      for (const part of item ? [line] : sentencesOf(line)) {
        if (!commandsTheModel(part) && termsOf(part).length > 0) sentences.push({ text: part, terms: new Set(termsOf(part)), block, item })
      }
    }
  })
  return sentences
}

/** The one to three sentences that answer best, in the order in which they were written. */
export function pick(sentences: Sentence[], asked: Map<string, number>, most: number): Sentence[] {
  const scored = weigh(sentences, asked)
  const best = scored.indexOf(Math.max(...scored))
  if (best < 0) return []
  const chosen = new Set([best])
  if (most > 1) for (const index of around(sentences, best)) if (chosen.size < most) chosen.add(index)
  if (most > 1) takeList(sentences, chosen)
  return [...chosen].sort((a, b) => a - b).map((index) => sentences[index]).filter((sentence) => sentence !== undefined)
}

export function join(sentences: Sentence[]): string {
  return sentences.reduce((text, sentence, index) => {
    const before = sentences[index - 1]
    if (!before) return sentence.text
    if (sentence.item) return `${text}\n${before.item ? '' : '\n'}${sentence.text}`
    return before.item || before.block !== sentence.block ? `${text}\n\n${sentence.text}` : `${text} ${sentence.text}`
  }, '')
}

/** Words in an article or a message that try to command an AI instead of informing a reader. */
export function commandsTheModel(text: string): boolean {
  return /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|above|previous|training)\b|\b(?:system prompt|developer mode|jailbreak)\b|\b(?:as|you are) an? (?:ai|language model|assistant|llm)\b|\b(?:assistant|ai|llm|chatbot|language model)s?\b.{0,20}\b(?:must|should|shall|needs? to|has to|have to|is to|are to)\b|^\s*(?:system|assistant|user)\s*:/iu.test(text)
}

export const listMark = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/u

function linesOf(paragraph: string): string[] {
  const lines: string[] = []
  for (const line of paragraph.split('\n')) {
    if (!line.trim() || /^#{1,6}\s/.test(line)) continue
    if (lines.length === 0 || listMark.test(line)) lines.push(line.trim())
    else lines[lines.length - 1] += ` ${line.trim()}`
  }
  return lines
}

/** How much of what was asked each sentence says. A word that every sentence has tells none apart; a long sentence hits more by chance. */
function weigh(sentences: Sentence[], asked: Map<string, number>): number[] {
  const frequency = new Map<string, number>()
  for (const { terms } of sentences) for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1)
  return sentences.map(({ terms }, index) => {
    let met = 0
    for (const term of terms) met += (asked.get(term) ?? 0) / Math.sqrt(frequency.get(term) ?? 1)
    return met / (1 + terms.size / 40) + (index === 0 ? 0.2 : 0)
  })
}

/** The neighbours that carry the thought on: the sentence after, then, in the same paragraph, the one before. */
function around(sentences: Sentence[], best: number): number[] {
  const here = sentences[best]
  const same = (index: number) => sentences[index]?.block === here?.block
  return [best + 1, best - 1, best + 2].filter((index) => index in sentences && (same(index) || (index === best + 1 && sentences[index]?.item)))
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
