import type { Source } from '../../protocol/entities.ts'
import { answerable } from '../knowledge/search.ts'
import { askedTerms, standInsFor, termsOf } from '../knowledge/words.ts'
import { find, inReadingOrder, understand, type Ask } from './ask.ts'
import type { Passage, Turn } from '../models/model.ts'
import { readMood } from '../language/mood.ts'
import { asksBack, correctedAnswer } from './corrected.ts'
import { ownState } from './own-state.ts'
import { commandsTheModel, join, listMark, pick, pickOne, quotable, type Sentence } from './sentences.ts'
import type { SmallTalk } from '../language/smalltalk.ts'
import type { Intent } from '../language/whisper.ts'

/** A whole reply of the built-in answerer. `human` is why a person is wanted, or null. */
export interface Reply {
  text: string
  sources: Source[]
  human: string | null
}

/** Answers from the articles alone, in the words of the articles, steered by the whispers. Same turn, same reply. */
export function compose(turn: Turn): Reply {
  const ask = understand(turn)
  const human = wantsHuman(ask)
  if (human && turn.mayEscalate) return handOff(ask, human)
  if (human) return { text: choose(ask, onTheirOwn), sources: [], human: null }

  const core = corrected(ask) ?? (ask.smallTalk ? chat(ask, ask.smallTalk) : (stated(ask) ?? answer(ask)))
  const extras = ask.intents.flatMap((intent) => extra(ask, intent, core))
  // With something of the operator's to say, "I don't know" would only be in the way.
  const spoken = core.empty && extras.some(({ text }) => text) ? [] : [core]
  const parts = [
    opening(ask),
    ...extras.filter(({ place }) => place === 'before'),
    ...spoken,
    ...extras.filter(({ place }) => place === 'after'),
    ...extras.filter(({ place }) => place === 'last'),
  ]
  const kept = parts.filter((part) => part.text)
  return {
    text: kept.map((part) => part.text).join('\n\n'),
    sources: unique(kept.flatMap((part) => part.sources)),
    human: null,
  }
}

interface Part {
  text: string
  sources: Source[]
  place?: 'before' | 'after' | 'last'
  /** Nothing was found; there is only the admission of it. */
  empty?: boolean
}

const offersOfAPerson = [
  'Would you like me to get a person from our team?',
  'Shall I bring in a person from our team?',
  'I can get a person from our team, if you like.',
]
const onTheirOwn = ['A person from our team is there for you: choose “Talk to a human” in this chat.']
const unknowns = [
  "I can't find an answer to that in our articles, and I would rather not guess.",
  "That is not covered by anything I can look up, and I don't want to give you a wrong answer.",
  "I don't know that one; our articles say nothing about it.",
]

function wantsHuman({ smallTalk, intents, lastAnswer, repeats }: Ask): string | null {
  if (intents.some(({ kind }) => kind === 'escalate')) return 'An operator asked to bring in a person.'
  if (smallTalk === 'human') return 'The visitor asked for a person.'
  if (smallTalk === 'yes' && offersOfAPerson.some((offer) => lastAnswer.endsWith(offer)))
    return 'The visitor accepted the offer of a person.'
  return repeats >= 2 ? 'The visitor asked the same three times.' : null
}

/** Where the AI may not bring a person, it points to the way that is always open. */
function offer(ask: Ask): string {
  return choose(ask, ask.turn.mayEscalate ? offersOfAPerson : onTheirOwn)
}

function handOff(ask: Ask, human: string): Reply {
  const parts = [
    opening(ask).text,
    ...ask.intents.map((intent) => ('words' in intent && intent.kind !== 'ask' ? intent.words : '')),
    choose(ask, [
      'Of course. I am asking a person from our team to join us here.',
      'I will get a person from our team for you.',
    ]),
  ]
  return { text: parts.filter(Boolean).join('\n\n'), sources: [], human }
}

function chat(ask: Ask, smallTalk: SmallTalk | 'return'): Part {
  const { name } = ask.turn.agent
  const words: Record<SmallTalk | 'return', string[]> = {
    human: [],
    return: ['I am with you again. Is there anything else I can do for you?'],
    bot: [
      `I am ${name}, an AI agent. I answer from our articles, and a person from our team can step in at any time.`,
    ],
    thanks: [
      'You are welcome. Is there anything else I can do for you?',
      'Glad I could help. Is there anything else?',
      'My pleasure. Just write if anything else comes up.',
    ],
    goodbye: ['Goodbye, and thank you for writing.', 'Take care. You can write here any time.'],
    greeting: [`Hello${nameOf(ask)}. How can I help you?`, `Hi${nameOf(ask)}. What can I do for you?`],
    wellbeing: ['All well here, thank you. What can I do for you?'],
    yes: ['Good. What would you like to know?', 'All right. Tell me a little more, and I will look it up.'],
    no: ['All right. I am here if anything else comes up.', 'No problem. Just write if you need anything.'],
  }
  return { text: choose(ask, words[smallTalk]), sources: [] }
}

