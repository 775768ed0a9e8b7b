import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playCrowd } from '../../bench/quality/crowd.ts'
import { regulars } from '../../bench/quality/crowd/regulars.ts'
import { eventually, world } from '../world.ts'

test('thirty short conversations open the tickets that a support lead would open, and alert nobody without cause', async () => {
  const { precision, recall, untrue, needless, missed, gaps } = await playCrowd(regulars)
  assert.deepEqual(untrue, [])
  assert.ok(precision >= 0.8, `needless: ${needless.join(' · ')}`)
  assert.ok(recall >= 0.9, `missed: ${missed.join(' · ')}`)
  assert.equal(gaps.questions, gaps.rows)
})

test('a ticket is called by what the visitor asked first, shortened at a word', async () => {
  await using w = await world()
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Hello!')
  await vic.say(
    chat,
    'Do you know whether the espresso machine that I bought in Lisbon in March can be descaled with ordinary vinegar?',
  )
  await eventually(async () => (await w.ada.transcript(chat)).conversation.topic, 'a topic')
  await vic.askForHuman(chat)
  const { ticket } = (await w.ada.transcript(chat)).conversation
  assert.equal(ticket?.subject, 'Do you know whether the espresso machine that I bought in Lisbon in March can…')
})

test('what people taught is the surest source, and calls for nobody', async () => {
  await using w = await world()
  const vic = await w.visitor({ userId: 'u-taught' })
  const chat = await vic.open()
  await w.ada.whisper(chat, 'tell them that the tasting in Lisbon begins at noon on Saturday')
  await vic.say(chat, 'Hello')
  await eventually(async () => (await w.ada.transcript(chat)).verdicts.length === 1, 'an answer')
  const { lessons } = await w.ada.transcript(chat)
  await w.ada.call('PATCH /api/lessons/:id', { params: { id: lessons[0]!.id }, body: { scope: 'everyone' } })
  const other = await w.visitor()
  const next = await other.open()
  await other.say(next, 'When does the tasting in Lisbon begin?')
  const [verdict] = await eventually(async () => {
    const { verdicts } = await w.ada.transcript(next)
    return verdicts.length > 0 && verdicts
  }, 'an answer')
  assert.ok(verdict!.confidence >= 90, `confidence ${verdict!.confidence}`)
})
