import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AnyEvent } from '../../protocol/events.ts'
import { usualSending, type ClaimBrake } from '../../protocol/agents/sending.ts'
import { startProvider, type Provider } from '../provider.ts'
import { eventually, world, type World } from '../world.ts'

let provider: Provider
let w: World
before(async () => {
  provider = await startProvider()
  w = await world({
    env: { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
  })
})
after(async () => {
  await w.close()
  await provider.close()
})

test('operators see which figures of an answer nobody gave to the model, and visitors see nothing of it', async () => {
  const text = 'Returns are accepted within 30 days of delivery, and the refund comes in 2 days.'
  provider.behave({ say: text })
  provider.judge({ verdict: { confidence: 80 } })
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Your site says 30 days for returns after delivery. Is that so?')
  const { verdicts } = await eventually(async () => {
    const transcript = await w.ada.transcript(chat)
    return transcript.verdicts.some(({ claims }) => claims) && transcript
  }, 'a verdict with claims')
  const claims = verdicts.at(-1)?.claims ?? []
  const said = (supported: boolean) =>
    claims.filter(({ support }) => (support !== null) === supported).map(({ at, end }) => text.slice(at, end))
  assert.deepEqual(said(true), ['30 days'])
  assert.deepEqual(said(false), ['2 days'])
  assert.ok(!JSON.stringify(await vic.transcript(chat)).includes('claims'))
})

const promised = 'The refund comes within 2 days, and it costs 7.50 euros.'
const careful = 'I do not know how soon the refund comes.'

async function brakes(claims: ClaimBrake): Promise<void> {
  const { agents } = await w.ada.call('GET /api/agents')
  await w.ada.call('PATCH /api/agents/:id', {
    params: { id: agents[0]!.id },
    body: { sending: { ...usualSending, claims } },
  })
}

/** A visitor who reads along, with a chat, and whether Ada has it open. */
async function opened(watched: boolean) {
  const vic = await w.visitor()
  const chat = await vic.open()
  const his = await vic.connect()
  await his.follow(chat)
  const hers = watched ? await w.ada.connect() : null
  await hers?.follow(chat)
  await hers?.until(() => hers.passing(chat).watchers.length === 1, 'Ada to watch')
  return { vic, chat, his, hers }
}

/** What was shown of running replies. One without words only says that its process is still at it. */
const streamed = ({ heard }: { heard: AnyEvent[] }) =>
  heard.filter((event) => event.type === 'reply.streamed' && event.payload.text)

test('a reply with a promise that nobody gave waits while somebody watches, and not a word of it is shown', async () => {
  await brakes('hold')
  provider.behave({ say: promised })
  const { vic, chat, his, hers } = await opened(true)
  await vic.say(chat, 'How soon is the refund?')
  const hold = await eventually(async () => (await w.ada.transcript(chat)).hold, 'a held reply')
  assert.equal(hold.reason, 'claim')
  assert.deepEqual(
    hold.claims.filter(({ support }) => !support).map(({ at, end }) => promised.slice(at, end)),
    ['2 days', '7.50 euros'],
  )
  assert.deepEqual(streamed(his), [])
  await w.ada.call('POST /api/conversations/:id/holds/:run/send', { params: { id: chat, run: hold.run } })
  await his.message(chat, ({ text }) => text === promised)
  const { verdicts, messages } = await w.ada.transcript(chat)
  assert.equal(verdicts[0]?.messageId, messages.at(-1)?.id)
  his.close()
  hers?.close()
})

test('an answer without such a claim is not held, and where nobody watches none is', async () => {
  await brakes('hold')
  provider.behave({ say: careful }, { say: promised })
  const { vic, chat, his, hers } = await opened(true)
  await vic.say(chat, 'How soon is the refund?')
  await his.message(chat, ({ text }) => text === careful)
  hers?.close()
  his.close()
  const alone = await opened(false)
  await alone.vic.say(alone.chat, 'How soon is the refund?')
  await alone.his.message(alone.chat, ({ text }) => text === promised)
  alone.his.close()
})

test('the model is asked once more without the claim, and told which one', async () => {
  await brakes('rephrase')
  provider.behave({ say: promised }, { say: careful })
  const before = provider.requests.length
  const { vic, chat, his } = await opened(false)
  await vic.say(chat, 'How soon is the refund?')
  await his.message(chat, ({ text }) => text === careful)
  assert.deepEqual(streamed(his), [])
  const system = provider.requests[before + 1]?.messages.find(({ role }) => role === 'system')?.content
  assert.match(system ?? '', /first try claimed “2 days”, “7\.50 euros”/)
  const { verdicts, conversation } = await w.ada.transcript(chat)
  assert.match(verdicts[0]?.notes?.join() ?? '', /Written again: “2 days”/)
  assert.equal(conversation.ticket, null)
  his.close()
})

test('a model that insists says only that it will be checked, and there is a ticket', async () => {
  await brakes('rephrase')
  provider.behave({ say: promised })
  const { vic, chat, his } = await opened(false)
  await vic.say(chat, 'How soon is the refund?')
  await his.message(chat, ({ from, text }) => from === 'ai' && text.startsWith('I will have this checked.'))
  const { conversation, verdicts } = await w.ada.transcript(chat)
  assert.equal(conversation.ticket?.status, 'open')
  assert.match(verdicts[0]?.notes?.join() ?? '', /Not sent: it claimed “2 days”/)
  assert.ok(!JSON.stringify(his.frames).includes('2 days'))
  his.close()
})
