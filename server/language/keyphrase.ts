import { startOf } from '../../protocol/cut.ts'
import { isFiller, wordsOf } from '../knowledge/words.ts'
import { remarks } from './remarks.ts'
import { readSmallTalk } from './smalltalk.ts'

/** A topic has so many words, and so many characters: many scripts write a sentence as one word. */
const longest = 5
const widest = 60

interface Keyphrase {
  title: string
  weight: number
}

/**
 * What the messages, oldest first, speak of, in their own words, the strongest first: "Export Invoices as PDF". A phrase is a stretch of words that say something, with what
 * joins them; it weighs what is in it, more if said again, and the first message, after any greeting, more than the others.
 */
export function keyphrasesOf(messages: string[], read = readPhrases): Keyphrase[] {
  const telling = messages.map(read).filter((phrases) => phrases !== null)
  const phrases = telling.flatMap((own, index) =>
    own.map((parts) => ({ parts, recency: index === 0 ? begins : 1 })),
  )
  const said = new Map<string, number>()
  for (const { parts } of phrases)
    for (const word of new Set(parts.flatMap(bareOf))) said.set(word, (said.get(word) ?? 0) + 1)
  const weigh = (parts: Part[]) =>
    parts
      .flatMap(bareOf)
      .reduce((sum, word) => sum + (vague.has(word) ? 0.3 : 1 + 0.5 * ((said.get(word) ?? 1) - 1)), 0)
  return phrases
    .map(({ parts, recency }) => ({ title: titleCase(fitting(parts)), weight: weigh(parts) * recency }))
    .sort((a, b) => b.weight - a.weight)
}

/** Who writes says first what it is about; what comes after is more often an answer, a detail or a threat. */
const begins = 1.4

/** What one message speaks of; null of small talk. */
export function readPhrases(text: string): Part[][] | null {
  return readSmallTalk(text) ? null : stretchesOf(text)
}

/** Words that belong together, with the joiner before them: "on", "not". */
interface Part {
  joiner: string
  words: string[]
}

const set = (words: string) => new Set(words.split(/\s+/))
/** Between two words that say something they stay; anywhere else they fall away. */
const joiners = set(
  'to for with without of off in on up out from by into as at auf für mit ohne zu zum zur von bei im para con sin de del en pour avec sans à du',
)
/** What stands before a thing, and what is between a thing and what became of it. */
const unseen =
  set(`the a an my your our his her their this that these those any some all is are was were be been being has have had does did do will would get gets got getting
  der das den dem des ein eine einen einem einer mein meine meinen meiner meinem dein ihr ihre ihren unser unsere nicht kein keine keinen pas no ist sind wird wurde mich mir el la los las un una unos mi mis su sus tu es está están le les une mon ma mes votre vos ce cette est sont l'`)
const negations = new Map(
  [...set("not isn't aren't doesn't don't didn't won't wasn't never")]
    .map((word) => [word, 'not'])
    .concat([...set("can't cannot couldn't")].map((word) => [word, 'cannot'])) as [string, string][],
)
/** "Sign up", "turn off": at its end they belong to the word before. */
const particles = set('in on up off out down')
/** They say something only beside others. */
const vague = set(
  'other another same new problem problems issue issues trouble error errors question questions fehler problema problème',
)
/** They say nothing of what it is about. */
const idle =
  set(`please come comes came hi hello hey thx cheers lol haha pls ok okay yo day days morning evening afternoon today tonight yesterday tomorrow monday tuesday wednesday thursday friday time times minute minutes moment ago week weeks month months
  year years hour hours ages awesome great good nice cool wow omg argh ugh wtf works work working worked fine bad stuff bit quick quickly urgent urgently asap immediately basically actually already also literally honestly simply
  suddenly anymore maybe possible possibly correctly properly happen happens happened happening keep keeps kept seem seems include includes included support supports offer offers contain contains say says said saying show shows
  showing tell told find found look looking looks waiting wait waited wonder understand mean means know believe think guess hope like love person people guys folks colleague colleagues everyone nobody somebody way ways hand long take takes took taken answer
  answers answered reply replies respond asked asking ask ago arrive sense difference between much many first last next later once able via per sir madam dear team one two three four five
  seconds second secs sec mins min reception lawyer lawyers solicitor bank's manager boss ombudsman protection dispute demand write review afraid expected meant supposed reported explained laughed standing called tried checked scam thieves disgusting exhausting wait
  wo wie was wann warum wer welche ich wir sie kann können könnte möchte will habe haben hat brauche bitte hallo danke und oder aber dass noch schon seit sich uns gibt geht es man
  hola gracias por favor cuándo cómo dónde qué quién yo me se puedo puede quiero quisiera necesito tengo tiene llega hay bonjour merci svp s'il vous plaît je j'ai nous quand comment où pourquoi quel quelle voudrais veux peux peut ai avez`)

