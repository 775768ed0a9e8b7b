import type { Mood, MoodMark, MoodReading } from '../../protocol/entities.ts'
import { Remembered } from '../ground/remembered.ts'
import { classify, moods, warmth, type MoodEvidence } from './mood/classifier.ts'
import { tempered, type Moved, type Tone } from './temper.ts'

/** The running mood of one visitor. `puzzled` runs beside the score: a confused person is neither happy nor angry. */
interface Running {
  mood: Mood
  score: number
  puzzled: number
}

const decay = 0.55
/** Whoever says thank you has let go of more; whoever complains is no longer glad. */
const turn = 0.15
const puzzlement = { decay: 0.4, enters: 0.42, leaves: 0.2 }
/** A mood is entered at the first figure and left only at the second, so that a badge does not flicker between two messages. */
const bounds = { happy: [0.28, 0.12], frustrated: [-0.25, -0.16], angry: [-0.6, -0.48] } as const
const calm: Running = { mood: 'neutral', score: 0, puzzled: 0 }

/** Messages further back have faded to nothing, and a screen shows no more than 24. */
const remembered = 32
const shown = 24
/** More causes than these explain nothing, and these words alone explain nothing either. */
const named = 4
const pale = new Set(
  'a am an and are as at be been by do for from get got has have he her his i if in is it its just me my of on or our she so that the then there they this to us was we were will with you your'.split(
    ' ',
  ),
)

interface VisitorMessage {
  id: string
  text: string
  /** What a provider's model made of it; it holds. */
  judged?: { mood: Mood; score: number } | undefined
}

/** Reads all visitor messages so far, oldest first. `mark` says what the last one moved, in points of the score. */
export function readMood(messages: VisitorMessage[]): { reading: MoodReading; mark: MoodMark } {
  let running = calm
  let why: Moved[] = []
  const history: number[] = []
  const said = new Map<string, number>()
  for (const { text, judged } of messages.slice(-remembered)) {
    const plain = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    const times = (said.get(plain) ?? 0) + 1
    said.set(plain, times)
    ;({ running, why } = follow(running, tempered(hear(text), text, running), times))
    if (judged) running = { ...running, ...judged }
    history.push(running.score)
  }
  const { mood, score } = running
  return {
    reading: { mood, score, history: history.slice(-shown) },
    mark: { messageId: messages.at(-1)?.id ?? '', mood, score, why },
  }
}

/** As `readMood`, with what the sentence encoder makes of messages not heard before; by their words alone while there is no encoder. */
export async function readMoodByMeaning(
  messages: VisitorMessage[],
  encode: (texts: string[]) => Promise<Float32Array[] | null>,
): Promise<ReturnType<typeof readMood>> {
  const fresh = [...new Set(messages.slice(-remembered).map(({ text }) => text))].filter(
    (text) => !heardBefore.get(text)?.byMeaning,
  )
  const meanings = fresh.length ? await encode(fresh) : null
  meanings?.forEach((meaning, index) => heardBefore.set(fresh[index]!, listen(fresh[index]!, meaning)))
  return readMood(messages)
}

function follow(before: Running, heard: Tone, times: number): { running: Running; why: Moved[] } {
  const fade =
    before.score *
    ((before.score < 0 ? heard.likeliest === 'happy' : isUpset(heard.likeliest)) ? turn - 1 : decay - 1)
  const moved = [
    ...(Math.abs(fade) >= 0.01 ? [{ cue: 'earlier messages fade', points: fade }] : []),
    ...heard.moved,
    ...(times > 1 ? [{ cue: 'said the same before', points: -0.2 * Math.min(2, times - 1) }] : []),
  ]
  const reached = before.score + moved.reduce((sum, { points }) => sum + points, 0)
  // Complaints alone add up to frustration, never to anger.
  const floor = heard.likeliest === 'angry' || before.mood === 'angry' ? -1 : -0.58
  const score = round(Math.min(1, Math.max(floor, reached)))
  const puzzled = Math.min(1, before.puzzled * puzzlement.decay + heard.puzzled)
  return {
    running: { mood: name(before, score, puzzled), score, puzzled },
    why: share(moved, score - before.score),
  }
}

