import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, world, type VisitorClient } from '../world.ts'

async function answerTo(vic: VisitorClient, chat: string, question: string) {
  const { id } = await vic.say(chat, question)
  return eventually(async () => {
    const { messages } = await vic.transcript(chat)
    return messages.slice(messages.findIndex((message) => message.id === id) + 1).find(({ from }) => from === 'ai')
  }, `an answer to “${question}”`)
}

test('visitors are answered before the encoder is there; once it is, a question in other words finds its correction', async () => {
  await using halo = await world({ env: { HALO_ENCODER: 'on' } })
  const vic = await halo.visitor()
  const chat = await vic.open()
  assert.match((await answerTo(vic, chat, 'Do you ship to Norway?')).text, /Norway|Europe|ship/i)
  await halo.ada.call('POST /api/corrections', {
    body: {
      id: newId(),
      question: 'How old are you?',
      answer: 'The roastery was founded in 2011.',
      scope: 'everyone',
    },
  })
  assert.equal(await halo.halo.ctx.encoder!.loaded(), true)
  await halo.halo.ctx.corrections.filled()
  assert.match((await answerTo(vic, chat, 'what is your age')).text, /Did you mean “How old are you\?”\?/)
  assert.match((await answerTo(vic, chat, 'yes')).text, /founded in 2011/)
})

test('with the encoder off nothing is loaded, and words alone answer', async () => {
  await using halo = await world({ env: { HALO_ENCODER: 'off' } })
  assert.equal(halo.halo.ctx.encoder, null)
  const vic = await halo.visitor()
  assert.match((await answerTo(vic, await vic.open(), 'Do you ship to Norway?')).text, /Norway|Europe|ship/i)
})
