import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mood } from '../../../protocol/entities.ts'
import { readExamples } from '../../../training/examples.ts'
import { openSentenceModel } from '../../knowledge/vectors/sentence-model.ts'
import { classifier, classify, moods, type MoodEvidence } from './classifier.ts'
import { learn } from './learn.ts'

const likeliest = ({ chances }: MoodEvidence) =>
  moods.reduce((best, mood) => (chances[mood] > chances[best] ? mood : best))

/** None of these is among the messages it learned from. */
const unseen: [string, Mood][] = [
  ['that sorted it, you have been wonderful', 'happy'],
  ['omg tysm 🥰', 'happy'],
  ['thnak yuo so mcuh, wroks now', 'happy'],
  ['Vielen lieben Dank, das hat geklappt', 'happy'],
  ['how much is the large one?', 'neutral'],
  ['Please change the billing address to 4 Elm Street', 'neutral'],
  ['¿Tienen esta camisa en talla L?', 'neutral'],
  ['送料はいくらですか', 'neutral'],
  ['I do not understand what this step wants from me', 'confused'],
  ['sorry, which of the two buttons do you mean?', 'confused'],
  ['Je ne comprends pas cette facture', 'confused'],
  ['this is the fifth time I have had to write about it', 'frustrated'],
  ['Great, it has stopped working again', 'frustrated'],
  ['sigue sin funcionar y nadie me responde', 'frustrated'],
  ['you are thieves and liars, I will see you in court', 'angry'],
  ['WHAT IS WRONG WITH YOU PEOPLE!!!', 'angry'],
  ['With respect, you lied to me, and my solicitor will be in touch', 'angry'],
]

test('messages are read as their writers meant them: short, polite, misspelt, with emoji, in other languages', () => {
  for (const [text, mood] of unseen) assert.equal(likeliest(classify(text)), mood, text)
})

test('the sentence encoder takes part where it is loaded', async () => {
  const encoder = await openSentenceModel()
  for (const [text, mood] of unseen) assert.equal(likeliest(classify(text, encoder.encode(text))), mood, text)
})

test('chances add up to one, whatever is written', () => {
  for (const text of [
    '',
    ' ',
    '\u0000',
    '?',
    '🤷',
    'مرحبا',
    'constructor toString __proto__',
    'a'.repeat(100_000),
    '!?'.repeat(5_000),
  ]) {
    const { chances } = classify(text)
    assert.ok(Math.abs(moods.reduce((sum, mood) => sum + chances[mood], 0) - 1) < 1e-6, text.slice(0, 20))
  }
})

test('the weights belong to the messages and to how features are found today', () => {
  const examples = readExamples()
  assert.ok(examples.length > 1_200)
  const right = examples.filter(({ text, mood }) => likeliest(classify(text)) === mood).length / examples.length
  assert.ok(right > 0.97, `${right}: run npm run train:mood`)
})

test('no message was written twice', () => {
  const seen = new Set<string>()
  for (const { text } of readExamples()) {
    const plain =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, ' ')
        .trim() || text
    assert.ok(!seen.has(plain), text)
    seen.add(plain)
  }
})

test('training learns what the words of its examples say, the same each time, and keeps what weighs most', () => {
  const examples = [
    { mood: 'happy', text: 'what a lovely teapot' },
    { mood: 'happy', text: 'lovely saucer' },
    { mood: 'angry', text: 'what a vile teapot' },
    { mood: 'angry', text: 'vile saucer' },
  ] as const
  const course = { rounds: 20, kept: 40, seenBy: 2 }
  const weights = learn([...examples], course)
  assert.deepEqual(learn([...examples], course), weights)
  assert.equal(weights.names.split('\n').length, 40)
  const { read } = classifier(weights)
  assert.equal(likeliest(read('lovely spoon')), 'happy')
  assert.equal(likeliest(read('vile spoon')), 'angry')
  assert.ok(read('lovely spoon').pulls.get('“lovely”')! > 0)
})
