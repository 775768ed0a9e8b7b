import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

test('a conversation stands in the feed the moment the widget opens, before anything is said', async () => {
  const feed = await w.ada.connect()
  feed.feed()
  const vic = await w.visitor()
  const chat = await vic.open()
  await feed.until(
    () => feed.frames.some((frame) => frame.type === 'feed' && frame.rows.some((row) => row.id === chat)),
    'the row',
  )
  const row = feed.frames
    .flatMap((frame) => (frame.type === 'feed' ? frame.rows : []))
    .find((row) => row.id === chat)!
  assert.equal(row.visitor.name, null)
  assert.equal(row.lastMessage, null)
  assert.equal(row.control.holder, 'ai')
  assert.equal(row.mood.mood, 'neutral')
  feed.close()
})

test('the AI answers from knowledge word by word, and both sides read along', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  await vic.say(chat, 'What is your refund policy for coffee beans?')
  for (const line of [mine, hers]) {
    const answer = await line.message(chat, ({ from }) => from === 'ai', 'the answer')
    assert.ok(answer.sources.length > 0, 'it names its source')
    const words = line.heard.flatMap((event) => (event.type === 'reply.streamed' ? [event.payload] : []))
    assert.ok(words.length > 1, 'it came in pieces')
    assert.equal(
      words
        .map(({ text }) => text)
        .join('')
        .trim(),
      answer.text,
    )
    assert.equal(line.passing(chat).draft, null, 'the finished message replaces the draft')
  }
  mine.close()
  hers.close()
})

test('a question that comes while the AI is answering another is answered too, and by its own answer', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const mine = await vic.connect()
  await mine.follow(chat)
  await vic.say(chat, 'What is your refund policy for coffee beans?')
  await mine.until(() => (mine.passing(chat).draft?.text.length ?? 0) > 0, 'the first words')
  await vic.say(chat, 'How long is the warranty of a grinder?')
  await mine.until(
    () => mine.picture(chat).messages.filter(({ from }) => from === 'ai').length === 2,
    'both answers',
  )
  const [first, second] = mine.picture(chat).messages.filter(({ from }) => from === 'ai')
  assert.match(first!.sources[0]?.title ?? '', /refund/i)
  assert.match(second!.sources[0]?.title ?? '', /warranty/i)
  mine.close()
})

test('mood and topic follow what the visitor writes', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const line = await w.ada.connect()
  await line.follow(chat)
  await vic.say(
    chat,
    'This is ridiculous!!! My order never arrived and nobody answers. I am furious, you are useless!',
  )
  await line.until(
    () => ['frustrated', 'angry'].includes(line.picture(chat).conversation.mood.mood),
    'a worse mood',
  )
  const mark = line.picture(chat).moods.at(-1)!
  assert.ok(mark.why.length > 0 && mark.why.some(({ points }) => points < 0), 'the badge says what moved it')
  await line.until(() => line.picture(chat).conversation.topic !== null, 'a topic')
  line.close()
})

test('a whisper changes the next answer, exactly once, and never reaches the visitor', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  const whisper = await w.ada.whisper(chat, 'ask for the order number')
  assert.equal(whisper.state, 'waiting')
  await vic.say(chat, 'Where is my parcel?')
  const answer = await mine.message(chat, ({ from }) => from === 'ai')
  assert.match(answer.text, /order number/i)
  await hers.until(() => hers.picture(chat).whispers[0]?.state === 'used', 'the whisper used')
  assert.equal(hers.picture(chat).whispers[0]!.messageId, answer.id)

  await vic.say(chat, 'Do you ship to Norway?')
  const next = await mine.message(chat, ({ from, id }) => from === 'ai' && id !== answer.id)
  assert.doesNotMatch(next.text, /order number/i, 'the whisper was for one reply')
  const seen = JSON.stringify(mine.frames)
  assert.ok(
    !seen.includes('ask for the order number') && !seen.includes('whisper'),
    'the visitor heard nothing of it',
  )
  const { layers } = await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
    params: { id: chat, messageId: answer.id },
  })
  assert.ok(
    layers.some(({ layer, items }) => layer === 3 && items.some(({ id }) => id === whisper.id)),
    'what the AI saw names the whisper',
  )
  mine.close()
  hers.close()
})

test('a waiting whisper can be taken back, a used one cannot', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const whisper = await w.ada.whisper(chat, 'tell them about the grinder sale')
  assert.equal((await w.ada.withdraw(chat, whisper.id)).state, 'withdrawn')
  assert.equal((await w.ada.withdraw(chat, whisper.id)).state, 'withdrawn', 'twice is once')
  const second = await w.ada.whisper(chat, 'apologise')
  await vic.say(chat, 'My grinder is broken')
  await eventually(
    async () =>
      (await w.ada.transcript(chat)).whispers.some(({ id, state }) => id === second.id && state === 'used'),
    'the second whisper used',
  )
  await assert.rejects(w.ada.withdraw(chat, second.id), refusal('too_late'))
  assert.deepEqual(
    (await w.ada.transcript(chat)).whispers.map(({ state }) => state),
    ['withdrawn', 'used'],
  )
})

