import { answerable, type AskedTerm } from '../knowledge/search.ts'
import { askedTerms, isLight, standInsFor, termsOf, wordsOf } from '../knowledge/words.ts'
import { readMatter } from '../language/matter.ts'
import { readMood } from '../language/mood.ts'
import type { Passage, Turn } from '../models/model.ts'
import { find, inReadingOrder, understand, type Ask } from './ask.ts'
import { candidatesIn, saysItself, type Candidate } from './best-sentence.ts'
import { isPlace } from './countries.ts'
import { chanceOf } from './chance.ts'
import { asksBack } from './corrected.ts'
import { mustHold } from './evidence.ts'
import { choose, fetchOrOffer, nameOf, offer, sourceOf, type Part } from './part.ts'
import { join, listMark, pick, pickOne, quotable, type Sentence } from './sentences.ts'
import { talkedWith } from './told.ts'
import { readYesNo, type YesNo } from './yes-no.ts'

/** From this share of the question on, what a sentence and its heading speak about is what was asked. */
const enough = 0.5
/** What is less likely than this to answer is not said. */
const likely = 0.28

/** What the articles say, or what they do not. */
export function answer(ask: Ask): Part {
  const said = likeliest(ask)
  weighed.set(ask.turn, said?.chance ?? null)
  if (!said) return asksBackOr(ask)
  const { passages } = said
  const first = passages[0]!
  const rival = passages.find((passage) => passage.articleId !== first.articleId)
  if (rival && torn(ask, first, rival)) return { text: ask.words.which(first.title, rival.title), sources: [] }
  if (said.chance < likely) return asksBackOr(ask)
  return said.chosen ? quote(ask, passages, said.found) : told(ask, first)
}

/** How likely it is that what the articles say answers the last words of a turn: a calibrated share (bench/quality/reliability.ts). Null where they say nothing of it. */
export function chanceFor(turn: Turn): number | null {
  if (!weighed.has(turn)) weighed.set(turn, likeliest(understand(turn))?.chance ?? null)
  return weighed.get(turn)!
}

/** A turn is answered and then judged: it is weighed once. */
const weighed = new WeakMap<Turn, number | null>()

/** What would be said, and how likely it is that this is what was asked. */
export function likeliest(ask: Ask): Likeliest | null {
  const passages = find(ask).filter(({ title }) => !ask.avoided.forbids(termsOf(title)))
  if (!passages[0]) return null
  const sentences = candidates(ask, passages)
  const chosen = chosenOf(ask, passages, sentences)
  const found = chosen ? [chosen, ...sentences.filter((one) => one !== chosen)] : []
  const { wanted } = ask
  const asked = askedOf(ask, passages)
  const pointed = ask.intents.some(({ kind }) => kind === 'point' || kind === 'search' || kind === 'hint')
  const alone = chosen && !pointed ? chanceOf({ wanted, asked, found, chosen }) : passages[0].score
  const chance = isOnlyContact(ask, found) ? Math.max(alone, contact) : alone
  return { passages, found, chosen: chosen ?? null, asked, chance }
}

/** "What is your phone number?" is answered by the one number that there is, whatever it stands beside. */
function isOnlyContact({ question, wanted }: Ask, found: Candidate[]): boolean {
  if ((wanted !== 'phone' && wanted !== 'email') || askedTerms(question).length > 2) return false
  const holding = found.filter(({ holds }) => holds)
  return new Set(holding.map(({ passage }) => passage.articleId)).size === 1
}
const contact = 0.6

interface Likeliest {
  passages: Passage[]
  found: Candidate[]
  chosen: Candidate | null
  asked: AskedTerm[]
  chance: number
}

/** The best sentence; of those that hold the figure that is asked for, the best one, if it speaks about what was asked. */
function chosenOf(ask: Ask, passages: Passage[], found: Candidate[]): Candidate | undefined {
  const { wanted } = ask
  if (isOnlyContact(ask, found)) return found.find(({ holds }) => holds)
  if (wanted === 'yesno' && namesOnly(ask, passages[0]!)) return firstOf(passages[0]!, found)
  return (mustHold(wanted) && holdingIn(found)) || found[0]
}

