import { answerable, type Passage } from '../knowledge/search.ts'
import { isFiller } from '../knowledge/words.ts'
import { remembered } from '../ground/remembered.ts'
import { keyphrasesOf, readPhrases, titleCase } from './keyphrase.ts'

const longest = 5
/** The topic is read anew after each message, and each message once. */
const phrasesOf = remembered(readPhrases)

/** Another phrase must weigh so much more to take the place of the one that stands. */
const outweighs = 1.6

/**
 * What the conversation is about: the title of the article that fits the question, else the strongest phrase of what the visitor wrote.
 * `current` is the topic so far; it stays until something clearly else comes up, so that the feed does not flicker.
 */
export function readTopic(
  messages: { text: string }[],
  passages: Passage[],
  current: string | null = null,
): string | null {
  const best = passages[0]
  if (best && best.score >= answerable) return sameTopic(current, passages) ?? titled(best.title)
  return phraseFor(
    messages.map(({ text }) => text),
    current,
  )
}

/** The strongest phrase. What stands and is no phrase, but a title that fitted once, gives way only to another title. */
function phraseFor(texts: string[], current: string | null): string | null {
  const phrases = keyphrasesOf(texts, phrasesOf)
  const [best] = phrases
  if (!current) return best?.title ?? null
  const standing = phrases.find(({ title }) => title === current)
  return best && standing && best.weight >= standing.weight * outweighs ? best.title : current
}

/** The topic so far, while its article still fits almost as well as the best one. */
function sameTopic(current: string | null, passages: Passage[]): string | null {
  const best = passages[0]?.score ?? 0
  const still = passages.find((passage) => titled(passage.title) === current)
  return current && still && still.score >= best * 0.85 ? current : null
}

/** An article's title as a topic: without "How do I" and the like, at most five words. */
export function titled(title: string): string {
  const plain = (title.replace(/<[^>]*>?/g, ' ').split(/[:|–—]/)[0] ?? title)
    .trim()
    .replace(
      /^(?:what (?:happens|to do|do i do) (?:when|if)|how (?:do|can|to|does|should)|what (?:is|are|if)|where (?:is|are|can)|can|when|why (?:is|do)|is|do)\b\s*(?:i|we|you|my|your|the|an?)?\s*/i,
      '',
    )
    .replace(/\b(?:my|your|our)\s+/gi, '')
    .replace(/(?<![?.!])[?.!]+$/, '')
    .trim()
  return titleCase(trimmed((plain || title).split(/\s+/)))
}

function trimmed(words: string[]): string[] {
  const kept = words.slice(0, longest)
  while (kept.length > 1 && isFiller((kept.at(-1) ?? '').toLowerCase())) kept.pop()
  return kept
}