/** Addresses, names and numbers are whose it is and not what it is about. Each is tried where a word begins and nowhere else, so that reading stays linear. */
const personal = [
  /\b(?:https?:\/\/|www\.)\S+/giu,
  /(?<!\S)\S[^\s@]*@\S+\.\S+/gu,
  /(?<!\S)\S*\d[\d\s./-]{3,}\S*/gu,
  /\b(?:my name(?:'s| is)|my name|ich heiße|mein name ist|me llamo|je m'appelle)\s+\S+(?:\s+\p{Lu}\S+)*/giu,
  /\b(?:i am|i'm|this is)\s+\p{Lu}\p{Ll}+(?:\s+\p{Lu}\S+)*(?=\W|$)/gu,
  /\bmy (?:e-?mail|phone|mobile|number|name)(?: address| number)? is\b/giu,
]

/** Where one thought ends and another begins. */
const breaks =
  /[^\p{L}\p{M}\p{N}'’\s-]+|\n|\s-+\s|(?<![\p{L}\p{M}\p{N}])(?:and|but|because|when|while|if|whether|since|so|then|or|that|which|und|aber|weil|wenn|y|pero|cuando|porque|et|mais|quand|parce)(?![\p{L}\p{M}\p{N}'’])/iu

function stretchesOf(text: string): Part[][] {
  const plain = personal.reduce((rest, shape) => rest.replace(shape, ' . '), text.slice(0, 2000))
  return plain.split(breaks).flatMap((clause) =>
    stretchesIn(
      clause
        .split(/\s+/)
        .map((word) => word.replaceAll('’', "'").replace(/^['-]+|(?<!['-])['-]+$/gu, ''))
        .filter(Boolean),
    ),
  )
}

/** A clause falls apart at its idle words; what joins two telling words becomes the head of a part. */
function stretchesIn(words: string[]): Part[][] {
  const stretches: Part[][] = [[]]
  let joiner = ''
  let seam = true
  for (const word of words) {
    const small = word.toLowerCase()
    const parts = stretches.at(-1)!
    if (unseen.has(small) && !negations.has(small))
      seam ||= parts.length > 0 && /^(?:is|are|was|were|be|been|has|have|had|ist|sind|wurde|est|está)$/.test(small)
    else if (negations.has(small)) joiner = negations.get(small)!
    else if (joiners.has(small)) joiner = parts.length ? `${joiner} ${small}`.trim() : joiner
    else if (isIdle(small)) {
      endWith(parts, joiner)
      if (parts.length) stretches.push([])
      joiner = ''
    } else {
      if (joiner || seam || !parts.length) parts.push({ joiner, words: [word] })
      else parts.at(-1)!.words.push(word)
      joiner = ''
      seam = false
    }
  }
  endWith(stretches.at(-1)!, joiner)
  return stretches.filter((parts) => parts.flatMap(bareOf).some((word) => word.length > 2 && !vague.has(word)))
}

function endWith(parts: Part[], joiner: string): void {
  if (particles.has(joiner)) parts.at(-1)?.words.push(joiner)
  // A number at the end counts what was left out: "waiting 3 weeks".
  while (/^\d+$/.test(parts.at(-1)?.words.at(-1) ?? ''))
    if (parts.at(-1)!.words.pop() && !parts.at(-1)!.words.length) parts.pop()
}

function isIdle(word: string): boolean {
  const [bare = ''] = wordsOf(word)
  if (vague.has(word)) return false
  return (
    !bare ||
    idle.has(word.replace(/(\p{L})\1{2,}/gu, '$1')) ||
    isFiller(bare) ||
    remarks.has(bare) ||
    /^\d{4,}$/.test(bare)
  )
}

const bareOf = ({ words }: Part): string[] => words.map((word) => word.toLowerCase())

/** As many parts as fit, from the first on; "log in to account" has its joiner in the title, a joiner at its end has nothing to join. */
function fitting(parts: Part[]): string[] {
  const title: string[] = []
  for (const { joiner, words } of parts) {
    const part = [...joiner.split(' ').filter(Boolean), ...words]
    if (title.length && title.length + part.length > longest) break
    title.push(...part.slice(0, longest))
  }
  return title
}

const short = set('api csv pdf sso vat url 2fa sms gdpr ios faq id qr usb vpn html json xml iban pin crm sku')

/** Names keep the letters they were written with: iPhone, HubSpot. */
export function titleCase(words: string[]): string {
  const title = words
    .map((word, index) => {
      if (index > 0 && smallInTitles.test(word)) return word.toLowerCase()
      if (short.has(word.toLowerCase())) return word.toUpperCase()
      return /\p{Lu}/u.test(word) ? word : word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    })
    .join(' ')
  return title.length > widest ? `${startOf(title, widest - 1)}…` : title
}

const smallInTitles =
  /^(?:and|or|of|the|a|an|to|for|in|on|with|without|from|by|at|as|into|off|zu|mit|von|de|en|con|pour|du|à)$/i
