import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CitationCheck, type Given } from './citations.ts'
import { GivenAddresses } from './given-addresses.ts'

const prompt =
  'see https://shop.example/refunds and mailto:help@shop.example, or www.shop.example/hours and https://shop.example/wiki/Grinder_(coffee).'
const articles = ['11111111-2222-4333-8444-555555555555', 'article-shipping']
const addresses = new GivenAddresses('https://app.example/orders?token=1', [prompt])
const given: Given = {
  address: (url) => addresses.has(url),
  article: (name) => (articles.includes(name) ? name : (articles[Number(name) - 1] ?? null)),
  count: () => articles.length,
}

/** The reply in pieces of so many characters; after each, what had been shown by then. */
function stream(text: string, size: number) {
  const check = new CitationCheck(given)
  const seen: string[] = []
  let shown = ''
  for (let at = 0; at < text.length; at += size) seen.push((shown += check.hear(text.slice(at, at + size))))
  seen.push((shown += check.end()))
  return { shown, seen, unknown: [...check.unknown], cited: [...check.cited] }
}

const untouched = [
  'Use items[0].price, or rows[2][1] and map[key][2].',
  'Press option [1] or choose [2] to go on.',
  'Type `items[1]` and ``x [2]`` there.',
  'So:\n```js\nconst a = items[1]\nsee [1]\nfetch("https://shop.example/made/up")\n```\nDone.',
  'See https://shop.example/wiki/Grinder_(coffee), please.',
  '(See https://shop.example/wiki/Grinder_(coffee))',
  'Read [it](https://shop.example/wiki/Grinder_(coffee)) and (https://shop.example/refunds).',
]

test('code, choices and parentheses of addresses are left as they are, whatever pieces the reply comes in', () => {
  for (const says of untouched)
    for (const size of [1, 2, 3, 7, 1000]) {
      const { shown, unknown, cited } = stream(says, size)
      assert.deepEqual({ shown, unknown, cited }, { shown: says, unknown: [], cited: [] }, `by ${size}`)
    }
})

test('a number in brackets is a citation at the end of what it bears out', () => {
  for (const [says, shows] of [
    ['Three days [1].', 'Three days.'],
    ['Three days. [1] [2]', 'Three days.'],
    ['Three days [1], or four [2].', 'Three days, or four.'],
    ['Three days [1, 2]\nMore.', 'Three days\nMore.'],
  ] as const)
    for (const size of [1, 2, 1000]) assert.equal(stream(says, size).shown, shows, `${says} by ${size}`)
})

const replies: { says: string; shows: string; unknown?: string[]; cited?: string[] }[] = [
  {
    says: 'Nothing to check here [really], not even (this) or a < b!',
    shows: 'Nothing to check here [really], not even (this) or a < b!',
  },
  {
    says: 'Read [our refunds](https://shop.example/refunds/) first.',
    shows: 'Read [our refunds](https://shop.example/refunds/) first.',
  },
  {
    says: 'Read [our refunds](https://evil.example/refunds) first.',
    shows: 'Read our refunds first.',
    unknown: ['https://evil.example/refunds'],
  },
  {
    says: 'Read [this](javascript:alert(1)) or ![that](/made/up "title").',
    shows: 'Read this or that.',
    unknown: ['javascript:alert(1)', '/made/up'],
  },
  {
    says: 'It is at https://shop.example/refunds, or https://shop.example/made-up. Good?',
    shows: 'It is at https://shop.example/refunds, or. Good?',
    unknown: ['https://shop.example/made-up'],
  },
  {
    says: 'See <https://evil.example/a>, **https://evil.example/b** and www.evil.example',
    shows: 'See, **** and',
    unknown: ['https://evil.example/a', 'https://evil.example/b', 'www.evil.example'],
  },
  { says: 'Our hours: https://www.shop.example/hours', shows: 'Our hours: https://www.shop.example/hours' },
  {
    says: 'Write to [us](mailto:help@shop.example) or [them](mailto:thief@evil.example).',
    shows: 'Write to [us](mailto:help@shop.example) or them.',
    unknown: ['mailto:thief@evil.example'],
  },
  {
    says: 'Three days [article-shipping]. And [11111111-2222-4333-8444-555555555555, article-made-up]',
    shows: 'Three days. And',
    unknown: ['article-made-up'],
    cited: ['article-shipping', articles[0]!],
  },
  {
    says: 'Three days【4:0†source】 or two [2], said [7].',
    shows: 'Three days or two, said.',
    unknown: ['4:0†source', '7'],
    cited: ['article-shipping'],
  },
  { says: 'Cut off: [refunds](https://evil.exam', shows: 'Cut off: refunds(', unknown: ['https://evil.exam'] },
  {
    says: 'A host that only begins alike: https://shop.example.evil.test/ and https://notshop.example/refunds',
    shows: 'A host that only begins alike: and',
    unknown: ['https://shop.example.evil.test/', 'https://notshop.example/refunds'],
  },
  {
    says: 'A known one inside another: https://evil.example/?to=https://shop.example/refunds or https://shop.example@evil.example/refunds',
    shows: 'A known one inside another: or',
    unknown: ['https://evil.example/?to=https://shop.example/refunds', 'https://shop.example@evil.example/refunds'],
  },
  {
    says: 'A known page and what was never named of it: [a](https://shop.example/refunds#pay-here) [b](https://shop.example/refunds?next=x) [c](https://shop.example)',
    shows: 'A known page and what was never named of it: a b c',
    unknown: [
      'https://shop.example/refunds#pay-here',
      'https://shop.example/refunds?next=x',
      'https://shop.example',
    ],
  },
  {
    says: 'On the site where you are: [your orders](https://app.example/orders), not [there](https://app.example/orders?go=//evil.example) or [there](https://app.example.evil.example/)',
    shows: 'On the site where you are: [your orders](https://app.example/orders), not there or there',
    unknown: ['https://app.example/orders?go=//evil.example', 'https://app.example.evil.example/'],
  },
]

test('only what was given is cited, whatever pieces the reply comes in', () => {
  for (const { says, shows, unknown = [], cited = [] } of replies) {
    for (const size of [1, 2, 3, 7, 1000]) {
      const read = stream(says, size)
      assert.deepEqual(
        { shows: read.shown.trimEnd(), unknown: read.unknown, cited: read.cited.sort() },
        { shows, unknown, cited: cited.sort() },
        `${says} in pieces of ${size}`,
      )
    }
  }
})

test('at no moment does more stand there than in the end, so nothing wrong flashes', () => {
  for (const { says } of replies) {
    for (const size of [1, 4]) {
      const { seen, shown } = stream(says, size)
      for (const moment of seen) assert.ok(shown.startsWith(moment), `${moment} is no beginning of ${shown}`)
    }
  }
})

test('an address or a bracket without end holds up no more than a screenful, and words without any pass at once', () => {
  assert.equal(new CitationCheck(given).hear('Hello there'), 'Hello there')
  const check = new CitationCheck(given)
  let shown = ''
  for (let n = 0; n < 200; n++) shown += check.hear(`[${'x'.repeat(99)}`)
  assert.ok(shown.length > 19_000)
  assert.doesNotMatch(stream(`https://evil.example/${'x'.repeat(9000)}`, 10).seen.join(''), /https|evil/)
})