function isUpset(mood: Mood): boolean {
  return mood === 'frustrated' || mood === 'angry'
}

/** What was cut off at the ends of the scale is taken from the causes in proportion: shown points always add up to the move. */
function share(moved: Moved[], total: number): Moved[] {
  const sum = moved.reduce((all, { points }) => all + points, 0)
  const factor = sum === 0 ? 0 : total / sum
  return moved
    .map(({ cue, points }) => ({ cue, points: round(factor >= 0 ? points * factor : points) }))
    .filter(({ points }) => points !== 0)
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

/** What one message says by itself. */
interface Heard extends Tone {
  /** Otherwise by its words alone, until the encoder can say. */
  byMeaning: boolean
}

/** Each message is listened to once, and then remembered while its conversation goes on: the mood is read anew after each one. */
const heardBefore = new Remembered<Heard>()

const hear = (text: string): Heard => heardBefore.get(text) ?? heardBefore.set(text, listen(text))

function listen(text: string, meaning?: Float32Array): Heard {
  const { chances, pulls } = evidenceOf(text, meaning)
  const sure = sharpened(chances)
  const points = moods.reduce((sum, mood) => sum + warmth[mood] * sure[mood], 0)
  const likeliest = moods.reduce((best, mood) => (chances[mood] > chances[best] ? mood : best))
  return {
    likeliest,
    puzzled: sure.confused,
    moved: Math.abs(points) < 0.01 ? [] : causes(points, pulls),
    byMeaning: meaning !== undefined,
  }
}

/** The encoder hears feeling in "for two weeks"; where the words have none and it is not sure itself, they hold. */
function evidenceOf(text: string, meaning?: Float32Array): MoodEvidence {
  const words = classify(text)
  if (!meaning) return words
  const both = classify(text, meaning)
  const felt = Math.max(both.chances.happy, both.chances.frustrated, both.chances.angry)
  return words.chances.neutral >= calmWords && felt < sureFeeling ? words : both
}
const calmWords = 0.6
const sureFeeling = 0.85

/** A doubtful reading moves a badge less than its chances say, a clear one more. */
function sharpened(chances: MoodEvidence['chances']): MoodEvidence['chances'] {
  const sum = moods.reduce((all, mood) => all + chances[mood] ** 3, 0)
  return Object.fromEntries(moods.map((mood) => [mood, chances[mood] ** 3 / sum])) as MoodEvidence['chances']
}

/** Shares the points of a message among what pulled that way most, in proportion to the pull. */
function causes(points: number, pulls: MoodEvidence['pulls']): Moved[] {
  const alike = [...pulls]
    .map(([cue, pull]): Moved => ({ cue, points: pull * Math.sign(points) }))
    .filter((each) => each.points > 0.02 && !isPale(each.cue))
  const strongest = alike
    .sort((a, b) => b.points - a.points)
    .reduce(join, [])
    .slice(0, named)
  if (!strongest.length) return [{ cue: 'wording', points }]
  const sum = strongest.reduce((all, each) => all + each.points, 0)
  return strongest.map((each) => ({ cue: each.cue, points: (each.points / sum) * points }))
}

function isPale(cue: string): boolean {
  return cue
    .replace(/[“”]/g, '')
    .split(' ')
    .every((word) => pale.has(word))
}

/** "working" within "not working" is the same cause and is named once, by the longer words. */
function join(kept: Moved[], next: Moved): Moved[] {
  const same = kept.find(({ cue }) => within(cue, next.cue) || within(next.cue, cue))
  if (!same) return [...kept, next]
  if (within(same.cue, next.cue)) same.cue = next.cue
  same.points += next.points
  return kept
}

function within(part: string, whole: string): boolean {
  const words = (cue: string) => ` ${cue.replace(/[“”]/g, '')} `
  return words(whole).includes(words(part))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
