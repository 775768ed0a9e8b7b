import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startProvider, type Provider } from '../provider.ts'
import { eventually, world, type World } from '../world.ts'

// Models that think aloud, with the operators' whispers in it: nothing of that ever reaches a visitor, and operators read it under "Why?".

const whisper = 'Offer 20 percent, she is about to leave'
const thinking = `Okay, the visitor asks about refunds. The operator whispered: ${whisper}.`
const answer = 'You get your money back within three days.'
const forms: [string, { text: string; reasoning?: string }][] = [
  ['think tags', { text: `<think>\n${thinking}\n</think>\n\n${answer}` }],
  ['thinking tags in capitals', { text: `<THINKING>${thinking}</THINKING>${answer}` }],
  ['reasoning tags with blanks', { text: `< reasoning >${thinking}</ reasoning >${answer}` }],
  ['only the closing tag', { text: `${thinking}\n</think>\n\n${answer}` }],
  ['brackets', { text: `[THINK]${thinking}[/THINK]${answer}` }],
  [
    'channels',
    {
      text: `<|channel|>analysis<|message|>${thinking}<|end|><|start|>assistant<|channel|>final<|message|>${answer}`,
    },
  ],
  ['a field of its own', { text: answer, reasoning: thinking }],
]

let provider: Provider
let halo: World
before(async () => {
  provider = await startProvider()
  halo = await world({
    env: { HALO_MODEL: 'openai-compatible/any', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
  })
})
after(async () => {
  await halo.close()
  await provider.close()
})

for (const [name, { text, reasoning }] of forms)
  test(`thinking in ${name}, cut into single letters, is never sent to the visitor`, async () => {
    provider.behave({ pieces: [...text], reasoning })
    const vic = await halo.visitor()
    const id = await vic.open()
    const line = await vic.connect()
    await line.follow(id)
    await halo.ada.whisper(id, whisper)
    await vic.say(id, 'When do I get my money back?')
    const message = await line.message(id, ({ from }) => from === 'ai')
    assert.equal(message.text, answer)
    assert.doesNotMatch(JSON.stringify(line.frames), /20 percent|whisper|Okay|think/i)
    const { layers } = await eventually(
      () =>
        halo.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
          params: { id, messageId: message.id },
        }),
      'the prompt',
    )
    const seen = layers.at(-1)!
    assert.equal(seen.name, 'Reasoning')
    assert.match(seen.items[0]!.text, new RegExp(whisper))
    line.close()
  })
