import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ArticleIndex } from '../knowledge/search.ts'
import type { Entry, Turn } from '../models/model.ts'
import { nothingTaught } from '../teaching/read-taught.ts'
import { compose } from './compose.ts'

const index = new ArticleIndex()
index.replace(
  [
    {
      id: 'shipping',
      title: 'Shipping',
      body: 'We ship every Monday.\n\n## Abroad\n\nWe ship to every country of the European Union and to Norway. We do not ship to other countries yet.',
    },
    {
      id: 'payment',
      title: 'Payment methods',
      body: 'We accept Visa, Mastercard and PayPal. Subscriptions can be paid by card.',
    },
    {
      id: 'plans',
      title: 'Plans',
      body: 'There are two plans.\n\n- Solo: one bag, 9.50 per delivery.\n- Pro: one kilo, 32 per delivery.\n\nOne bag makes sixteen cups.',
    },
    {
      id: 'warranty',
      title: 'Grinder warranty',
      body: 'The warranty on grinders is two years. It does not cover damage from water.\n\n## Espresso\n\nRuns too fast? Grind finer. Runs too slowly? Grind coarser.',
    },
    { id: 'stores', title: 'Our stores', body: 'Our store in Berlin is open from 9:00 to 18:00.' },
  ].map((article) => ({ ...article, url: null })),
)

function reply(...asked: string[]): string {
  const history: Entry[] = []
  let text = ''
  for (const [at, said] of asked.entries()) {
    history.push({ id: `q${at}`, from: 'visitor', author: null, text: said, at })
    text = compose(turnOf(history)).text
    history.push({ id: `a${at}`, from: 'ai', author: null, text, at })
  }
  return text
}

function turnOf(history: Entry[]): Turn {
  const asked = history.filter(({ from }) => from === 'visitor')
  return {
    agent: { id: 'agent', name: 'Nora', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
    history: [...history],
    whispers: [],
    taught: nothingTaught,
    visitor: { name: null, email: null },
    page: null,
    passages: index.search(asked.at(-1)!.text, {
      asked: asked.at(-2)?.text,
      answered: history.findLast(({ from }) => from === 'ai')?.text,
    }),
    search: (question) => index.search(question),
    find: async (question) => index.search(question),
    mayEscalate: true,
  }
}

test('a price is answered with a price, a yes or no with yes or no', () => {
  assert.match(reply('How much is the Pro plan?'), /^Pro: one kilo, 32/)
  assert.match(reply('Does the warranty cover water damage?'), /^No\. .*does not cover/)
  assert.match(reply('do you accept paypal?'), /^Yes\. .*PayPal/)
  assert.match(reply('Do you ship to Norway?'), /^Yes\./)
})

test('what is not there is said not to be there, with what is known', () => {
  assert.match(reply('What does the store in Berlin cost?'), /^I find no price/)
  assert.match(reply('Can I pay for a subscription by Bitcoin?'), /^Our articles say nothing about “Bitcoin”\./)
  assert.doesNotMatch(reply('Do you have a store in Hamburg?'), /^Yes/)
})

test('a second question about something else is not answered from the first', () => {
  assert.match(reply('How much is the Pro plan?', 'Do you ship to Norway?'), /Norway/)
  assert.match(reply('Where is your store?', 'How long is the warranty on grinders?'), /two years/)
  assert.match(reply('How much is the Pro plan?', 'and Solo?'), /9\.50/)
})

test('a quote stands by itself, and nothing is told twice', () => {
  assert.match(reply('My espresso runs too fast'), /Runs too fast\? Grind finer\./)
  const twice = reply('How long is the warranty on grinders?', 'Tell me the warranty on grinders, how long is it?')
  assert.match(twice, /^As I wrote above: The warranty on grinders is two years\./)
})

test('small talk in parts, and in German, is answered as such', () => {
  for (const said of ['Hi there, good evening', 'you there?', 'haha nice', 'okay got it, thanks'])
    assert.doesNotMatch(reply(said), /articles|sorry/, said)
  assert.match(reply('Guten Tag'), /helfen|tun/)
  assert.match(reply('Wann kommt mein Fahrrad an und was kostet das?'), /Artikeln|nachschlagen/)
})
