import { stemmer } from 'stemmer'

const stop = new Set(
  `a about above after again all also am an and any anybody anyone are as at be been before being below between both but by can cannot could did do does doing
  done down during ago bought today yesterday recently currently soon lately each either else ever every few for from further get gets getting give given go goes going gonna got had has have having he hello help her here hers hey hi him his
  how however i if in into is it its itself just kind know let like lot make makes many may me might more most much must my myself need needs no nor not now of off ok okay on once one only or other our ours out
  over own per please quite really s same say see shall she should since so some somebody someone something sort still such sure t tell than thank thanks that the their theirs them then there these they
  thing things think this those though through to too under until up upon us use very want wanted wants was way we well were what when where whether which while who whom whose why will with within without would yes yet you
  your yours yourself im ive id ill dont doesnt didnt cant couldnt wont wouldnt isnt arent wasnt hasnt havent youre theyre thats whats wheres hows lets till untill wen wich wat whos plz pls u ur im gonna wanna anything everything nothing tried try trying question wondering wonder guys
  的 了 吗 呢 吧 是 在 有 要 能 会 请 我 你 您 我们 你们 这 那 和 可以 怎么 怎样 什么 多久 多少 几 哪里
  は が を に の で と も か ます です ました た て さ れ して する どの くらい いくら いつ どう 何 教え くだ さい ください
  กี่ เท่า ไหร่ ไหม ได้ ด้วย ครับ ค่ะ คือ ที่ และ 은 는 이 가 을 를 에 의`.split(/\s+/),
)

const stems = new Map<string, string>()

/** What no stemmer knows to be one word. */
const irregular = new Map(
  `kept keep|sent send|paid pay|bought buy|lost lose|found find|took take|taken take|gave give|given give|broke break|broken break|stole steal|stolen steal|came come
  |made make|went go|gone go|told tell|said say|spoke speak|spoken speak|wrote write|written write|chose choose|chosen choose|forgot forget|forgotten forget|ran run|sold sell|held hold|began begin
  |begun begin|brought bring|built build|caught catch|drove drive|driven drive|fell fall|fallen fall|flew fly|flown fly|met meet|rode ride|ridden ride|slept sleep|spent spend|taught teach
  |threw throw|thrown throw|wore wear|worn wear|won win|drank drink|ate eat|eaten eat|hidden hide|shown show|grown grow|known know|withdrew withdraw|withdrawn withdraw|children child|men man
  |women woman|people person|feet foot|teeth tooth|knives knife|mice mouse|drawn draw|swam swim|shut close|ill sick`
    .split(/\s*\|/)
    .map((pair): [string, string] => pair.split(' ') as [string, string]),
)

/**
 * Words that shoppers use for one another. A question is widened by them at half weight; articles are indexed as they stand.
 */
const alike = [
  'refund reimburse reimbursement money',
  'return send',
  'cancel stop end terminate unsubscribe quit',
  'pause skip suspend hold holiday vacation',
  'ship deliver shipping delivery dispatch post arrive',
  'parcel package order box',
  'track tracking status',
  'broken damaged faulty defect defective repair broke',
  'warranty guarantee',
  'pay payment card checkout',
  'cost price expensive fee charge',
  'password login log sign locked',
  'account profile',
  'address move moved moving house',
  'gift voucher present coupon',
  'allergy allergen gluten nut milk vegan allergic',
  'wholesale bulk cafe office business reseller',
  'brew brewing recipe',
  'invoice receipt bill',
  'change update amend',
  'late delay delayed missing lost overdue',
  'abroad international country europe overseas',
  'subscription plan membership',
  'phone call telephone',
  'forgot forgotten forget',
]

const standIns = new Map<string, string[]>()
for (const line of alike) {
  const group = [...new Set(line.split(' ').map(stem))]
  for (const term of group)
    standIns.set(term, [...(standIns.get(term) ?? []), ...group.filter((other) => other !== term)])
}

/** The words of a text in the form in which they are compared: without accents, lower case, without filler, stemmed. */
export function termsOf(text: string): string[] {
  return wordsOf(text.replace(checking, 'check$1'))
    .filter((word) => !stop.has(word))
    .map(stem)
}

/** "Checking in" and "check-out" are two things, and without their little word both are one. */
const checking = /\bcheck(?:ed|ing|s)?[- ]?(in|out)\b/giu

/** Lower case, without accents and apostrophes; digits and words of any script. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(accents, '$1')
    .normalize('NFC')
    .replace(/(\p{L})['’](\p{L})/gu, '$1$2')
    .toLowerCase()
  const words = plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return unspaced.test(plain) ? words.flatMap(segmented) : words
}

/** Accents, points and vowel marks that people leave out when they type. In other scripts a mark is part of the letter. */
const accents = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])\p{M}+/gu

/** Scripts that put no space between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

function segmented(run: string): string[] {
  if (!unspaced.test(run)) return [run]
  return [...segmenter.segment(run)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
}

export function isFiller(word: string): boolean {
  return stop.has(word)
}

/** Turns of phrase that mean one word, put as that word. */
const turns: [RegExp, string][] = [
  [/\b(?:U\.?S\.?A?\.?|United States|the States)(?![\p{L}])/gu, 'usa'],
  [/\bset (?:me|us) back\b/gi, 'cost'],
  [/\bpick(?:ed|ing)? (?:it |them )?up\b/gi, 'pickup'],
  [/\bmoney back\b/gi, 'refund'],
  [/\b(?:send|give|ship|bring) (?:it|them|this|that|these|something|the \w+)? ?back\b/gi, 'return'],
  [/\b(?:log|sign) ?-?(?:in|on)(?:to)?\b/gi, 'login'],
  [
    /(?:\bnot|n['’]?t|\bnever)(?: yet| been)* (?:arriv\w*|come|came|received?|delivered|turned up|here|got)\b/gi,
    ' late',
  ],
  [/\bnothing(?: has| have|['’]s)?(?: yet| been)* (?:arrived|come|came|delivered|turned up|shown up)\b/gi, ' late'],
  [/(?:\bnot|n['’]?t|\bnever) work\w*\b|\bstopped working\b/gi, ' broken'],
]

/** A question in the terms in which articles are written. */
export function askedTerms(question: string): string[] {
  return [
    ...new Set(
      termsOf(turns.reduce((text, [phrase, word]) => text.replace(phrase, word), question.slice(0, 2000))),
    ),
  ].slice(0, 32)
}

const light = new Set(
  'take find see offer accept use do work look come bring start happen possible allow able mean call tell thing much long old policy information info detail general regular normal usual exact available company customer regard sell supply serve'
    .split(' ')
    .map((word) => stemmer(word)),
)

/** Words of a question that say little of what it is about. */
export const isLight = (term: string): boolean => light.has(term)

/** What the asker may have meant by this word. */
export function standInsFor(term: string): string[] {
  return standIns.get(term) ?? []
}

function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  // Bounded, because visitors can write words without end.
  if (stems.size > 50_000) stems.clear()
  // The stemmer takes the end of "bus" for a plural.
  const made = stemmer((irregular.get(word) ?? word).replace(/^(bus|gas)(?:es)?$/, '$1e'))
  stems.set(word, made)
  return made
}
