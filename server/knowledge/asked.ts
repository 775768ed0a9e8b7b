import { askedTerms, wordsOf } from './words.ts'

/** What a question wants to hear. `other` is anything that no figure, date or name answers by itself. */
export type Wanted =
  | 'price'
  | 'time'
  | 'place'
  | 'amount'
  | 'age'
  | 'phone'
  | 'email'
  | 'person'
  | 'yesno'
  | 'steps'
  | 'other'

const kinds: [Wanted, RegExp][] = [
  [
    'phone',
    /\b(?:phone|telephone|fax|mobile) ?(?:number|no)\b|\b(?:which|what) number\b|\bnumber (?:to|can i|do i) call\b/iu,
  ],
  ['email', /\be-?mail address\b|\b(?:what|which) e-?mail\b/iu],
  [
    'steps',
    /\bhow (?:do|does|can|could|should|would|to|must)(?: i| we| you| one| my)?\b(?! (?:(?:it|this|that) )?(?:cost|charge|pay for))|\bhow .{2,60}\bto do\b|\bwhat (?:now|do i do|should i do|must i do|can i do|to do)\b|\bhow\?*$/iu,
  ],
  ['age', /\bhow (?:old|young)\b|\b(?:what|at (?:what|which)|minimum|youngest) age\b|\bage limit\b/iu],
  [
    'price',
    /\bhow (?:much|expensive)\b(?=[^?]{0,200}\b(?:cost|costs|charge|charged|price|pay|fee|for|per|money)\b)|\bhow much (?:is|are|'s|would|will)\b|\bwhat(?:'s|s| is| are| does| do| would| will| did)\b[^?]{0,200}\b(?:cost|costs|price|prices|fee|fees|charge|set (?:me|us) back)\b|\b(?:price|cost|fee|costs|prices|fees)\b(?: (?:of|for|per)\b|\?*$)|^\W*(?:price|cost|fee)s?\b|\bset (?:me|us) back\b|\bhow (?:cost|price)/iu,
  ],
  [
    'time',
    /\b(?:when|how (?:long|soon|quickly|fast|often|many time|much time|much before)|until when|till when|since when|what time|opening (?:hours|times?)|(?:by|on|at|which|what) (?:which |what )?(?:day|date|month)|how much earlier)\b/iu,
  ],
  ['place', /\bwhere\b|\bwhat(?:'s| is)? (?:the |your )?address\b/iu],
  [
    'amount',
    /\bhow (?:many|much|far|big|large|heavy|tall|high|deep|wide|strong|hot)\b|\bwhat(?:'s| is| are)? (?:the |your )?(?:maximum|minimum|limit|rate|range|size|weight|number of)\b/iu,
  ],
  ['person', /\b(?:who|whom|whose)\b/iu],
  [
    'yesno',
    /^(?:is|are|am|was|were|do|does|did|can|could|may|might|will|would|should|shall|must|has|have|any|it is possible|is it|got)\b|\b(?:can|may|could|do|does|is|are|will) (?:i|we|you|it|there|they|my|our|your|this|that|the)\b/iu,
  ],
]

const asksWhether =
  /^(?:is|are|am|was|were|do|does|did|can|could|may|might|will|would|should|must|has|have)\b(?! you (?:tell|say|know|explain|help)\b)/iu

/** The words that ask, as they are meant: "wen", "wich", "whats". */
export function spelledOut(question: string): string {
  return question.replace(slips, (word) => meant[word.toLowerCase()]!)
}

const meant: Record<string, string> = {
  wen: 'when',
  whn: 'when',
  wich: 'which',
  wat: 'what',
  wht: 'what',
  wher: 'where',
  hw: 'how',
  hwo: 'how',
  whats: "what's",
  wheres: "where's",
  whens: "when's",
  whos: "who's",
  hows: "how's",
  untill: 'until',
}
const slips = new RegExp(`\\b(?:${Object.keys(meant).join('|')})\\b`, 'giu')

/** What is wanted: by the form that stands first. "Is there a fee?" wants a yes or a no. */
export function wantedBy(question: string): Wanted {
  const said = lastAsked(withoutManners(spelledOut(question)).replace(/[’‘]/g, "'"))
  if (asksWhether.test(said)) return 'yesno'
  const open = /\b(?:what|which|who|where|when|why|how)\b/iu.test(said)
  const met = kinds.flatMap(([kind, form]) => {
    const at = said.search(form)
    return at < 0 || (kind === 'yesno' && open) ? [] : [{ kind, at: kind === 'yesno' ? 1000 + at : at }]
  })
  return met.sort((a, b) => a.at - b.at)[0]?.kind ?? 'other'
}

/** Of several sentences the last one that asks. */
function lastAsked(said: string): string {
  return (
    said
      .match(/[^.!?\n]+(?:\?+|[.!\n])?/g)
      ?.filter((sentence) => sentence.endsWith('?'))
      ?.at(-1)
      ?.trim() ?? said
  )
}

const manners =
  /^(?:(?:ok(?:ay)?|oh|ah|hm+|well|great|cool|nice|super|perfect|thanks?(?: you)?(?: so much| a lot)?|thx|cheers|i see|got it|works|alright|all right|good|fine|done|hi|hello|hey|hey there|hi there|hello there|good (?:morning|afternoon|evening|day)|sorry|please|btw|by the way|one more(?: thing| question)?|another (?:thing|question)|different (?:thing|question|topic)|(?:and )?something else|quick question|just wondering|a question|question|so|well)\b[\s,.;:!–-]*)+(?:(?:and|but)\b[\s,]*)?/iu

/** A question without the greeting, the thanks and the "one more thing" before it. */
export function withoutManners(question: string): string {
  const said = question.trim()
  const left = said.replace(manners, '').trim()
  return /[\p{L}\p{N}]/u.test(left) ? left : said
}

/** Words that stand for what was said before; "is it possible" and "does it rain" stand for nothing. */
const pointing =
  /\b(?:it|its|that|this|they|them|these|those|there|one|ones|the (?:same|other|others|second|first|rest))\b/iu
const idlePointing =
  /\b(?:is it|it is|it's|would it be|was it) (?:possible|ok|okay|allowed|true|necessary|too late)\b|\bif it\b|\b(?:is|are|was|were|will be) there\b|\bthere (?:is|are|was|were)\b|\bone \p{L}+|\b(?:this|that) (?:year|month|week|evening|morning|weekend|(?!cost|take|work|mean|include|happen|apply|last|cover|need|come|start|look|make|help|count|also|even|still)\p{L}{4,})\b|\bthat\b(?= (?:i|we|you|my|our|the)\b)|\bthose \p{L}{4,}/giu
const begins = /^(?:and|or|but|what about|how about|what if|also|plus)\b/iu
const whole =
  /\b(?:who|what|when|where|why|which|how|can|could|do|does|did|is|are|was|were|may|will|would|should|must|has|have|i|we|my|need|want)\b/iu

/** Whether a question says little without the one before it: "and in Paris?", "how much does that cost?". */
export function isFragment(question: string): boolean {
  const said = withoutManners(question)
  const terms = askedTerms(said)
  if (terms.length === 0) return true
  const words = wordsOf(said).length
  const rest = said.replace(/^(?:and|or|but|also|plus)\b[\s,]*/iu, '').replace(/^(?:what|how) about\b/iu, '')
  if (begins.test(said) && (!whole.test(rest) || terms.length === 1) && words <= 9) return true
  if (!whole.test(said) && words <= 4 && /\?\s*$/.test(said) && terms.length <= 2) return true
  return terms.length <= 2 && pointing.test(said.replace(idlePointing, ' '))
}
