import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import type { Context } from '../ground/context.ts'
import { askedTerms, isLight, standInsFor, termsOf } from '../knowledge/words.ts'
import { readWhisper, type Intent } from '../language/whisper.ts'
import type { KnownCorrections } from '../teaching/known-corrections.ts'
import type { Answered } from './latest-answers.ts'

type MayChange = (answer: Answered) => Promise<boolean>

/**
 * Which answers of the built-in answerer may change: every one that does, and few others. What it never reads changes none; manners and articles bear
 * on any answer. `known` and `drafted` are the corrections that are in force and that would be.
 */
export async function candidatesFor(
  ctx: Context,
  changes: TaughtChange[],
  drafted: KnownCorrections,
): Promise<MayChange> {
  const tests: MayChange[] = []
  const texts = await textsOf(ctx, changes)
  if (changes.some((change) => kindOf(change) === 'article') || texts.some(isManner)) return async () => true
  if (texts.length) {
    const about = new Set(texts.flatMap((text) => [text, ...readWhisper(text).flatMap(wordsOf)]).flatMap(termsOf))
    tests.push(async ({ questions }) =>
      questions.some((asked) => askedTerms(asked).some((term) => about.has(term))),
    )
  }
  if (changes.some((change) => kindOf(change) === 'correction'))
    tests.push(ctx.vectors ? sharesWords(ctx, changes) : findsOthers(ctx.corrections, drafted))
  return async (answer) => {
    for (const test of tests) if (answer.isUnclear || (await test(answer))) return true
    return false
  }
}

const kindOf = (change: TaughtChange) => (change.kind === 'without' ? change.of : change.kind)

/** Lessons and guidance, as they were and as they would be. */
async function textsOf({ db }: Context, changes: TaughtChange[]): Promise<string[]> {
  const texts: string[] = []
  for (const change of changes) {
    const kind = kindOf(change)
    if ((kind !== 'lesson' && kind !== 'guidance') || change.kind === 'instructions') continue
    const table = kind === 'lesson' ? 'lessons' : 'guidance'
    const row = await db.reads.selectFrom(table).select('text').where('id', '=', change.id).executeTakeFirst()
    texts.push(...(row ? [row.text] : []), ...('text' in change ? [change.text] : []))
  }
  return texts
}

/** How something is said bears on every answer. */
const isManner = (text: string): boolean =>
  readWhisper(text).some(({ kind }) => ['avoid', 'shorter', 'formal', 'noLists'].includes(kind))

/** What would be said or looked up for it, which may be other words than those of the text. */
const wordsOf = (intent: Intent): string[] => [
  ...('words' in intent && intent.words ? [intent.words] : []),
  ...('about' in intent ? [intent.about] : []),
]

/** By words alone nothing else decides which corrections are found. */
function findsOthers(known: KnownCorrections, drafted: KnownCorrections): MayChange {
  return async ({ questions }) => {
    for (const question of new Set([...questions, questions.join('\n')])) {
      const [now, then] = [await known.fitting(question), await drafted.fitting(question)]
      if (JSON.stringify(now) !== JSON.stringify(then)) return true
    }
    return false
  }
}

/** By meaning a question costs an encoding: those that share a word, or one that may stand for it. */
function sharesWords(ctx: Context, changes: TaughtChange[]): MayChange {
  const about = changes.flatMap((change) => {
    if (kindOf(change) !== 'correction' || change.kind === 'instructions') return []
    const before = ctx.corrections.get(change.id)?.question
    return [...(before ? [before] : []), ...('question' in change ? [change.question] : [])]
  })
  const terms = new Set(about.flatMap((text) => askedTerms(text)).filter((term) => !isLight(term)))
  const near = (term: string) => terms.has(term) || standInsFor(term).some((standIn) => terms.has(standIn))
  return async ({ questions }) => questions.some((question) => askedTerms(question).some(near))
}
