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
