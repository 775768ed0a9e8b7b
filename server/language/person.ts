/**
 * Words about the visitor turned into words for the visitor: "they can use their code" becomes "you can use your code".
 * `reported` is what an operator wants said ("tell them you will check": "I will check"); `imperative` is what the visitor should do.
 */
export function toVisitor(words: string, form: 'plain' | 'reported' | 'imperative' = 'plain'): string {
  let said = ` ${words.trim()} `
  if (form === 'reported')
    for (const [pattern, replacement] of fromOperator) said = said.replace(pattern, replacement)
  for (const [pattern, replacement] of toSecondPerson) said = said.replace(pattern, replacement as string)
  // What the visitor is to do to "them" is done to things: "store them in a jar".
  if (form !== 'imperative')
    said = said.replace(
      /\b(call|email|contact|refund|help|tell|send|give|let|offer|inform|notify|charge|pay|reach|update|assist|thank|show|owe|reimburse|credit|to|for|with|from|by|you and|at) them\b/gi,
      '$1 you',
    )
  return said.replace(/\byou (?:is|was)\b/gi, (found) => (/is/i.test(found) ? 'you are' : 'you were')).trim()
}

const customer = String.raw`(?:the|this|our|that) (?:customer|visitor|user|client|shopper)(?! (?:service|support|care))`

const fromOperator: [RegExp, string][] = [
  [/\bI['’]ll\b/g, 'my colleague will'],
  [/\b(?:I['’]m|I am)\b/g, 'my colleague is'],
  [/\b(?:I['’]ve|I have)\b/g, 'my colleague has'],
  [/\bI (?=(?:will|can|could|would|may|might|was|had|did)\b)/g, 'my colleague '],
  [/\b(?:you['’]ll)\b/gi, 'I will'],
  [/\b(?:you['’]re|you are)\b/gi, 'I am'],
  [/\b(?:you['’]ve|you have)\b/gi, 'I have'],
  [/\byou (?=(?:will|can|cannot|can't|could|would|won't|do|don't|did|didn't|may|might)\b)/gi, 'I '],
]

const toSecondPerson: [RegExp, string | ((...found: string[]) => string)][] = [
  [new RegExp(String.raw`\b(?:${customer})['’]s\b|\b(?:their|his)\b`, 'gi'), 'your'],
  [/\b(?:theirs|hers)\b/gi, 'yours'],
  [/\b(?:themselves|themself|himself|herself)\b/gi, 'yourself'],
  [
    /\bher (?=(?!(?:to|that|if|whether|about|for|with|when|where|why|how|what|which|we|you|it|there|and|or|but|on|in|at|by|from|as|so|now|again|later|soon|today|tomorrow|back|up|out|off|first|not|please|the|a|an|some|any|this|these|our|my|your|one|two|three|\d+|free)\b)[\p{L}])/giu,
    'your ',
  ],
  [/\b(?:they|you)['’]re\b/gi, "you're"],
  [/\bthey['’]ve\b/gi, "you've"],
  [/\bthey['’]ll\b/gi, "you'll"],
  [/\bthey['’]d\b/gi, "you'd"],
  [/\b(?:he|she)['’]s\b/gi, "you're"],
  [/\b(?:he|she)['’](ll|d)\b/gi, "you'$1"],
  [
    new RegExp(String.raw`\b(?:he|she|${customer}) (\p{L}+(?:n['’]t)?)`, 'giu'),
    (_all, verb = '') => `you ${agree(verb)}`,
  ],
  [/\bthey\b/gi, 'you'],
  [new RegExp(String.raw`\b(?:him|her|${customer})\b`, 'gi'), 'you'],
]

const irregular: Record<string, string> = {
  is: 'are',
  was: 'were',
  has: 'have',
  does: 'do',
  goes: 'go',
  "isn't": "aren't",
  "wasn't": "weren't",
  "hasn't": "haven't",
  "doesn't": "don't",
}

function agree(verb: string): string {
  const known = irregular[verb.toLowerCase().replace('’', "'")]
  if (known) return known
  if (/(?:ss|sh|ch|x)es$/.test(verb)) return verb.slice(0, -2)
  if (/[^aeiou]ies$/.test(verb)) return `${verb.slice(0, -3)}y`
  return /[^su]s$/.test(verb) ? verb.slice(0, -1) : verb
}

/** Judgements and secrets that an operator may write to the AI but that nobody says to a customer's face. */
export function aboutTheVisitor(words: string): boolean {
  return /\b(?:rude|annoy\w*|angry|furious|stupid|idiot\w*|difficult|liar|lying|lies|fraud\w*|scam\w*|crazy|drunk|impatient|dumb|moron|jerk|karen|troll\w*|pain|churn\w*|vip|whiner|whin\w+|hopeless|clueless|confused|suspicious|abus\w+|threat\w*|confidential|secret\w*|internal(?:ly)?|between us|off the record)\b/i.test(
    words,
  )
}

export function question(words: string): string {
  return `${capital(words).replace(/[\s.?!,;:]+$/u, '')}?`
}

export function statement(words: string): string {
  const said = capital(words).replace(/[\s,;:]+$/u, '')
  return /[.?!…]$/u.test(said) ? said : `${said}.`
}

function capital(words: string): string {
  return words
    .trim()
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    .replace(/\bi\b(?=['’\s])/g, 'I')
}