/** What a person of the team said the answer is comes before whatever the articles say. */
function corrected(ask: Ask): Part | null {
  const text = correctedAnswer(ask)
  return text === null
    ? null
    : { text: ask.lastAnswer.includes(text) ? `${text}\n\n${offer(ask)}` : text, sources: [] }
}

/** What is going on for this visitor no article knows. */
function stated(ask: Ask): Part | null {
  const text = ownState(ask)
  return text === null
    ? null
    : { text: ask.repeats > 0 ? `${text}\n\n${choose(ask, offersOfAPerson)}` : text, sources: [] }
}

function answer(ask: Ask): Part {
  const passages = find(ask).filter(({ title }) => termsOf(title).every((term) => !ask.avoided.has(term)))
  const first = passages[0]
  const back = !first || first.score < answerable ? asksBack(ask) : null
  if (back) return { text: back, sources: [] }
  if (!first || first.score < answerable) return nothingKnown(ask)
  const rival = passages.find((passage) => passage.articleId !== first.articleId)
  if (rival && torn(ask, first, rival))
    return { text: `Is this about “${first.title}”, or about “${rival.title}”?`, sources: [] }
  return quote(
    ask,
    passages.filter((passage) => passage.articleId === first.articleId),
  )
}

function torn({ lastAnswer, question, intents }: Ask, best: Passage, rival: Passage): boolean {
  const asked = askedTerms(question)
  const named = ({ title }: Passage) => asked.every((term) => termsOf(title).includes(term))
  return (
    asked.length > 0 &&
    named(best) &&
    named(rival) &&
    best.score - rival.score < 0.1 &&
    !lastAnswer.startsWith('Is this about') &&
    !intents.some(({ kind }) => kind === 'search' || kind === 'point' || kind === 'hint')
  )
}

function quote(ask: Ask, passages: Passage[]): Part {
  const said = ask.repeats > 0 ? ask.lastAnswer : ''
  for (const passage of inOrder(ask.question, passages)) {
    const asked = widened(ask.question, passage.title)
    const sentences = quotable(passage.around).filter(
      (sentence) => allowed(ask, sentence) && !said.includes(sentence.text),
    )
    const chosen = ask.brief
      ? [pickOne(sentences, asked)].filter((one) => one !== undefined)
      : pick(sentences, asked)
    if (chosen.length > 0 && complains(ask) && chosen.every(({ text }) => ask.lastAnswer.includes(text)))
      return toldAlready(ask, passage)
    if (chosen.length > 0) return { text: frame(ask, passage, chosen), sources: [sourceOf(passage)] }
  }
  const known = passages[0]
  if (said && known)
    return {
      text: `Our article “${known.title}” says no more than I have told you, and it does not seem to have helped. ${offer(ask)}`,
      sources: [sourceOf(known)],
    }
  return nothingKnown(ask)
}

function toldAlready(ask: Ask, passage: Passage): Part {
  return {
    text: `${sorry(ask)}Our article “${passage.title}” says no more than I have told you. ${offer(ask)}`,
    sources: [sourceOf(passage)],
  }
}

function nothingKnown(ask: Ask): Part {
  return {
    text: `${complains(ask) ? `${sorry(ask)}I find nothing in our articles that would help you further.` : choose(ask, unknowns)} ${offer(ask)}`,
    sources: [],
    empty: true,
  }
}

/** Upset, and asks nothing: whoever hears the same paragraph again then is upset about that, too. */
function complains({ question }: Ask): boolean {
  return (
    !question.includes('?') && ['frustrated', 'angry'].includes(readMood([{ id: '', text: question }]).reading.mood)
  )
}

const sorry = (ask: Ask) =>
  ask.avoided.has('sorri') || ask.intents.some(({ kind }) => kind === 'apologise')
    ? ''
    : `I am sorry about this${nameOf(ask)}. `

/** A part of the article that is about nothing but what is asked comes first. A question that only names the subject is answered from the beginning, everything else from what fits best. */
function inOrder(question: string, passages: Passage[]): Passage[] {
  const asked = askedTerms(question)
  const [own, others] = [
    passages.filter(({ heading }) => isNamed(heading, asked)),
    passages.filter(({ heading }) => !isNamed(heading, asked)),
  ]
  if (own.length > 0) return [...own, ...others]
  const title = termsOf(passages[0]?.title ?? '')
  return asked.every((term) => title.includes(term)) ? inReadingOrder(passages) : passages
}

function isNamed(heading: string, asked: string[]): boolean {
  const terms = termsOf(heading)
  return terms.length > 0 && terms.every((term) => asked.includes(term))
}

