import { startOf } from '../../protocol/apply.ts'
import { answerable, type Passage } from '../knowledge/search.ts'
import { isFiller, wordsOf } from '../knowledge/words.ts'
import { readSmallTalk } from './smalltalk.ts'

const longest = 5

/** Characters that a row of the feed has room for. Many scripts write a sentence as one word. */
const widest = 60

/**
 * What the conversation is about: the title of the article that fits the question, else the strongest phrase of what the visitor wrote.
 * `current` is the topic so far; it stays until something clearly else comes up, so that the feed does not flicker.
 */
export function readTopic(messages: { text: string }[], passages: Passage[], current: string | null = null): string | null {
  const best = passages[0]
  if (best && best.score >= answerable) return sameTopic(current, passages) ?? titled(best.title)
  if (current) return current
  return phraseOf(messages.map(({ text }) => text).filter((text) => !readSmallTalk(text)))
}

/** The topic so far, while its article still fits almost as well as the best one. */
function sameTopic(current: string | null, passages: Passage[]): string | null {
  const best = passages[0]?.score ?? 0
  const still = passages.find((passage) => titled(passage.title) === current)
  return current && still && still.score >= best * 0.85 ? current : null
}

/** An article's title as a topic: without "How do I" and the like, at most five words. */
export function titled(title: string): string {
  const plain = (title.split(/\s*[:|–—]\s*/)[0] ?? title)
    .replace(/^(?:what (?:happens|to do|do i do) (?:when|if)|how (?:do|can|to|does|should)|what (?:is|are|if)|where (?:is|are|can)|can|when|why (?:is|do)|is|do)\b\s*(?:i|we|you|my|your|the|an?)?\s*/i, '')
    .replace(/\b(?:my|your|our)\s+/gi, '')
    .replace(/[?.!]+$/, '')
    .trim()
  return titleCase(trimmed((plain || title).split(/\s+/)))
}

/**
 * The strongest run of words between filler words. A word weighs what the phrases around it weigh (as in RAKE), later messages a little more:
 * people come to the point after their greeting.
 */
function phraseOf(texts: string[]): string | null {
  const phrases = texts.flatMap((text, index) => runsOf(text).map((words) => ({ words, recency: 1 + index / texts.length / 2 })))
  const degree = new Map<string, number>()
  const frequency = new Map<string, number>()
  for (const { words } of phrases) {
    for (const word of words) {
      degree.set(word, (degree.get(word) ?? 0) + words.length)
      frequency.set(word, (frequency.get(word) ?? 0) + 1)
    }
  }
  const weigh = (words: string[]) => words.reduce((sum, word) => sum + (degree.get(word) ?? 0) / Math.sqrt(frequency.get(word) ?? 1), 0)
  const [strongest] = phrases.map(({ words, recency }) => ({ words, weight: weigh(words) * recency })).sort((a, b) => b.weight - a.weight)
  return strongest ? titleCase(trimmed(strongest.words)) : null
}

const idle = new Set('hi hello hey thx cheers lol haha pls ok okay yo day morning evening afternoon today yesterday tomorrow time minute moment ago awesome great good nice cool wow omg argh ugh wtf works work working bad stuff bit'.split(' '))

function runsOf(text: string): string[][] {
  return text
    .split(/[^\p{L}\p{N}'’\s-]+|\n/u)
    .flatMap((part) => {
      const runs: string[][] = [[]]
      for (const word of part.split(/\s+/)) {
        const [bare = ''] = wordsOf(word)
        if (!bare || isFiller(bare) || idle.has(bare) || /^\d+$/.test(bare)) runs.push([])
        else runs.at(-1)?.push(word.replace(/^['’-]+|['’-]+$/gu, ''))
      }
      return runs
    })
    .filter((run) => run.some((word) => word.length > 2))
    .map((run) => run.slice(0, longest))
}

function trimmed(words: string[]): string[] {
  const kept = words.slice(0, longest)
  while (kept.length > 1 && isFiller((kept.at(-1) ?? '').toLowerCase())) kept.pop()
  return kept
}

function titleCase(words: string[]): string {
  const title = words.map((word, index) => (index > 0 && /^(?:and|or|of|the|a|an|to|for|in|on|with|from|by|at)$/i.test(word) ? word.toLowerCase() : word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()))).join(' ')
  return title.length > widest ? `${startOf(title, widest - 1)}…` : title
}
