import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, world } from '../world.ts'

test('nothing that an idle visitor can ask for moves when operators whisper, note, rate or judge', async () => {
  await using w = await world()
  const vic = await w.visitor()
  const id = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(id), hers.follow(id)])
  mine.send({ type: 'here', conversationId: id, presence: 'active', open: true })
  await vic.say(id, 'How long does shipping take?')
  const answer = await mine.message(id, ({ from }) => from === 'ai', 'an answer')
  await hers.until(() => hers.heard.some(({ type }) => type === 'verdict.reached'), 'the verdict')
  const params = { id }
  const picture = await vic.transcript(id)
  const look = async () => ({
    transcript: await vic.transcript(id),
    poll: await vic.call('GET /api/widget/conversations/:id/events', { params, query: { after: picture.upTo } }),
    early: await vic.call('GET /api/widget/conversations/:id/events', { params, query: { after: 0 } }),
    frames: mine.frames.filter(({ type }) => type !== 'pong').length,
  })
  const before = await look()
  assert.deepEqual([before.poll.upTo, before.poll.events], [picture.upTo, []])
  const seqs = async () => (await w.ada.transcript(id)).upTo
  const at = await seqs()
  await w.ada.whisper(id, 'Offer a refund')
  await w.ada.rate(id, answer.id, 'up')
  for (let n = 0; n < 60; n++)
    await w.ada.call('POST /api/conversations/:id/comments', {
      params,
      body: { id: newId(), text: `A note ${n}`, mentions: [] },
    })
  await hers.until(() => hers.picture(id).upTo >= at + 60, 'the operators to hear')
  assert.deepEqual(await look(), before)

  const late = await vic.connect()
  const again = await late.follow(id, picture)
  assert.equal(again.upTo, picture.upTo, 'who comes back is where they were')
  const { seq } = await vic.say(id, 'Thank you')
  for (const line of [mine, late]) {
    await line.until(() => line.picture(id).upTo >= seq, 'the next words')
    assert.ok(line.picture(id).messages.some(({ text }) => text === 'Thank you'))
  }
  const fresh = await eventually(async () => {
    const transcript = await vic.transcript(id)
    return transcript.messages.at(-1)?.from === 'ai' && transcript
  }, 'the answer')
  await mine.until(() => mine.picture(id).upTo === fresh.upTo, 'the same place')
  assert.deepEqual(mine.picture(id).messages, fresh.messages)
})
