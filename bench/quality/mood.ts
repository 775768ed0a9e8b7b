import type { Mood } from '../../protocol/entities.ts'
import { classifier, classify, moods, type MoodEvidence } from '../../server/language/mood/classifier.ts'
import { course, courseWithMeaning, learn, type Example } from '../../server/language/mood/learn.ts'
import { readMood } from '../../server/language/mood.ts'
import { openSentenceModel } from '../../server/knowledge/vectors/sentence-model.ts'
import { readExamples, type Written } from '../../training/examples.ts'
import { haveDatasets, readLines } from './datasets.ts'
import { f1Of } from './f1.ts'
import type { Row } from './row.ts'
import { amount } from '../size.ts'

/** How well moods are read: on authors that training did not see, on public comments, and how long one message takes. */
export async function measure(): Promise<Row[]> {
  const encoder = await openSentenceModel()
  const written: (Written & Example)[] = readExamples().filter((_, number) => number % amount(1, 30) === 0)
  const withMeaning = written.map((example) => ({ ...example, meaning: encoder.encode(example.text) }))
  return [
    acrossAuthors('by words alone', written, course),
    acrossAuthors('with the encoder', withMeaning, courseWithMeaning),
    ...onComments((text) => encoder.encode(text)),
    speed(written),
  ]
}

function acrossAuthors(how: string, examples: (Written & Example)[], lessons: typeof course): Row {
  const pairs = foldsOf(examples).flatMap((fold) => {
    const { read } = classifier(
      learn(
        examples.filter((example) => !fold.includes(example)),
        lessons,
      ),
    )
    return fold.map(({ mood, text, meaning }) => ({ truth: mood, guess: likeliest(read(text, meaning)) }))
  })
  return {
    what: `mood, macro-F1, 5 folds by author and style, ${examples.length} messages, ${how}`,
    target: '0.85, none under 0.70',
    seen: shown(f1Of(moods, pairs)),
  }
}

/** Five folds of about one size. An author, who has one style, is in one fold only. */
function foldsOf<One extends { author: string }>(examples: One[]): One[][] {
  const folds: One[][] = [[], [], [], [], []]
  const authors = Object.values(Object.groupBy(examples, ({ author }) => author)) as One[][]
  for (const own of authors.sort((a, b) => b.length - a.length))
    folds.reduce((least, fold) => (fold.length < least.length ? fold : least)).push(...own)
  return folds
}

const moodOf = Object.entries({
  happy: 'admiration amusement approval caring excitement gratitude joy love optimism pride relief',
  neutral: 'neutral realization surprise desire curiosity',
  confused: 'confusion',
  frustrated: 'annoyance disappointment disapproval sadness nervousness fear embarrassment remorse grief',
  angry: 'anger disgust',
}).flatMap(([mood, emotions]) => emotions.split(' ').map((emotion): [string, Mood] => [emotion, mood as Mood]))

/** With the encoder, as many comments as can be learned from within minutes. */
const encoded = amount(12_000, 20)

function onComments(encode: (text: string) => Float32Array): Row[] {
  const target = '0.60'
  if (!haveDatasets()) return [{ what: 'mood, GoEmotions dev as five moods', target, seen: 'skipped: no data' }]
  const known = readComments('train.tsv')
  const asked = readComments('dev.tsv')
  const words = learn(known, { rounds: 3, kept: 60_000, seenBy: 2 })
  const some = known.slice(0, encoded).map((example) => ({ ...example, meaning: encode(example.text) }))
  const meanings = learn(some, { rounds: 5, kept: 60_000, seenBy: 5 })
  const balance = balanceOf(known)
  const byWords = classifier(words).read
  const byMeaning = classifier(meanings).read
  const row = (how: string, read: (text: string) => Mood): Row => ({
    what: `mood, macro-F1, GoEmotions dev as five moods, ${how}`,
    target,
    seen: shown(
      f1Of(
        moods,
        asked.map(({ mood, text }) => ({ truth: mood, guess: read(text) })),
      ),
    ),
  })
  return [
    row('learned from its train.tsv, words', (text) => balance([byWords(text)])),
    row(`and with the encoder on ${encoded} of them`, (text) =>
      balance([byWords(text), byMeaning(text, encode(text))]),
    ),
    row('transfer: the weights that ship, never trained on it', (text) => likeliest(classify(text))),
  ]
}

/** Comments whose emotions say one mood: neutral gives way to any other, angry and frustrated together are angry, other mixtures are left out. */
function readComments(file: string): Example[] {
  const labels = readLines('goemotions/labels.txt')
  const named = new Map(moodOf)
  return readLines(`goemotions/${file}`).flatMap((line) => {
    const [text, numbers] = line.split('\t')
    const said = new Set(numbers!.split(',').map((number) => named.get(labels[Number(number)]!)!))
    if (said.size > 1) said.delete('neutral')
    if (said.has('angry')) said.delete('frustrated')
    const [mood, ...others] = said
    return mood && !others.length ? [{ mood, text: text! }] : []
  })
}

/** Chances by several readings, and as macro-F1 wants them: a rare mood is guessed more readily than its share of the examples says. */
function balanceOf(examples: Example[]): (verdicts: MoodEvidence[]) => Mood {
  const share = (mood: Mood) => examples.filter((example) => example.mood === mood).length / examples.length
  const weights = new Map(moods.map((mood) => [mood, share(mood) ** -0.3]))
  return (verdicts) => {
    const chance = (mood: Mood) =>
      weights.get(mood)! *
      verdicts.reduce((product, { chances }) => product * chances[mood] ** (1 / verdicts.length), 1)
    return moods.reduce((best, mood) => (chance(mood) > chance(best) ? mood : best))
  }
}

function speed(examples: Written[]): Row {
  readMood([{ id: 'first', text: 'hello' }])
  const took = examples.map(({ text }, index) => {
    const since = performance.now()
    readMood([{ id: `${index}`, text: `${text} ${index}` }])
    return performance.now() - since
  })
  return {
    what: 'mood, reading one new message on the main thread, p95',
    target: 'under 2 ms',
    seen: `${took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)]!.toFixed(2)} ms`,
  }
}

function likeliest({ chances }: MoodEvidence): Mood {
  return moods.reduce((best, mood) => (chances[mood] > chances[best] ? mood : best))
}

function shown({ macro, each }: { macro: number; each: Record<Mood, number> }): string {
  return `${macro.toFixed(3)} (${moods.map((mood) => `${mood} ${each[mood].toFixed(2)}`).join(', ')})`
}