/** A question that only names the subject is about the article, which says first what matters most. */
function firstOf({ articleId }: Passage, found: Candidate[]): Candidate | undefined {
  const own = found.filter(({ passage, holds }) => passage.articleId === articleId && holds)
  const order = inReadingOrder(own.map(({ passage }) => passage)).map(({ id }) => id)
  const place = ({ passage, at }: Candidate) => order.indexOf(passage.id) * 1000 + at
  return own.toSorted((a, b) => place(a) - place(b))[0] ?? found[0]
}

function holdingIn(found: Candidate[]): Candidate | undefined {
  const widest = Math.max(...found.map(({ cover }) => cover))
  return found.find(({ holds, named, cover }) => holds && named && cover >= Math.max(enough, widest * 0.85))
}

function asksBackOr(ask: Ask): Part {
  const back = asksBack(ask)
  return back ? { text: back, sources: [] } : nothingKnown(ask)
}

function candidates(ask: Ask, passages: Passage[]): Candidate[] {
  const near = passages.filter(({ score }) => score >= passages[0]!.score * 0.5)
  const { question, wanted } = ask
  return candidatesIn(near, {
    question,
    wanted,
    asked: askedOf(ask, near),
    allowed: (sentence) => allowed(ask, sentence),
  })
}

const askedOf = ({ question }: Ask, passages: Passage[]): AskedTerm[] =>
  passages[0]?.asked ?? askedTerms(question).map((term) => ({ term, weight: 1, known: true }))

function torn({ lastAnswer, question, intents }: Ask, best: Passage, rival: Passage): boolean {
  const asked = askedTerms(question)
  const named = ({ title }: Passage) => asked.every((term) => termsOf(title).includes(term))
  return (
    asked.length > 0 &&
    best.score >= answerable &&
    named(best) &&
    named(rival) &&
    best.score - rival.score < 0.1 &&
    !/^(?:Is this about|Geht es um|¿Se trata de)/.test(lastAnswer) &&
    !intents.some(({ kind }) => kind === 'search' || kind === 'point' || kind === 'hint')
  )
}

export function quote(ask: Ask, passages: Passage[], found: Candidate[]): Part {
  const best = found[0]
  if (!best) return told(ask, passages[0]!)
  const asked = askedOf(ask, passages)
  const missing = wordNowhere(ask, asked, best)
  if (missing) return partly(ask, best, ask.words.notMentioned(missing))
  if (mustHold(ask.wanted)) {
    const holding = isOnlyContact(ask, found) ? best : holdingIn(found)
    return holding && !isOfAnother(holding, found)
      ? brief(ask, holding)
      : partly(ask, found.find(({ label }) => label) ?? best, ask.words.lacking[ask.wanted])
  }
  if (ask.wanted === 'yesno') return yesOrNo(ask, best, asked)
  return open(ask, best, passages)
}

/** What is asked of one item of a list is not told by another item. */
function isOfAnother({ label, sentences, at }: Candidate, found: Candidate[]): boolean {
  const named = found.find((one) => one.label)
  if (!named || label || !sentences[at]!.item) return false
  const [name = ''] = named.sentences[named.at]!.text.split(':')
  return !termsOf(name).every((term) => sentences[at]!.terms.has(term))
}

/** A figure, a date, a name: the sentence that holds it, with what it needs to be read alone. */
function brief(ask: Ask, best: Candidate): Part {
  const chosen = standing(best)
  return saidBefore(ask, chosen)
    ? again(ask, best)
    : { text: frame(ask, best.passage, chosen), sources: [sourceOf(best.passage)] }
}

function yesOrNo(ask: Ask, best: Candidate, asked: AskedTerm[]): Part {
  if (best.cover < enough && best.own < 0.3) return partly(ask, best, ask.words.lacking.yesno)
  const chosen = standing(best)
  if (saidBefore(ask, chosen)) return again(ask, best)
  const verdict = verdictOf(ask, best, asked)
  const said = join(chosen)
  return {
    text: `${ask.words[verdict]} ${chosen.length === 1 ? said.replace(listMark, '') : said}`,
    sources: [sourceOf(best.passage)],
  }
}

