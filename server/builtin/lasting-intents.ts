import { askedTerms, termsOf } from '../knowledge/words.ts'
import { Avoided } from './avoided.ts'
import type { Turn } from '../models/model.ts'
import { readWhisper, type Intent } from '../language/whisper.ts'

/**
 * What the built-in answerer does for this reply because somebody told it to: the whispers, and of what lasts as much as it understands.
 * Guidance and boundaries: what not to mention, and brevity. Lessons: the same, and what to tell, offer, mention or point to when the
 * visitor asks about it; the same of what a person left word of. Where they disagree the order of authority decides: guidance, then training, then boundaries.
 */
export function intentsFor(turn: Turn, question: string): Intent[] {
  const guidance = turn.taught.guidance
    .flatMap(({ text }) => (promises.test(text) ? [] : readWhisper(text)))
    .filter(isManner)
  const boundaries = turn.agent.boundaries.split('\n').flatMap(readWhisper).filter(isManner)
  const told = (intent: Intent) => fits(intent, question) && !saidBefore(intent, turn)
  const lessons = turn.taught.lessons
    .flatMap(({ text }) => readWhisper(text))
    .filter((intent) => isManner(intent) || (isNews(intent) && told(intent)))
  const left = leftWord(turn)
    .flatMap(readWhisper)
    .filter((intent) => isManner(intent) || ((isNews(intent) || intent.kind === 'say') && told(intent)))
  const forbidden = avoidedBy(guidance)
  const trained = [...turn.whispers.flatMap(wished), ...left, ...lessons]
  return [...trained.filter((intent) => !forbidden.forbids(termsOf(saysWhat(intent)))), ...guidance, ...boundaries]
}

/** What answers a question to the team is said, whatever it looks like. */
function wished({ text, asked }: Turn['whispers'][number]): Intent[] {
  const read = readWhisper(text)
  return !asked || read.some((intent) => 'words' in intent && intent.words)
    ? read
    : [{ kind: 'say', words: `Our team says: “${text}”` }]
}

/** What a reply must not speak about. */
export function avoidedBy(intents: Intent[]): Avoided {
  return new Avoided(intents.flatMap((intent) => (intent.kind === 'avoid' ? [intent.about] : [])))
}

/** Quoting what an article says promises nothing, so that such a line silences nothing. */
const promises = /^\W*(?:never|do not|don't|avoid)\b.{0,10}\b(?:promis|guarante)/iu

const isManner = ({ kind }: Intent) => ['avoid', 'shorter', 'formal', 'noLists'].includes(kind)
const isNews = ({ kind }: Intent) => kind === 'tell' || kind === 'offer' || kind === 'mention' || kind === 'point'

/** The lines of the person who had the conversation; what the thread itself says is read there. */
const leftWord = ({ brief, history }: Turn): string[] =>
  (brief?.text ?? '')
    .split('\n')
    .filter((line) => line && !history.some(({ text }) => text.includes(line.replace(/^[^:]{1,60}: /, ''))))

/** What following it would say aloud. */
function saysWhat(intent: Intent): string {
  if (intent.kind === 'avoid') return ''
  return [('words' in intent && intent.words) || '', 'about' in intent ? intent.about : ''].join(' ')
}

/** Lasting news is told to whoever asks about it, and not at every hello. */
function fits(intent: Intent, question: string): boolean {
  const about = new Set(termsOf(saysWhat(intent)))
  const asked = askedTerms(question)
  const shared = asked.filter((term) => about.has(term)).length
  return shared >= 2 || shared * 2 > asked.length
}

function saidBefore(intent: Intent, { history }: Turn): boolean {
  const words = 'words' in intent ? intent.words : null
  return !!words && history.some(({ from, text }) => from === 'ai' && text.includes(words))
}
