import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, world, type VisitorClient } from '../world.ts'

test('strangers teach a correction nothing alone: several must agree, and their no never takes it from others', async () => {
  await using w = await world()
  const correct = async (question: string, answer: string) => {
    await w.ada.call('POST /api/corrections', { body: { id: newId(), question, answer, scope: 'everyone' } })
  }
  const answer = async (vic: VisitorClient, chat: string, text: string) => {
    const { id } = await vic.say(chat, text)
    return eventually(async () => {
      const { messages } = await vic.transcript(chat)
      return messages
        .slice(messages.findIndex((message) => message.id === id) + 1)
        .find(({ from }) => from === 'ai')
    }, `an answer to “${text}”`)
  }
  const ask = async (question: string, reply?: string) => {
    const vic = await w.visitor()
    const chat = await vic.open()
    const { text } = await answer(vic, chat, question)
    if (reply) await answer(vic, chat, reply)
    return { vic, chat, text }
  }
  await correct('Which island do the Zorblax beans grow on?', 'Zorblax grows on Flores.')
  await correct('How heavy is the Kwimbo travel kettle?', 'The Kwimbo weighs 3 kg.')

  const asked = 'zorblax beans island harvest'
  const first = await ask(asked, 'yes')
  assert.match(first.text, /Did you mean/)
  for (let again = 0; again < 3; again++) {
    const chat = first.chat
    await answer(first.vic, chat, asked)
    await answer(first.vic, chat, 'yes')
  }
  assert.match((await ask(asked)).text, /Did you mean/, 'one who says it often is still one')
  await ask(asked, 'yes')
  await ask(asked, 'yes')
  assert.match((await ask(asked)).text, /Flores/, 'three different ones agree')

  const doubted = 'kwimbo travel kettle dishwasher noise'
  for (let stranger = 0; stranger < 4; stranger++) await ask(doubted, 'no')
  assert.match((await ask(doubted)).text, /Did you mean/)
  assert.match((await ask('How heavy is the Kwimbo travel kettle?')).text, /3 kg/)
})

test('“Did you mean” reads no visitor’s words to another, in whichever way they got into a correction', async () => {
  await using w = await world()
  const answer = async (vic: VisitorClient, chat: string, text: string) => {
    const { id } = await vic.say(chat, text)
    return eventually(async () => {
      const { messages } = await vic.transcript(chat)
      return messages
        .slice(messages.findIndex((message) => message.id === id) + 1)
        .find(({ from }) => from === 'ai')
    }, `an answer to “${text}”`)
  }
  const jane = await w.visitor({ userId: 'jane', userTraits: { name: 'Jane Quillfeather' } })
  const chat = await jane.open()
  const hers = 'Do you rent coffee carts for my weddings at Elm Street?'
  const wrong = await answer(jane, chat, hers)
  const { correction } = await w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
    params: { id: chat, messageId: wrong.id },
    body: { id: newId(), question: hers, answer: 'Yes, for a day.', scope: 'everyone' },
  })
  assert.equal(correction.general, false)
  const stranger = async (text = 'Do you rent coffee carts for birthdays?') => {
    const vic = await w.visitor()
    return (await answer(vic, await vic.open(), text)).text
  }
  const put = async (question: string) =>
    (await w.ada.call('PATCH /api/corrections/:id', { params: { id: correction.id }, body: { question } }))
      .correction
  const hidden = [
    hers,
    `  ${hers.toUpperCase().replace('?', ' ?!')}`,
    'Do you rent coffee carts for weddings, asks Quillfeather?',
    'Do you rent coffee carts for weddings? jane@shop.example',
    'Do you rent coffee carts for weddings, order 4711?',
    'Do you rent coffee carts for weddings AB-12345?',
    'My name is Otto Mann. Do you rent coffee carts for weddings?',
    'Do you rent coffee carts for weddings? +49 170 1234567',
  ]
  for (const question of hidden) {
    assert.equal((await put(question)).general, false, question)
    assert.doesNotMatch(await stranger(), /Did you mean/, question)
  }
  await put(hers)
  assert.match(await stranger(hers), /for a day/, 'who asks the same is answered all the same')
  assert.equal((await put('Do you rent out coffee carts for weddings?')).general, true)

  const held = 'May I bring my ferret Bartholomew to a tasting?'
  const other = await jane.open()
  await answer(jane, other, held)
  const { correction: unsent } = await w.ada.call('POST /api/corrections', {
    body: { id: newId(), question: held, askedIn: other, answer: 'Pets wait outside.', scope: 'everyone' },
  })
  assert.equal(unsent.general, false)
})
