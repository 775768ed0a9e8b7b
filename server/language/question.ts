import { keyphrasesOf } from './keyphrase.ts'
import { wordsOf } from '../knowledge/words.ts'
import { readSmallTalk } from './smalltalk.ts'

const asking = /\?|^(?:who|what|when|where|why|which|how|can|could|do|does|did|is|are|may|will|would|should)\b/iu
/** They sound like questions and ask nothing. */
const outcries =
  /\bwhat the (?:hell|heck|fuck)\b|\b(?:is )?wrong with (?:you|u|this)\b|\bare (?:you|u) (?:\w+ )?(?:kidding|joking|serious|stupid|dumb|blind|deaf)\b(?: me)?|\bcan(?:no|')?t (?:you|u) read\b/giu

/** Whether somebody could answer this. Greetings, thanks and what people say of us ("This is ridiculous") are no gaps in what we know, and tell no topic. */
export function isQuestion(text: string): boolean {
  const plain = text.replace(outcries, ' ').trim()
  if (readSmallTalk(plain)) return false
  // "How long does it take?" does not say of what, and is a question all the same.
  return keyphrasesOf([plain]).length > 0 || (asking.test(plain) && wordsOf(plain).length >= 4)
}
