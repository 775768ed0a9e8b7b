import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Encoder } from '../../knowledge/vectors/encoder.ts'
import { KnownTopics } from './known-topics.ts'

const named = [
  {
    title: 'Refunds',
    examples: [
      'I want my money back',
      'How do I get a refund?',
      'Please reimburse my order',
      'When will the refund arrive?',
    ],
  },
  {
    title: 'Grinder repair',
    examples: [
      'My grinder is broken',
      'The grinder makes a strange noise',
      'How do I clean the burrs of my grinder?',
    ],
  },
  {
    title: 'Delivery delay',
    examples: [
      'My parcel has not arrived',
      'Where is my order?',
      'The delivery is late',
      'Tracking has not moved for days',
    ],
  },
]

let encoder: Encoder
before(() => {
  encoder = new Encoder()
  encoder.start()
})
after(() => encoder.close())

const titleOf = async (topics: KnownTopics, messages: string[], current: string | null = null) =>
  (await topics.find(messages))(current)

for (const how of ['by meaning', 'by words alone']) {
  test(`${how}: messages bear the title of the topic they are near, and none when they are near none`, async () => {
    const topics = new KnownTopics(how === 'by meaning' ? encoder : null)
    topics.replace(named)
    await topics.filled()
    assert.equal((await topics.compare('refund')).by, how === 'by meaning' ? 'meaning' : 'words')
    assert.equal(await titleOf(topics, ['hi', 'could I have a refund for my last order?']), 'Refunds')
    assert.equal(await titleOf(topics, ['the grinder I bought makes noise and is broken']), 'Grinder repair')
    assert.equal(await titleOf(topics, ['my parcel has still not arrived']), 'Delivery delay')
    for (const other of [
      'do you sell gift cards for students',
      'can I bring my dog to the roastery',
      'hello',
      'This is ridiculous',
      '🙂',
      '',
    ])
      assert.equal(await titleOf(topics, [other]), null, other)
  })
}

test('small talk moves nothing, a new subject does', async () => {
  const topics = new KnownTopics(encoder)
  topics.replace(named)
  await topics.filled()
  assert.equal(await titleOf(topics, ['I want my money back', 'thanks', 'ok', 'yes please'], 'Refunds'), 'Refunds')
  assert.equal(
    await titleOf(
      topics,
      [
        'I want my money back',
        'ok',
        'my grinder is broken',
        'it makes a terrible noise',
        'how do I clean the grinder?',
      ],
      'Refunds',
    ),
    'Grinder repair',
  )
})

test('a topic that was taken away is given to nobody', async () => {
  const topics = new KnownTopics(encoder)
  topics.replace(named)
  await topics.filled()
  topics.replace(named.slice(1))
  await topics.filled()
  assert.notEqual(await titleOf(topics, ['I want my money back'], 'Refunds'), 'Refunds')
  topics.replace([])
  assert.equal(await titleOf(topics, ['I want my money back'], 'Refunds'), null)
})
