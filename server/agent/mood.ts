import { stemmer } from 'stemmer'
import type { Mood, MoodMark, MoodReading } from '../../protocol/entities.ts'
import { emoji, louder, negations, phrases, singles, softer, type Cue } from './lexicon.ts'

/** The running mood of one visitor. `puzzled` runs beside the score: a confused person is neither happy nor angry. */
interface Running {
  mood: Mood
  score: number
  puzzled: number
}

interface Moved {
  cue: string
  points: number
}

const decay = 0.55
/** Whoever says thank you has let go of more. */
const repair = 0.15
const puzzlement = { decay: 0.4, enters: 0.36, leaves: 0.2 }
/** A mood is entered at the first figure and left only at the second, so that a badge does not flicker between two messages. */
const bounds = { happy: [0.3, 0.12], frustrated: [-0.3, -0.18], angry: [-0.6, -0.48] } as const
const calm: Running = { mood: 'neutral', score: 0, puzzled: 0 }

/** Messages further back have faded to nothing, and a screen shows no more than 24. */
const remembered = 32
const shown = 24
/** Nobody's mood needs a novel to show, and reading must stay cheap whatever is pasted. */
const readable = 2000

/** Reads all visitor messages so far, oldest first. `mark` says what the last one moved, in points of the score. */
export function readMood(messages: { id: string; text: string }[]): { reading: MoodReading; mark: MoodMark } {
  let running = calm
  let why: Moved[] = []
  const history: number[] = []
  const said = new Map<string, number>()
  for (const { text } of messages.slice(-remembered)) {
    const plain = text.trim().toLowerCase()
    const times = (said.get(plain) ?? 0) + 1
    said.set(plain, times)
    ;({ running, why } = follow(running, text, times))
    history.push(running.score)
  }
  const { mood, score } = running
  return { reading: { mood, score, history: history.slice(-shown) }, mark: { messageId: messages.at(-1)?.id ?? '', mood, score, why } }
}

function follow(before: Running, text: string, times: number): { running: Running; why: Moved[] } {
  const heard = hear(text.slice(0, readable), times)
  const fade = before.score * ((heard.grateful && before.score < 0 ? repair : decay) - 1)
  const moved = Math.abs(fade) >= 0.01 ? [{ cue: 'earlier messages fade', points: fade }, ...heard.moved] : heard.moved
  const reached = before.score + moved.reduce((sum, { points }) => sum + points, 0)
  // Complaints alone add up to frustration, never to anger.
  const floor = heard.hot || before.mood === 'angry' ? -1 : -0.58
  const score = round(Math.min(1, Math.max(floor, reached)))
  const puzzled = Math.min(1, before.puzzled * puzzlement.decay + heard.puzzled)
  return { running: { mood: name(before, score, puzzled), score, puzzled }, why: share(moved, score - before.score) }
}

/** What was cut off at the ends of the scale is taken from the cues in proportion: shown points always add up to the move. */
function share(moved: Moved[], total: number): Moved[] {
  const sum = moved.reduce((all, { points }) => all + points, 0)
  const factor = sum === 0 ? 0 : total / sum
  return moved.map(({ cue, points }) => ({ cue, points: round(factor >= 0 ? points * factor : points) })).filter(({ points }) => points !== 0)
}

function name(before: Running, score: number, puzzled: number): Mood {
  const inside = (mood: keyof typeof bounds) => bounds[mood][before.mood === mood ? 1 : 0]
  if (score <= inside('angry')) return 'angry'
  const isPuzzled = puzzled >= (before.mood === 'confused' ? puzzlement.leaves : puzzlement.enters)
  if (isPuzzled && puzzled > Math.abs(score)) return 'confused'
  // Coming down from anger, a person is frustrated before calm.
  if (score <= (before.mood === 'angry' ? bounds.frustrated[1] : inside('frustrated'))) return 'frustrated'
  return score >= inside('happy') ? 'happy' : 'neutral'
}

interface Heard {
  moved: Moved[]
  puzzled: number
  hot: boolean
  grateful: boolean
}

const heardBefore = new Map<string, Heard>()
const heardAtMost = 4000

/** Each message is listened to once, and then remembered while its conversation goes on: the mood is read anew after each one. */
function hear(text: string, times: number): Heard {
  const key = `${times} ${text}`
  let heard = heardBefore.get(key)
  if (heard) return heard
  heardBefore.set(key, (heard = listen(text, times)))
  if (heardBefore.size > heardAtMost) heardBefore.delete(heardBefore.keys().next().value!)
  return heard
}

