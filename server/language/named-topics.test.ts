import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centroidOf, classifyTopic } from './named-topics.ts'

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
const topics = [
  { title: 'Refunds', centroid: centroidOf([at(-10), at(10)]) },
  { title: 'Shipping', centroid: centroidOf([at(80), at(100)]) },
]

test('messages are about the named topic whose examples they lie near', () => {
  assert.equal(classifyTopic([at(5), at(30)], topics)?.title, 'Refunds')
  assert.equal(classifyTopic([at(95)], topics)?.title, 'Shipping')
})

test('what is far from all of them has none of their names', () => {
  assert.equal(classifyTopic([at(230)], topics), null)
  assert.equal(classifyTopic([at(0)], []), null)
})

test('a topic stays until another one is clearly nearer', () => {
  assert.equal(classifyTopic([at(46)], topics)?.title, 'Shipping')
  assert.equal(classifyTopic([at(46)], topics, 'Refunds')?.title, 'Refunds')
  assert.equal(classifyTopic([at(60)], topics, 'Refunds')?.title, 'Shipping')
  assert.equal(classifyTopic([at(46)], topics, 'A topic that was deleted')?.title, 'Shipping')
})

test('a topic that stands is left later than one is entered', () => {
  const edge = (Math.acos(0.58) * 180) / Math.PI
  assert.equal(classifyTopic([at(-edge)], topics), null)
  assert.equal(classifyTopic([at(-edge)], topics, 'Refunds')?.title, 'Refunds')
})

test('messages that are read together have to lie nearer than one alone', () => {
  const edge = at(-(Math.acos(0.65) * 180) / Math.PI)
  assert.equal(classifyTopic([edge], topics)?.title, 'Refunds')
  assert.equal(classifyTopic([edge, edge, edge], topics), null)
})