/** Yes or no only when the sentence itself speaks of everything that was asked; what stands over it says only what it is about. */
function verdictOf({ question }: Ask, best: Candidate, asked: AskedTerm[]): YesNo {
  const sentence = best.sentences[best.at]!
  const terms = asked.filter(({ term }) => !isLight(term)).map(({ term }) => term)
  const own = terms.length ? terms : asked.map(({ term }) => term)
  const left = own.filter((term) => !saysItself(best, term))
  // Under a title or a heading that is the question itself, a sentence need not say it again.
  const over = [best.passage.title, best.passage.heading].map(termsOf)
  const told = over.filter((terms) => terms.every((term) => own.includes(term))).flat()
  if (left.length > 1 || left.length === own.length || !left.every((term) => told.includes(term))) return 'open'
  return readYesNo(question, sentence.text, own)
}

/** How something is done, or what there is to say of something: the stretch around the best sentence. */
function open(ask: Ask, best: Candidate, passages: Passage[]): Part {
  const own = passages.filter(({ articleId }) => articleId === best.passage.articleId)
  const passage = ask.wanted === 'other' && namesOnly(ask, own[0]!) ? inReadingOrder(own)[0]! : best.passage
  const sentences = quotable(passage.around).filter((sentence) => allowed(ask, sentence))
  const weights = widened(ask.question, passage.title)
  const chosen = ask.brief
    ? [pickOne(sentences, weights)].filter((one) => one !== undefined)
    : pick(sentences, weights)
  if (chosen.length === 0) return told(ask, passage)
  if (complains(ask) && saidBefore(ask, [best.sentences[best.at]!])) return toldAlready(ask, passage)
  if (saidBefore(ask, chosen)) return again(ask, best)
  return { text: frame(ask, passage, chosen), sources: [sourceOf(passage)] }
}

/** A question that only names the subject is answered from the beginning. */
function namesOnly({ question }: Ask, { title }: Passage): boolean {
  const terms = termsOf(title)
  const asked = askedTerms(question)
  return asked.length > 0 && asked.every((term) => terms.includes(term))
}

/** What is not known, and what is known of it. */
function partly(ask: Ask, best: Candidate, lacking: string): Part {
  const chosen = standing(best)
  const known = best.cover >= 0.35 && !saidBefore(ask, chosen) && !ask.brief
  const text = known ? `${lacking} ${ask.words.near(best.passage.title)} ${join(chosen)}` : lacking
  return { text: `${text}\n\n${fetchOrOffer(ask)}`, sources: known ? [sourceOf(best.passage)] : [], empty: true }
}

/** A sentence with what it leans on: "It costs 5" is nothing without the sentence before it, an item nothing without what it is an item of. */
function standing({ sentences, at }: Candidate): Sentence[] {
  const sentence = sentences[at]!
  let start = at
  while (start > 0 && leans(sentences[start]!) && sentences[start - 1]!.block === sentence.block && at - start < 2)
    start--
  const chosen = sentences.slice(start, at + 1)
  const next = sentences[at + 1]
  const follows =
    next &&
    !next.item &&
    next.block === sentence.block &&
    /^(?:but|however|after that|afterwards|without it|otherwise|a second|the other|we do not)\b/i.test(next.text)
  return follows ? [...chosen, next] : chosen
}

const leans = ({ text, item }: Sentence): boolean =>
  !item &&
  /^(?:it|its|they|their|them|this|that|these|those|there|then|afterwards|after that|later|until then|otherwise|in that case|both|such|here|he|she|the (?:rest|other|others|same|difference|new|link|test|reminder|result|reservation|pass|code)|also|but|or|and|so|older|others|a second)\b/iu.test(
    text,
  )

/** The word of the question that tells most and that no article has: a name, a product, the very thing that is not sold here. */
function wordNowhere({ question }: Ask, asked: AskedTerm[], best: Candidate): string | null {
  const unknown = asked.filter(({ term, known }) => !known && !isPlace(term) && !isLight(term))
  if (unknown.length === 0) return null
  const word = wordsOf(question).find((word) => unknown.some(({ term }) => termsOf(word)[0] === term))
  if (word === undefined || word.length > 30) return null
  const typed = new RegExp(`(?<=[\\p{L}\\p{N},] )${word}(?![\\p{L}])`, 'iu').exec(question)?.[0] ?? word
  const isName = /^\p{Lu}/u.test(typed) && /\p{Ll}/u.test(question)
  const weight = (all: AskedTerm[]) => all.reduce((sum, one) => sum + one.weight, 0)
  const counts = isName || (weight(unknown) > weight(asked) * 0.4 && best.cover < 0.6)
  return counts ? typed : null
}