function listen(text: string, times: number): Heard {
  const plain = text.normalize('NFKC').replace(/[’‘`´]/g, "'").toLowerCase()
  const cues = [...inPhrases(plain), ...aroundBut(plain), ...inEmoji(text)]
  const good = cues.some(({ points }) => points > 0)
  const bad = cues.some(({ points }) => points <= -0.2)
  const asks = /\?|\bbut\b/.test(plain)
  const loud = 1 + 0.12 * Math.min(3, text.match(/!/g)?.length ?? 0)
  const moved = merge(
    cues.map(({ cue, points }) => {
      // "Great, it crashed again" is no praise, and "thanks, but …" is manners.
      const weight = points > 0 && bad ? 0.25 : points > 0 && asks ? 0.6 : 1
      return { cue, points: points * weight * loud }
    }),
  )
  const sum = moved.reduce((all, { points }) => all + points, 0)
  let hot = cues.some((cue) => cue.hot)
  const shouting = shouts(text)
  if (shouting && sum <= -0.2) {
    moved.push({ cue: 'capital letters', points: -0.25 })
    hot = true
  }
  if (sum <= -0.5 && /!{3,}/.test(text)) {
    moved.push({ cue: 'exclamation marks', points: -0.1 })
    hot = true
  }
  if (times > 1) moved.push({ cue: 'said the same before', points: -0.2 * Math.min(2, times - 1) })
  const doubled = /\?\s*\?|\?!|!\?/.test(text)
  if (doubled && bad) moved.push({ cue: 'repeated question marks', points: -0.1 })
  const puzzled = Math.min(1, cues.reduce((all, cue) => all + (cue.puzzled ?? 0), 0) + (doubled && !good ? 0.3 : 0))
  return { moved, puzzled, hot, grateful: good && !bad && sum >= 0.3 }
}

type Found = Cue & { cue: string }

function inPhrases(text: string): Found[] {
  return phrases.flatMap(([cue, form]) => {
    const match = form.exec(text)
    return match ? [{ ...cue, cue: quoted(match[0]) }] : []
  })
}

const praise = new Map(singles.flatMap(([cue, words]) => (cue.points > 0 ? words : []).map((word): [string, Cue] => [word, cue])))
const others = new Map(singles.flatMap(([cue, words]) => (cue.points > 0 ? [] : words).map((word): [string, Cue] => [stemmer(word), cue])))

/** "I was worried, but you sorted it": what follows the "but" is what is meant. */
function aroundBut(text: string): Found[] {
  const parts = text.split(/\b(?:but|however)\b/)
  return parts.flatMap((part, index) => inWords(part).map((found) => (index < parts.length - 1 ? { ...found, points: found.points * 0.4 } : found)))
}

function inWords(text: string): Found[] {
  const words = text.replace(/'/g, '').match(/[\p{L}\p{N}]+/gu) ?? []
  const found = words.flatMap((word, index): Found[] => {
    const cue = praise.get(word) ?? others.get(stemmer(word))
    if (!cue) return []
    const before = words.slice(Math.max(0, index - 3), index)
    const strength = before.some((near) => louder.has(near)) ? 1.25 : before.some((near) => softer.has(near)) ? 0.7 : 1
    const negated = before.some((near) => negations.has(near))
    // "Not great" is a mild complaint, "not a problem" almost nothing; neither is the full opposite.
    const points = negated ? (cue.points > 0 ? -0.6 * cue.points : -0.2 * cue.points) : cue.points * strength
    return [{ points, puzzled: negated ? 0 : (cue.puzzled ?? 0) * strength, hot: !!cue.hot && !negated, cue: quoted(negated ? `not ${word}` : word) }]
  })
  return found
}

function inEmoji(text: string): Found[] {
  return emoji.flatMap(([cue, form]) => {
    const match = form.exec(text)
    return match ? [{ ...cue, cue: match[0] }] : []
  })
}

/** The same word twice is one cue, and the third cue of a message says less than the first. */
function merge(cues: Moved[]): Moved[] {
  const strongest = new Map<string, number>()
  for (const { cue, points } of cues) if (Math.abs(points) > Math.abs(strongest.get(cue) ?? 0)) strongest.set(cue, points)
  return [...strongest]
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([cue, points], index) => ({ cue, points: points / (1 + index * 0.5) }))
}

function shouts(text: string): boolean {
  const words = text.match(/\p{L}{3,}/gu) ?? []
  const capitals = words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase())
  return capitals.length >= 3 || (capitals.length >= 1 && capitals.length * 2 >= words.length) || /\b(?:NOW|NEVER|NOT|STOP|WHY|WORST|STILL|AGAIN|ONE)\b/.test(text)
}

function quoted(words: string): string {
  return `“${words.trim().slice(0, 40)}”`
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
