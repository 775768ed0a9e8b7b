import { writeFileSync } from 'node:fs'
import { likeliest, quote } from '../../server/builtin/answer.ts'
import { understand } from '../../server/builtin/ask.ts'
import { chanceSignsOf } from '../../server/builtin/chance.ts'
import { chanceSigns, signs } from '../../server/builtin/signs.ts'
import type { ArticleIndex } from '../../server/knowledge/search.ts'
import { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { judgeAnswer } from './answers.ts'
import { learned as current } from '../../server/builtin/learned.ts'
import { learnChances, learnOrder, type Choices, type Seen } from './logistic.ts'
import { indexOf, turnOf } from './play.ts'
import { readArticles, readQuestions, trades, type Question } from './sets.ts'

/** What one trade teaches: which of the sentences answers, and when what would be said is wrong. */
export interface Lesson {
  trade: string
  choices: Choices[]
  seen: Seen[]
  /** How likely an answer seemed, to what can be answered and to what cannot. */
  chances: { answerable: number[]; not: number[] }
}

/** Writes `server/builtin/learned.json`. */
async function main(): Promise<void> {
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  const lessons = async () => {
    const taught: Lesson[] = []
    for (const trade of trades.learned)
      for (const meaning of [encoder, null]) taught.push(await lessonOf(trade, meaning))
    return taught
  }
  const sentence = learnOrder((await lessons()).flatMap(({ choices }) => choices))
  // How likely the best sentence is to be right is learned with the sentences that are best by now.
  signs.forEach((sign, place) => (current.sentence[sign] = sentence[place]!))
  const chance = learnChances((await lessons()).flatMap(({ seen }) => seen))
  encoder.close()
  const named = (names: readonly string[], values: number[]) =>
    Object.fromEntries(names.map((name, place) => [name, Math.round(values[place]! * 1000) / 1000]))
  const learned = { sentence: named(signs, sentence), chance: named([...chanceSigns, 'always'], chance) }
  writeFileSync(
    new URL('../../server/builtin/learned.json', import.meta.url),
    `${JSON.stringify(learned, null, 2)}\n`,
  )
  console.log(learned)
}

/** Its own questions; some of other trades, which nothing here answers; and its own once more, with the articles taken out that answer them. */
export async function lessonOf(trade: string, encoder: Encoder | null): Promise<Lesson> {
  const index = await indexOf(trade, encoder)
  const lesson: Lesson = { trade, choices: [], seen: [], chances: { answerable: [], not: [] } }
  const own = readQuestions(trade).filter(({ kind }) => kind !== 'chat')
  for (const question of own) await learnFrom(lesson, index, question)
  for (const question of strangeTo(trade)) await learnUnanswered(lesson, index, question)
  const articles = readArticles(trade)
  for (const question of own.filter(isWhole)) {
    const gold = articles.filter(({ body }) => new RegExp(question.must, 'i').test(body))
    if (!gold.length || gold.length > 3) continue
    gold.forEach(({ id }) => index.remove(id))
    await learnUnanswered(lesson, index, question)
    gold.forEach((article) => index.put(article))
    await index.filled()
  }
  return lesson
}

const isWhole = ({ kind }: Question) => !['two', 'fragment', 'none', 'part'].includes(kind)

/** Questions of the other trades that were learned from, spread evenly. */
function strangeTo(trade: string): Question[] {
  const others = trades.learned
    .filter((other) => other !== trade)
    .flatMap((other) => readQuestions(other).filter((one) => isWhole(one) && one.kind !== 'chat'))
  return others.filter((_, place) => place % Math.ceil(others.length / strangers) === 0)
}
const strangers = 25

async function learnFrom(lesson: Lesson, index: ArticleIndex, question: Question): Promise<void> {
  const ask = understand(await turnOf(index, question.asked))
  const said = likeliest(ask)
  if (!said?.chosen) return
  const { passages, found, asked, chosen } = said
  const isAnswerable = question.kind !== 'none' && question.kind !== 'part'
  lesson.chances[isAnswerable ? 'answerable' : 'not'].push(said.chance)
  const judged = (chosen: typeof found) => {
    const { text, empty } = quote({ ...ask, earlier: [] }, passages, chosen)
    return { right: !empty && judgeAnswer(question, text) === 'right', empty: empty ?? false }
  }
  const choices = found
    .slice(0, 60)
    .map((one) => ({ of: signs.map((sign) => one.signs[sign]), right: judged([one]).right }))
  if (isAnswerable) lesson.choices.push(choices)
  const { right, empty } = judged(found)
  const of = chanceSignsOf({ wanted: ask.wanted, asked, found, chosen })
  if (!empty) lesson.seen.push({ of: chanceSigns.map((sign) => of[sign]), right })
}

/** Nothing that is said to it can be right. */
async function learnUnanswered(lesson: Lesson, index: ArticleIndex, question: Question): Promise<void> {
  const ask = understand(await turnOf(index, question.asked))
  const said = ask.smallTalk ? null : likeliest(ask)
  if (!ask.smallTalk) lesson.chances.not.push(said?.chance ?? 0)
  if (!said?.chosen) return
  const { passages, found, asked, chosen } = said
  if (quote(ask, passages, found).empty) return
  const of = chanceSignsOf({ wanted: ask.wanted, asked, found, chosen })
  lesson.seen.push({ of: chanceSigns.map((sign) => of[sign]), right: false })
}

if (import.meta.main) await main()
