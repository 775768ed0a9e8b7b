import type { Receipt, ReceiptKind } from '../../protocol/agents/escalation.ts'
import type { Source } from '../../protocol/entities.ts'
import { sentencesOf } from '../knowledge/passages.ts'
import { askedTerms, standInsFor, termsOf } from '../knowledge/words.ts'
import { readWhisper, type Intent } from '../language/whisper.ts'

/** What a reply is judged by. */
interface Reply {
  text: string
  sources: Source[]
  /** Whether it called for a person. */
  human: boolean
}

/**
 * Whether a reply did what a whisper asked, judged by words alone. Each thing that the whisper asks is compared with the sentence of the reply that comes closest:
 * four fifths of its words, with its figures and its "not", are followed, two fifths are partly. What forbids or shortens is judged by what is not there.
 */
export function readReceipt(whisper: string, reply: Reply): Receipt {
  const receipts = readWhisper(whisper).map((intent) => receiptOf(intent, reply))
  const kinds = new Set(receipts.map(({ receipt }) => receipt))
  const shown = receipts.find(({ receipt, sentence }) => sentence && (receipt !== 'ignored' || kinds.size === 1))
  return { receipt: kinds.size === 1 ? receipts[0]!.receipt : 'partly', sentence: shown?.sentence ?? '' }
}

const followed = 0.8
const partly = 0.4

function receiptOf(intent: Intent, reply: Reply): Receipt {
  const sentences = reply.text.split('\n').flatMap(sentencesOf)
  switch (intent.kind) {
    case 'avoid':
      return notSaid(intent.about, sentences)
    case 'formal':
      return {
        receipt: sentences.some((one) => /\b\p{L}+n't\b|\b\p{L}+'(?:ll|re|ve|m)\b/iu.test(one))
          ? 'ignored'
          : 'followed',
        sentence: '',
      }
    case 'noLists':
      return { receipt: /^\s*(?:[-*•]|\d+[.)])\s/mu.test(reply.text) ? 'ignored' : 'followed', sentence: '' }
    case 'shorter':
      return { receipt: byCount(sentences.length), sentence: '' }
    case 'escalate':
      return { receipt: reply.human ? 'followed' : 'ignored', sentence: '' }
    case 'apologise':
      return manner(sentences, /\b(?:sorry|apolog\w+|regret)\b/i)
    case 'soften':
      return manner(
        sentences,
        /\b(?:sorry|understand\w*|apprecia\w+|patience|bearing with|matters|frustrating|happy to|glad to|of course)\b/i,
      )
    case 'thank':
      return closest(
        intent.words,
        sentences.filter((sentence) => /\b(?:thanks?|grateful|appreciate)\b/iu.test(sentence)),
      )
    case 'ask':
      return asked(intent.words, sentences)
    case 'say':
      return closest(intent.words.replace(/^Our team says: /, ''), sentences)
    case 'tell':
    case 'offer':
      return closest(intent.words, sentences)
    case 'point':
      return pointed(intent.about, sentences, reply.sources)
    case 'mention':
    case 'search':
    case 'hint':
      return closest(intent.about, sentences)
  }
}

function closest(wanted: string, sentences: string[]): Receipt {
  const terms = askedTerms(wanted)
  if (!terms.length) return { receipt: 'partly', sentence: '' }
  const [best] = sentences
    .map((sentence) => ({ sentence, share: saysSo(wanted, sentence) ? shareOf(terms, sentence) : 0 }))
    .sort((a, b) => b.share - a.share)
  return best && best.share >= partly
    ? { receipt: best.share >= followed ? 'followed' : 'partly', sentence: best.sentence }
    : { receipt: 'ignored', sentence: '' }
}

const denials = /\b(?:not|no|never|cannot|none|nothing|without|\p{L}+n't)\b/iu
const figuresOf = (text: string): string[] =>
  text.match(/(?<![\p{L}\d])\p{L}*\d[\p{L}\d]*(?:[.,:-]\p{L}*\d+)*/gu) ?? []

/** The same words with another figure, or with a "not", say something else. */
function saysSo(wanted: string, sentence: string): boolean {
  const said = figuresOf(sentence.toLowerCase())
  return (
    figuresOf(wanted.toLowerCase()).every((figure) => said.includes(figure)) &&
    denials.test(wanted.replace(/[’‘]/g, "'")) === denials.test(sentence.replace(/[’‘]/g, "'"))
  )
}

/** How much of what was wanted this sentence says; a word of the same meaning counts as well. */
function shareOf(wanted: string[], sentence: string): number {
  const said = new Set(termsOf(sentence))
  return (
    wanted.filter((term) => said.has(term) || standInsFor(term).some((other) => said.has(other))).length /
    wanted.length
  )
}

/** What is to be asked and is only stated was not asked. */
function asked(words: string, sentences: string[]): Receipt {
  const question = closest(
    words,
    sentences.filter((sentence) => sentence.endsWith('?')),
  )
  if (question.receipt !== 'ignored') return question
  const said = closest(words, sentences)
  return said.receipt === 'ignored' ? said : { ...said, receipt: 'partly' }
}

function pointed(about: string, sentences: string[], sources: Source[]): Receipt {
  const cited = sources.some(({ title }) => shareOf(askedTerms(about), title) >= followed)
  const said = closest(about, sentences)
  return cited ? { ...said, receipt: 'followed' } : said
}

function notSaid(about: string, sentences: string[]): Receipt {
  const terms = askedTerms(about)
  const sentence = terms.length ? sentences.find((sentence) => shareOf(terms, sentence) >= followed) : undefined
  return { receipt: sentence ? 'ignored' : 'followed', sentence: sentence ?? '' }
}

function manner(sentences: string[], shown: RegExp): Receipt {
  const sentence = sentences.find((sentence) => shown.test(sentence))
  return { receipt: sentence ? 'followed' : 'ignored', sentence: sentence ?? '' }
}

function byCount(sentences: number): ReceiptKind {
  if (sentences <= 2) return 'followed'
  return sentences === 3 ? 'partly' : 'ignored'
}
