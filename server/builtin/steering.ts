import { answerable } from '../knowledge/search.ts'
import { askedTerms, standInsFor } from '../knowledge/words.ts'
import type { Intent } from '../language/whisper.ts'
import { allowed, widened } from './answer.ts'
import type { Ask } from './ask.ts'
import { choose, nameOf, nothing, sourceOf, type Part } from './part.ts'
import { listMark, pickOne, quotable, type Sentence } from './sentences.ts'

/** What operators want said before everything else: that we are sorry, that we understand, thanks. */
export function opening(ask: Ask): Part {
  const wanted = new Set(ask.intents.map(({ kind }) => kind))
  const sorry = wanted.has('apologise') && !ask.avoided.forbids(['sorri'])
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

/** What one wish of an operator adds to the reply. */
export function extra(ask: Ask, intent: Intent, core: Part): Part[] {
  switch (intent.kind) {
    case 'say':
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
  if (core.text.includes(best.sentence.text)) return nothing
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
