import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSentenceModel } from '../knowledge/vectors/sentence-model.ts'
import { readMood, readMoodByMeaning } from './mood.ts'

const after = (...texts: string[]) => readMood(texts.map((text, index) => ({ id: `message-${index}`, text })))
const moodsOf = (...texts: string[]) => texts.map((_, index) => after(...texts.slice(0, index + 1)).reading.mood)

test('plain messages are read as a colleague would read them', () => {
  const read: [string, string][] = [
    ['hi', 'neutral'],
    ['Do you ship to Norway?', 'neutral'],
    ['I need an invoice with our VAT number', 'neutral'],
    ['Thank you so much, that fixed it!', 'happy'],
    ['It works now, brilliant 🙂', 'happy'],
    ['I don’t understand what I am supposed to click', 'confused'],
    ['what do you mean by pending??', 'confused'],
    ['I have been waiting for three weeks and still nothing', 'frustrated'],
    ['it keeps crashing, really annoying', 'frustrated'],
    ['THIS IS UNACCEPTABLE!!! I WANT MY MONEY BACK', 'angry'],
    ['You are liars and thieves', 'angry'],
  ]
  for (const [text, mood] of read) assert.equal(after(text).reading.mood, mood, text)
})

test('what is written in a language that nothing was learned from is neutral, unless its signs are loud', async () => {
  const encoder = await openSentenceModel()
  const texts = [
    'Wann kommt mein Paket an?',
    'Où puis-je changer mon adresse de livraison ?',
    '¿Cuánto tarda el envío a Canarias?',
    'Quanto costa la spedizione in Sicilia?',
    'Hoe kan ik mijn abonnement pauzeren?',
    'Onde encontro a minha fatura?',
    'Gdzie jest moje zamówienie?',
    'Hvor lang tid tager leveringen?',
    'Kargom ne zaman gelir?',
    'Где мой заказ?',
    '我的订单在哪里',
    '注文はどこですか',
    'أين طلبي',
    '배송은 얼마나 걸리나요',
    'Kde najdu fakturu?',
    'मेरा ऑर्डर कहाँ है',
  ]
  for (const text of texts) {
    const messages = [{ id: 'message-1', text: `${text} ` }]
    assert.equal(after(text).reading.mood, 'neutral', text)
    assert.equal(
      (await readMoodByMeaning(messages, async (all) => all.map((one) => encoder.encode(one)))).reading.mood,
      'neutral',
      `${text} by meaning`,
    )
  }
})

test('"not", "but" and thanks for nothing are understood', () => {
  assert.notEqual(after('not happy with this at all').reading.mood, 'happy')
  assert.equal(after('I was worried but you sorted it, brilliant').reading.mood, 'happy')
  assert.equal(after('Great, it crashed again').reading.mood, 'frustrated')
  assert.equal(after('thanks for nothing').reading.mood, 'angry')
  assert.equal(after('Help me find my wonder beans please').reading.mood, 'neutral')
})

test('a conversation goes sour, is repaired, and the badge follows without flickering', () => {
  assert.deepEqual(
    moodsOf(
      'where is my refund?',
      'I have been waiting for two weeks and nobody answers',
      'hello?',
      'THIS IS RIDICULOUS, you are useless!!!',
      'ok',
      'order 1234',
      'ah it is there now, thank you so much!',
    ),
    ['neutral', 'frustrated', 'frustrated', 'angry', 'angry', 'frustrated', 'happy'],
  )
})

test('a complaint after thanks counts as a complaint, and names what it was about', () => {
  const { reading, mark } = after('perfect, thank you so much!', 'hm, it still does not work')
  assert.equal(reading.mood, 'frustrated')
  assert.ok(
    mark.why.some(({ cue, points }) => cue.includes('does not work') && points < 0),
    JSON.stringify(mark.why),
  )
  assert.ok(mark.why.length <= 5)
})

test('where the sentence encoder is loaded, meaning takes part; where it is not, words alone are enough', async () => {
  const encoder = await openSentenceModel()
  const messages = [{ id: 'message-1', text: 'My patience, such as it was, has run out with these endless delays' }]
  const asked: string[] = []
  const byMeaning = await readMoodByMeaning(messages, async (texts) => {
    asked.push(...texts)
    return texts.map((text) => encoder.encode(text))
  })
  assert.equal(byMeaning.reading.mood, 'frustrated')
  assert.deepEqual(asked, [messages[0]!.text])
  assert.deepEqual(readMood(messages), byMeaning, 'a message is listened to once')
  assert.equal(
    (await readMoodByMeaning([{ id: 'message-2', text: 'you have been marvellous, thanks' }], async () => null))
      .reading.mood,
    'happy',
  )
})

test('complaints alone add up to frustration, never to anger', () => {
  const complaints = Array.from(
    { length: 12 },
    (_, index) => `it still does not work, attempt ${index}, and nothing helps`,
  )
  const { reading } = after(...complaints)
  assert.equal(reading.mood, 'frustrated')
  assert.ok(reading.score > -0.6)
})

test('saying the same again weighs, and says so', () => {
  const { mark } = after('where is my parcel', 'where is my parcel', 'where is my parcel')
  assert.ok(mark.why.some(({ cue, points }) => cue === 'said the same before' && points < 0))
  assert.equal(mark.mood, 'frustrated')
})

test('what moved the mood adds up to how far it moved', () => {
  const conversation = [
    'Thanks, great!',
    'hm, I do not get the second step??',
    'WORST SERVICE EVER!!! You liars, I hate this, disgusting, pathetic',
    'sorry, you were very helpful, thank you ❤️',
  ]
  let before = 0
  for (let count = 1; count <= conversation.length; count++) {
    const { mark, reading } = after(...conversation.slice(0, count))
    const sum = mark.why.reduce((all, { points }) => all + points, 0)
    assert.ok(
      Math.abs(sum - (mark.score - before)) < 0.01,
      `${conversation[count - 1]}: ${sum} against ${mark.score - before}`,
    )
    assert.equal(mark.messageId, `message-${count - 1}`)
    assert.equal(reading.score, mark.score)
    before = mark.score
  }
})

test('the score stays on its scale and the history within what a screen shows, whatever is written', () => {
  const { reading } = after(...Array.from({ length: 100 }, () => 'FUCK YOU LIARS!!! 😡🤬 '.repeat(500)))
  assert.equal(reading.score, -1)
  assert.equal(reading.history.length, 24)
  assert.equal(after('').reading.mood, 'neutral')
  assert.deepEqual(after('مرحبا', '你好', '\u0000').reading.mood, 'neutral')
})
