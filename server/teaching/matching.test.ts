import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorrectionIndex } from './matching.ts'

const taught = [
  { id: 'refund', question: 'How long does a refund take?', phrasings: [] },
  { id: 'norway', question: 'Do you deliver to Norway?', phrasings: [{ text: 'Is shipping to Norway possible?' }] },
  { id: 'grinder', question: 'Which grinder fits an espresso machine?', phrasings: [] },
  { id: 'cancel', question: 'How can I cancel my subscription?', phrasings: [] },
]

function index(corrections: Parameters<CorrectionIndex['put']>[0][] = taught) {
  const made = new CorrectionIndex()
  made.replace(corrections)
  return made
}

const bands = async (made: CorrectionIndex, question: string) =>
  (await made.match(question)).map(({ id, band }) => `${id} ${band}`)

test('the same question in other forms is answered, a near one asked back, another one ignored', async () => {
  assert.deepEqual(await bands(index(), 'how long do refunds take??'), ['refund sure'])
  assert.deepEqual(await bands(index(), 'is shipping to norway possible'), ['norway sure'])
  assert.deepEqual(await bands(index(), 'how can I cancel the newsletter subscription'), ['cancel unsure'])
  for (const question of ['What is the capital of Peru?', 'hello', '', '???', '€'.repeat(4000)])
    assert.deepEqual(await bands(index(), question), [], question)
})

test('only what is allowed is found', async () => {
  const made = index([...taught, { id: 'refund-of-acme', question: 'How long does a refund take?', phrasings: [] }])
  assert.deepEqual(
    (await made.match('how long does a refund take', (id) => id !== 'refund')).map(({ id }) => id),
    ['refund-of-acme'],
  )
  assert.deepEqual(await made.match('how long does a refund take', () => false), [])
})

test('a question that it was rejected for no longer finds it, others do', async () => {
  const made = index()
  made.put({ ...taught[0]!, rejected: [{ text: 'How long does a refund to a gift card take?' }] })
  assert.deepEqual(await made.match('how long does a refund to my gift card take'), [])
  assert.deepEqual(await bands(made, 'how long does a refund take'), ['refund sure'])
})

test('what is changed, removed or replaced is found as it is now', async () => {
  const made = index()
  made.put({ id: 'refund', question: 'Who painted the cups?', phrasings: [] })
  assert.deepEqual(await made.match('how long does a refund take'), [])
  assert.deepEqual(await bands(made, 'who painted the cups'), ['refund sure'])
  made.remove('refund')
  made.remove('never was')
  assert.deepEqual(await made.match('who painted the cups'), [])
  made.replace([taught[1]!])
  assert.deepEqual(await made.match('how can I cancel my subscription'), [])
})

test('at most three, best first', async () => {
  const made = index(
    Array.from({ length: 9 }, (_, number) => ({
      id: `plan-${number}`,
      question: `How much is shipping a big parcel of coffee beans to island ${number}?`,
      phrasings: [],
    })),
  )
  const asked = 'shipping of a big parcel of coffee beans to an island, how much is that?'
  const found = await made.match(asked)
  assert.equal(found.length, 3)
  for (const [place, { score }] of found.entries()) assert.ok(score <= (found[place - 1]?.score ?? 1))
})