function frame(ask: Ask, passage: Passage, chosen: Sentence[]): string {
  const quoted = join(chosen)
  if (ask.brief) return quoted.replace(listMark, '')
  if (ask.intents.some(({ kind }) => kind === 'point'))
    return `Our article “${passage.title}” covers this. ${quoted}`
  if (ask.repeats > 0) return `Let me put it another way. ${quoted}\n\n${offer(ask)}`
  const colon = chosen[0]?.item ? ':\n\n' : ': '
  return choose(ask, [
    quoted,
    `Here is what our article “${passage.title}” says${colon}${quoted}`,
    `From “${passage.title}”${colon}${quoted}`,
  ])
}

function opening(ask: Ask): Part {
  const wanted = new Set(ask.intents.map(({ kind }) => kind))
  const sorry = wanted.has('apologise') && !ask.avoided.has('sorri')
  const lines = [
    sorry ? choose(ask, [`I am sorry about this${nameOf(ask)}.`, `I am sorry for the trouble${nameOf(ask)}.`]) : '',
    wanted.has('soften')
      ? choose(ask, [
          'I can see why this matters to you, and I want to help.',
          'I understand that this is not easy. Let us sort it out together.',
          'Thank you for bearing with me; I want to get this right for you.',
        ])
      : '',
    ...ask.intents.map((intent) => (intent.kind === 'thank' ? intent.words : '')),
  ]
  return { text: lines.filter(Boolean).join(' '), sources: [] }
}

function extra(ask: Ask, intent: Intent, core: Part): Part[] {
  switch (intent.kind) {
    case 'tell':
      return [{ text: intent.words, sources: [], place: 'before' }]
    case 'offer':
      return [{ text: intent.words, sources: [], place: 'after' }]
    case 'ask':
      return [{ text: intent.words, sources: [], place: 'last' }]
    case 'mention':
      return [mention(ask, intent.about, core, intent.words)]
    case 'hint':
      return [mention(ask, intent.about, core, null)]
    default:
      return []
  }
}

/** What the articles say about it; else the operator's own `words`, if there are any. */
function mention(ask: Ask, about: string, core: Part, words: string | null): Part {
  const wanted = widened(about)
  const found = ask.turn
    .search(about)
    .filter(({ score }) => score >= answerable)
    .slice(0, 3)
  const said = found.flatMap((passage) => {
    const sentence = pickOne(
      quotable(passage.around).filter((sentence) => allowed(ask, sentence)),
      wanted,
    )
    return sentence ? [{ passage, sentence, share: shareOf(sentence, about) }] : []
  })
  const best = said.toSorted((a, b) => b.share - a.share)[0]
  // Half of what is to be mentioned must be in the sentence itself; an article that is merely near is not what was meant.
  if (!best || best.share < 0.5 || (best.share === 0.5 && askedTerms(about).length > 2))
    return { text: words ?? '', sources: [], place: 'after' }
  if (core.text.includes(best.sentence.text)) return { text: '', sources: [] }
  return {
    text: `Good to know: ${best.sentence.text.replace(listMark, '')}`,
    sources: [sourceOf(best.passage)],
    place: 'after',
  }
}

/** How much of what is to be mentioned the sentence says. */
function shareOf({ terms }: Sentence, about: string): number {
  const wanted = askedTerms(about)
  return (
    wanted.filter((term) => terms.has(term) || standInsFor(term).some((standIn) => terms.has(standIn))).length /
    Math.max(1, wanted.length)
  )
}

function allowed({ avoided }: Ask, sentence: Sentence): boolean {
  return [...sentence.terms].every((term) => !avoided.has(term))
}

/** The terms asked for and, at less weight, those that may stand for them and those that the title says already: they tell no sentences apart. */
function widened(text: string, title = ''): Map<string, number> {
  const terms = askedTerms(text)
  const told = new Set(termsOf(title))
  const weight = (term: string) => (told.has(term) ? 0.4 : 1)
  return new Map([
    ...terms.flatMap(standInsFor).map((term): [string, number] => [term, 0.35 * weight(term)]),
    ...terms.map((term): [string, number] => [term, weight(term)]),
  ])
}

/** A visitor may call themselves anything; only what looks like a name is said back. */
function nameOf({ turn }: Ask): string {
  const first = turn.visitor.name?.trim().split(/\s+/)[0] ?? ''
  return /^\p{L}[\p{L}'’-]{0,24}$/u.test(first) && !commandsTheModel(turn.visitor.name ?? '') ? `, ${first}` : ''
}

function sourceOf({ articleId, title, url }: Passage): Source {
  return { id: articleId, title, url }
}

function unique(sources: Source[]): Source[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()]
}

function choose({ variant }: Ask, variants: string[]): string {
  return variants[variant % variants.length] ?? ''
}