/** Nothing is told twice in the same words: a sentence of it, and a person. */
function again(ask: Ask, best: Candidate): Part {
  const sentence = best.sentences[best.at]!
  const source = [sourceOf(best.passage)]
  if (complains(ask)) return toldAlready(ask, best.passage)
  if (ask.earlier.some((text) => text.startsWith(ask.words.above) && text.includes(sentence.text)))
    return { text: `${ask.words.noMore(best.passage.title)} ${offer(ask)}`, sources: source }
  return {
    text: `${ask.words.above} ${sentence.text.replace(listMark, '')}${ask.repeats > 0 ? `\n\n${offer(ask)}` : ''}`,
    sources: source,
  }
}

function saidBefore({ earlier }: Ask, chosen: Sentence[]): boolean {
  return chosen.length > 0 && earlier.some((text) => chosen.every((sentence) => text.includes(sentence.text)))
}

function told(ask: Ask, passage: Passage): Part {
  return ask.earlier.length
    ? { text: `${ask.words.noMore(passage.title)} ${offer(ask)}`, sources: [sourceOf(passage)] }
    : nothingKnown(ask)
}

function toldAlready(ask: Ask, passage: Passage): Part {
  return { text: `${sorry(ask)}${ask.words.noMore(passage.title)} ${offer(ask)}`, sources: [sourceOf(passage)] }
}

function nothingKnown(ask: Ask): Part {
  const kind = remark(ask)
  if (kind) return { text: kind, sources: [], empty: true }
  const person = talkedWith(ask)
  const further = person ? ask.words.readAlong(person) : ask.words.nothingFurther
  const admitted = complains(ask) ? `${sorry(ask)}${further}` : choose(ask, ask.words.unknowns)
  return { text: `${admitted} ${fetchOrOffer(ask)}`, sources: [], empty: true }
}

/** Who asks nothing is not told that nothing was found. */
function remark(ask: Ask): string | null {
  const matter = readMatter(ask.question)
  const person = talkedWith(ask)
  // What they told that person they are not asked for again.
  if (person && (matter === 'anger' || matter === 'statement'))
    return [complains(ask) ? sorry(ask).trim() : '', ask.words.readAlong(person), offer(ask)]
      .filter(Boolean)
      .join(' ')
  if (matter === 'anger' && ask.lastAnswer === '') return `${sorry(ask)}${ask.words.whatWentWrong}`
  if (matter === 'topic') return ask.words.whatAbout
  return matter === 'statement' ? ask.words.toldUs : null
}

/** Upset, and asks nothing: whoever hears the same paragraph again then is upset about that, too. */
function complains({ question }: Ask): boolean {
  return (
    !question.includes('?') && ['frustrated', 'angry'].includes(readMood([{ id: '', text: question }]).reading.mood)
  )
}

const sorry = (ask: Ask) =>
  ask.avoided.forbids(['sorri']) || ask.intents.some(({ kind }) => kind === 'apologise')
    ? ''
    : `${ask.words.sorry(nameOf(ask))} `

function frame(ask: Ask, passage: Passage, chosen: Sentence[]): string {
  const quoted = join(chosen)
  if (ask.brief || chosen.length === 1) return quoted.replace(listMark, '')
  if (ask.intents.some(({ kind }) => kind === 'point')) return `${ask.words.covers(passage.title)} ${quoted}`
  const lead = choose(ask, ask.words.says(passage.title))
  if (!lead) return quoted
  return `${lead}${chosen[0]?.item ? '\n\n' : ' '}${quoted}`
}

export function allowed({ avoided }: Pick<Ask, 'avoided'>, sentence: Sentence): boolean {
  return !avoided.forbids(sentence.terms)
}

/** The terms asked for and, at less weight, those that may stand for them and those that the title says already: they tell no sentences apart. */
export function widened(text: string, title = ''): Map<string, number> {
  const terms = askedTerms(text)
  const told = new Set(termsOf(title))
  const weight = (term: string) => (told.has(term) ? 0.4 : 1)
  return new Map([
    ...terms.flatMap(standInsFor).map((term): [string, number] => [term, 0.35 * weight(term)]),
    ...terms.map((term): [string, number] => [term, weight(term)]),
  ])
}
