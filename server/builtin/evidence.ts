import type { Wanted } from '../knowledge/asked.ts'

const number = String.raw`(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|a hundred|half)`
const money = String.raw`(?:€|\$|£|¥|euros?|eur|dollars?|usd|pounds?|gbp|chf|francs?|cents?)`
/** What a number counts when it is no price. */
const counted = String.raw`(?:[-–]?\s?(?:%|percent|kg|g|mg|ml|l|lb|oz|km|cm|mm|m|°|gb|mb|tb|mbit|hours?|minutes?|seconds?|days?|weeks?|months?|years?|working|people|persons?|students?|members?|projects?|rows?|requests?|bags?|cups?|square|metres?|meters?|litres?|times?|:|\.\d{3}|am\b|pm\b|o'clock|st\b|nd\b|rd\b|th\b))`
const price = new RegExp(
  [
    String.raw`${money}\s?\d|\d\s?${money}(?![\p{L}])`,
    String.raw`\b\d+[.,]\d{2}\b(?!${counted}|\d)`,
    String.raw`\b\d+(?= (?:(?:per|a|an|each|every) )?(?:per|a|an|each|every) \p{L}+)`,
    String.raw`\b(?:costs?|charged?|charges|fees?|prices?|pays?|paid|rate|tax|deposit|from|between|for|at)\b(?: \p{L}+){0,3} (?:is |are |of )?\d[\d.,]*(?!\d|${counted})`,
    String.raw`\b(?:is|are|charge|:) \d[\d.,]*(?!\d|${counted})(?=$|[\s.,;])`,
    String.raw`: (?:[^.;]*, )?\d[\d.,]*(?!\d|${counted})(?=$|[\s.,;])`,
    String.raw`\b(?:free|costs? nothing|no (?:fee|charge|cost|extra cost)|included|\d+ ?(?:%|percent) (?:cheaper|less|a year)|\d[\d.,]* ?percent)\b`,
  ].join('|'),
  'iu',
)
const time = new RegExp(
  [
    String.raw`\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweek(?:end|day)s?\b`,
    String.raw`\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b`,
    String.raw`\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b|\b\d{1,2}(?:st|nd|rd|th)\b`,
    String.raw`\b${number}(?: (?:to|or|and|-) ${number})?[- ](?:more |full |working |business |calendar )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b`,
    String.raw`\b(?:at once|immediately|instantly|same day|next (?:working )?day|day and night|at any time|any time|always|daily|every (?:day|week|month|year|quarter)|tomorrow|today|noon|midnight|quarter|day after|day before|on the first|first of)\b`,
  ].join('|'),
  'iu',
)
/** How something is done: said in the imperative, or as a way. */
const steps =
  /(?:^|[.;:,] |\bthen )(?:open|choose|click|go|write|call|bring|print|turn|enter|select|type|switch|tap|press|send|sign|scan|install|report|unplug|restart|use|block|set|make|take|put|add|pack|connect|order|ask|tell|show|come|book|enrol|register|check|start|wait|unlock|invite|download|buy|pay|keep|pour|grind|clean|brush|leave|give)\b|\b(?:online|in the app|by phone|under \p{Lu})/iu

const forms: Partial<Record<Wanted, RegExp>> = {
  price,
  time,
  amount: new RegExp(String.raw`\b${number}\b|\bunlimited\b|\bnone\b|\bno\b`, 'iu'),
  age: /\b(?:\d+|six|seven|eight|ten|twelve|sixteen|eighteen)\b[- ]?(?:years?|yrs?)|\b(?:under|over|age of|from|until the age of) (?:\d+|six|seven|eight|ten|twelve)\b|\bany age\b/iu,
  phone: /\+?\d[\d\s/()-]{4,}\d/u,
  email: /(?<!\S)[^\s@]+@\S+\.\p{L}+/u,
  steps,
  place: /\b(?:in|at|on|under|next to|near|from|to|by|choose|open|into|by phone|online)\b/iu,
}

/** Whether this can be what was asked for: a price holds a figure, a time a date or a while. Every sentence can be about the rest. */
export function holdsWanted(wanted: Wanted, text: string): boolean {
  return forms[wanted]?.test(text) ?? true
}

/** Whether nothing but such a thing answers it. */
export const mustHold = (wanted: Wanted): boolean => wanted in forms && wanted !== 'place' && wanted !== 'steps'

const measures: [RegExp, RegExp][] = [
  [/\bhow heavy\b|\bweigh/iu, /\d ?(?:kg|g|lb|kilos?|grams?|pounds|tons?|tonnes?)\b/iu],
  [/\bhow far\b/iu, /\d ?(?:km|m|miles?|kilomet\w+|met\w+|minutes?)\b/iu],
  [/\bhow (?:deep|tall|wide|high)\b/iu, /\d/u],
]
const noNoun =
  /^(?:is|are|was|were|do|does|did|can|could|may|must|will|would|should|have|has|i|we|you|it|to|for|of|the|a|an|cost|costs|in|at)$/iu

/** What is to be counted: "storage" of "how much storage does it have". */
export function countedIn(question: string): string | null {
  const word = /\bhow (?:much|many) (?:of |more )?([\p{L}-]+)/iu.exec(question)?.[1]
  return word && !noNoun.test(word) ? word : null
}

/** A weight is no distance. */
export const fitsMeasure = (question: string, text: string): boolean =>
  measures.every(([asked, said]) => !asked.test(question) || said.test(text))

const periods: [RegExp, RegExp][] = [
  [/\b(?:hourly|(?:per|an|every|each|for an) hour)\b/iu, /\bhour/iu],
  [/\b(?:daily|(?:per|a|every|each|for a) day)\b/iu, /\b(?:day|daily)/iu],
  [/\b(?:nightly|(?:per|a|every|each) night)\b/iu, /\bnight/iu],
  [/\b(?:weekly|(?:per|a|every|each|for a) week)\b/iu, /\bweek/iu],
  [/\b(?:monthly|(?:per|a|every|each|for a) month)\b/iu, /\bmonth/iu],
  [/\b(?:yearly|annual\w*|(?:per|a|every|each|for a) year)\b/iu, /\b(?:year|annual)/iu],
]

/** A price for a week is no price for a day. */
export function fitsPeriod(question: string, text: string): boolean {
  return periods.every(([asked, said]) => !asked.test(question) || said.test(text))
}
