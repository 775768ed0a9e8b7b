import type { Source } from '../../protocol/entities.ts'
import { isLight, standInsFor, termsOf } from '../knowledge/words.ts'
import { answer } from './answer.ts'
import { understand, type Ask } from './ask.ts'
import type { Turn } from '../models/model.ts'
import { readMatter } from '../language/matter.ts'
import { correctedAnswer } from './corrected.ts'
import { ownState } from './own-state.ts'
import { toldByPerson } from './told.ts'
import { choose, endsWithOffer, nameOf, offer, uniqueSources, type Part } from './part.ts'
import { phrases } from './phrases.ts'
import type { SmallTalk } from '../language/smalltalk.ts'
import { extra, opening } from './steering.ts'

/** A whole reply of the built-in answerer. `human` is why a person is wanted, or null. */
interface Reply {
  text: string
  sources: Source[]
  human: string | null
  /** What the team is asked, or null. */
  inquiry?: string | null
}

/** Answers from the articles alone, in the words of the articles, steered by the whispers. Same turn, same reply. */
export function compose(turn: Turn): Reply {
  const ask = understand(turn)
  const human = wantsHuman(ask)
  if (human && turn.mayEscalate) return handOff(ask, human)
  if (human && !turn.forOperator) return { text: ask.words.onTheirOwn, sources: [], human: null }

  const core =
    corrected(ask) ?? (ask.smallTalk ? chat(ask, ask.smallTalk) : (stated(ask) ?? told(ask) ?? answer(ask)))
  const inquiry = asksTeam(ask, core)
  if (inquiry) return { text: ask.words.checking, sources: [], human: null, inquiry }
  const extras = ask.intents.flatMap((intent) => extra(ask, intent, core))
  const spoken = standsBeside(core, extras, ask) ? [core] : []
  const parts = [
    opening(ask),
    ...extras.filter(({ place }) => place === 'before'),
    ...spoken,
    ...extras.filter(({ place }) => place === 'after'),
    ...extras.filter(({ place }) => place === 'last'),
  ]
  const kept = parts.filter((part) => part.text)
  return {
    text: kept.map((part) => part.text.trim()).join('\n\n'),
    sources: uniqueSources(kept.flatMap((part) => part.sources)),
    human: null,
  }
}

/** What nothing answers is asked of the team, where the agent may; who has been asked already is not asked twice. */
function asksTeam({ turn, question }: Ask, core: Part): string | null {
  return core.empty && turn.asksTeam && !turn.whispers.length && readMatter(question) === 'asks' ? question : null
}

/** With something of the operator's to say, "I don't know" would only be in the way, and what they say of the same thing stands for what articles say. */
function standsBeside(core: Part, extras: Part[], ask: Ask): boolean {
  const extra = extras.some(({ text }) => text)
  if (extra && (core.empty || isAnsweredByTeam(ask))) return false
  const told = ask.intents.flatMap((intent) =>
    intent.kind === 'say' || intent.kind === 'tell' ? [intent.words] : [],
  )
  if (!told.length || !core.sources.length) return true
  const said = new Set(termsOf(core.text))
  const about = told.flatMap((text) => termsOf(text)).filter((term) => !isLight(term) && !framing.has(term))
  return ask.wanted !== 'yesno' && !about.some((term) => [term, ...standInsFor(term)].some((one) => said.has(one)))
}

/** The team was asked, and nothing was said since: their answer is the whole reply. */
const isAnsweredByTeam = ({ smallTalk, turn }: Ask) =>
  smallTalk === 'return' && turn.whispers.some(({ asked }) => asked)

/** Of "Our team says". */
const framing = new Set(termsOf('our team says'))

function wantsHuman({ smallTalk, intents, lastAnswer, repeats }: Ask): string | null {
  if (intents.some(({ kind }) => kind === 'escalate')) return 'An operator asked to bring in a person.'
  if (smallTalk === 'human') return 'The visitor asked for a person.'
  if (smallTalk === 'yes' && endsWithOffer(lastAnswer, Object.values(phrases)))
    return 'The visitor accepted the offer of a person.'
  return repeats >= 2 ? 'The visitor asked the same three times.' : null
}

function handOff(ask: Ask, human: string): Reply {
  const parts = [
    opening(ask).text,
    ...ask.intents.map((intent) => ('words' in intent && intent.kind !== 'ask' ? intent.words : '')),
    choose(ask, ask.words.coming),
  ]
  return { text: parts.filter(Boolean).join('\n\n'), sources: [], human }
}

function chat(ask: Ask, smallTalk: SmallTalk | 'return'): Part {
  // Whoever wants a person where none may be called has been told how to reach one.
  const said = smallTalk === 'human' ? [] : ask.words.small[smallTalk](nameOf(ask), ask.turn.agent.name)
  return { text: choose(ask, said), sources: [] }
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
  return text === null ? null : { text: ask.repeats > 0 ? `${text}\n\n${offer(ask)}` : text, sources: [] }
}

/** A person of the team has told this visitor already. */
function told(ask: Ask): Part | null {
  const found = toldByPerson(ask)
  if (!found) return null
  const text = ask.turn.forOperator || !found.by ? found.text : `${ask.words.personWrote(found.by)} ${found.text}`
  return { text: ask.lastAnswer.includes(found.text) ? `${text}\n\n${offer(ask)}` : text, sources: [] }
}
