import { readMatter } from './matter.ts'

/** The cue of a mood that a language model named. */
export const judgedCue = 'the model reads it so'

const signs =
  /\b(?:wait(?:ed|ing)? (?:for )?(?:\w+ )?(?:\w+ )?(?:hours?|days?|weeks?|months?|forever|ages|so long|too long)|(?:second|third|fourth|2nd|3rd|4th|tenth|hundredth) time|how many times|again and again|nobody (?:answers|replies|helps|cares|listens)|no ?one (?:answers|replies|helps|cares|listens)|never (?:again|buy|order|come back)|unhappy|upset|dissatisfied|complain\w*|lawyer|sue you|legal action|refund me|my money back|ripped off|rip.?off|cheat\w*|scam\w*|fraud|let down|waste of|lost patience|patience|enough is enough|had enough|unacceptable|ridicul\w+|furious|angry|annoy\w+|frustrat\w+|horrible|terrible|awful|disgust\w+|worst|useless|idiots?|stupid|liars?|thieves|hate|pathetic|joke)\b/iu

const shouts = (text: string) => (text.match(/\b\p{Lu}{4,}\b/gu)?.length ?? 0) >= 3

/** Whether a message itself shows that its writer is upset. Rather miss a veiled one: an alert that is not true is worse than one that comes a message later. */
export function soundsUpset(text: string): boolean {
  const looked = text.slice(0, 2000)
  const matter = readMatter(looked)
  if (matter === 'anger') return true
  if (matter === 'praise' || matter === 'chatter' || matter === 'number') return false
  return signs.test(looked) || shouts(looked) || /!{2,}/.test(looked)
}