test('a takeover stops the AI mid-word, opens a ticket in progress, and tells the visitor who joined', async () => {
  const vic = await w.visitor({ userId: 'user-42', userTraits: { name: 'Vic Visitor' } })
  const chat = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  await vic.say(chat, 'Tell me about shipping costs and delivery times please')
  await mine.until(() => (mine.passing(chat).draft?.text.length ?? 0) > 0, 'the first words')
  const { control, ticket } = await w.ada.takeOver(chat)
  assert.equal(control.holder, 'operator')
  assert.equal(ticket.status, 'in_progress')
  assert.equal(ticket.assignee?.id, w.ada.person.id)
  const line = await mine.message(chat, ({ from }) => from === 'system')
  assert.match(line.text, /Ada joined/)
  await hers.until(() => hers.picture(chat).cuts.length === 1, 'what the AI was saying, struck through')
  const began = mine.heard.findIndex(({ type }) => type === 'takeover.began')
  assert.ok(
    !mine.heard.slice(began).some((event) => event.type === 'reply.streamed'),
    'no AI word after the takeover',
  )
  assert.equal(mine.picture(chat).messages.filter(({ from }) => from === 'ai').length, 0)
  assert.deepEqual(
    await w.ada.takeOver(chat).then((again) => again.ticket.id),
    ticket.id,
    'taking over twice finds the same ticket',
  )

  await w.ada.reply(chat, 'Hi Vic, I am looking into it myself.')
  const reply = await mine.message(chat, ({ from }) => from === 'operator')
  assert.equal(reply.author?.name, 'Ada')
  await vic.say(chat, 'Thank you Ada. What does it cost to ship to Norway?')
  await w.ada.handBack(chat)
  const answer = await mine.message(chat, ({ from }) => from === 'ai', 'the AI resuming with the open question')
  assert.ok(answer.seq > reply.seq)
  assert.equal(mine.picture(chat).conversation.control.holder, 'ai')
  mine.close()
  hers.close()
})

test('two operators at once: one wins, the other is told who', async () => {
  const ben = await w.ben()
  const vic = await w.visitor()
  const chat = await vic.open()
  const [one, two] = await Promise.allSettled([w.ada.takeOver(chat), ben.takeOver(chat)])
  assert.deepEqual([one.status, two.status].sort(), ['fulfilled', 'rejected'])
  const [winner, loser, lost] = one.status === 'fulfilled' ? [w.ada, ben, two] : [ben, w.ada, one]
  assert.ok(lost.status === 'rejected' && lost.reason instanceof Refused && lost.reason.status === 409)
  assert.ok(lost.reason.message.includes(winner.person.name), 'the loser is told who')
  await assert.rejects(loser.reply(chat, 'me too'), refusal('held'))
  await assert.rejects(loser.handBack(chat), refusal('held'))
  const { control } = await loser.takeOver(chat, winner.person.id)
  assert.equal(control.operator?.id, loser.person.id, 'the pen can be taken from a colleague, knowingly')
  assert.equal((await w.ada.transcript(chat)).conversation.ticket?.assignee?.id, loser.person.id)
})

test('writing to the visitor of an AI conversation is a takeover too', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await w.ada.reply(chat, 'Hello, this is Ada.')
  const { conversation, messages } = await w.ada.transcript(chat)
  assert.equal(conversation.control.operator?.name, 'Ada')
  assert.equal(conversation.ticket?.status, 'in_progress')
  assert.deepEqual(
    messages.map(({ from }) => from),
    ['system', 'operator'],
  )
})

test('asking for a person opens a ticket and answers with a line, however often it is pressed', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await Promise.all([vic.askForHuman(chat), vic.askForHuman(chat)])
  const { conversation, messages } = await w.ada.transcript(chat)
  assert.equal(conversation.ticket?.status, 'open')
  assert.equal(conversation.ticket?.assignee, null)
  assert.equal(messages.length, 1)
  const { ticket } = await w.ada.takeOver(chat)
  assert.equal(ticket.id, conversation.ticket?.id, 'the takeover finds the ticket that is there')
})

test('a retried message is stored once; its id cannot be used for other words', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const id = newId()
  const sent = await Promise.all([
    vic.say(chat, 'Hello', id),
    vic.say(chat, 'Hello', id),
    vic.say(chat, 'Hello', id),
  ])
  assert.equal(new Set(sent.map(({ seq }) => seq)).size, 1)
  assert.equal((await vic.transcript(chat)).messages.filter(({ from }) => from === 'visitor').length, 1)
  await assert.rejects(vic.say(chat, 'Something else', id), refusal('id_taken'))
})

test('two tabs that open at once share one conversation', async () => {
  const vic = await w.visitor()
  const [one, two] = await Promise.all([vic.open(), vic.open()])
  assert.equal(one, two)
})

test('a visitor who says who they are keeps the conversation, and the row learns the name', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, token: vic.token, userId: 'jane-1', userTraits: { name: 'Jane Doe' } },
  })
  const { conversation } = await w.ada.transcript(chat)
  assert.equal(conversation.visitor.name, 'Jane Doe')
  assert.equal(conversation.visitor.verified, false)
})

test('a browser that somebody else signs in on shows nothing of the first one', async () => {
  const first = await w.visitor({ userId: 'first-user' })
  const chat = await first.open()
  const session = await first.call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, token: first.token, userId: 'second-user' },
  })
  assert.notEqual(session.visitor.id, first.id)
  assert.equal(session.live, null)
  assert.equal((await first.transcript(chat)).conversation.id, chat)
})
