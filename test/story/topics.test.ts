import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type World } from '../world.ts'

const refunds = {
  title: 'Money back',
  examples: ['I want my money back', 'How do I get a refund?', 'Please refund my last order'],
}
const name = (w: World, topic = refunds, id = newId()) =>
  w.ada.call('PUT /api/topics/:id', { params: { id }, body: topic })
const refusedAs = (code: string | number) => (error: unknown) =>
  error instanceof Refused && (error.code === code || error.status === code)

async function topicOf(w: World, ...words: string[]) {
  const vic = await w.visitor()
  const chat = await vic.open()
  for (const text of words) await vic.say(chat, text)
  return eventually(async () => (await w.ada.transcript(chat)).conversation.topic, 'a topic')
}

test('what operators name is what conversations are called, from the next message on, and no longer once it is removed', async () => {
  await using w = await world()
  assert.equal(await topicOf(w, 'Could I get a refund for my last order?'), 'Refunds and Returns')
  const { topic } = await name(w)
  await eventually(
    async () => (await w.ada.call('POST /api/topics/trial', { body: { text: 'refund' } })).near.length === 1,
    'the topic to be known',
  )
  assert.equal(await topicOf(w, 'hello', 'Could I get a refund for my last order?'), 'Money back')
  assert.notEqual(await topicOf(w, 'How long does shipping to Norway take?'), 'Money back')

  await name(w, { ...refunds, title: 'Refund wishes' }, topic.id)
  assert.equal(
    await eventually(async () => {
      const title = await topicOf(w, 'Could I get a refund for my last order?')
      return title !== 'Money back' && title
    }, 'the new title'),
    'Refund wishes',
  )
  await w.ada.call('DELETE /api/topics/:id', { params: { id: topic.id } })
  await eventually(
    async () => (await topicOf(w, 'Could I get a refund for my last order?')) === 'Refunds and Returns',
    'the article’s title again',
  )
  assert.deepEqual((await w.ada.call('GET /api/topics', {})).topics, [])
})

test('a trial says which topic a message would give, where that comes from, and how near every named one is', async () => {
  await using w = await world()
  await name(w)
  await name(w, {
    title: 'Grinder repair',
    examples: ['My grinder is broken', 'The grinder makes a strange noise'],
  })
  const attempt = (text: string) => w.ada.call('POST /api/topics/trial', { body: { text } })
  await eventually(async () => (await attempt('refund')).near.length === 2, 'both topics to be known')
  const { topic, from, near, needed } = await attempt('please refund my order')
  assert.deepEqual([topic, from, near[0]?.title], ['Money back', 'named', 'Money back'])
  assert.ok(near[0]!.nearness >= needed && near[1]!.nearness < needed)
  assert.deepEqual(
    await attempt('How long does shipping to Norway take?').then((trial) => [trial.topic, trial.from]),
    ['Shipping and Delivery Times', 'article'],
  )
  assert.deepEqual(await attempt('can my parrot come along?').then((trial) => [trial.topic, trial.from]), [
    'Parrot',
    'phrase',
  ])
  assert.deepEqual(await attempt('This is ridiculous').then((trial) => [trial.topic, trial.from]), [null, null])
})

test('a title has five words at most and is one of a kind; a topic has examples', async () => {
  await using w = await world()
  await assert.rejects(name(w, { ...refunds, title: 'What people want when they want money' }), refusedAs(400))
  await assert.rejects(name(w, { title: 'Empty', examples: [] }), refusedAs(400))
  await name(w)
  await assert.rejects(name(w, { ...refunds, title: 'MONEY BACK' }), refusedAs('title_taken'))
  assert.equal((await name(w, { ...refunds, title: '  Many   spaces ' })).topic.title, 'Many spaces')
})

test('with the encoder a topic is found in other words than its examples', async () => {
  await using w = await world({ env: { HALO_ENCODER: 'on' } })
  await name(w, {
    title: 'Age of the roastery',
    examples: ['How old are you?', 'When was the roastery founded?', 'Since when do you exist?'],
  })
  assert.equal(await w.halo.ctx.encoder!.loaded(), true)
  const found = await eventually(async () => {
    const trial = await w.ada.call('POST /api/topics/trial', { body: { text: 'what is your age' } })
    return trial.by === 'meaning' && trial
  }, 'the examples to have vectors')
  assert.deepEqual([found.topic, found.from], ['Age of the roastery', 'named'])
})
