import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertKinds, alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Retention } from '../../protocol/privacy.ts'
import { newId } from '../../server/ground/context.ts'
import { sweepRetention } from '../../server/privacy/retention.ts'
import { whereverStands } from '../everywhere.ts'
import { openSlack } from '../slack.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

const timing = { sweepIntervalMs: 30, alertDebounceMs: 0, alertRetryMs: 20, closeGraceMs: 50, leaveGraceMs: 20 }
const kept: Retention = { transcripts: null, whispers: null, prompts: null, alerts: null }
const day = 24 * 3_600_000

const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

/** A visitor asks, is answered, and leaves: the id of a conversation that is over. */
async function finished(w: World, vic: VisitorClient, text: string): Promise<string> {
  const id = await vic.open()
  await vic.say(id, text)
  await answered(w, id, 1)
  await ended(w, vic, id)
  return id
}

const answered = (w: World, id: string, times: number) =>
  eventually(async () => {
    const { messages } = await w.ada.transcript(id)
    return (
      messages.filter(({ from }) => from === 'ai').length >= times && messages.findLast(({ from }) => from === 'ai')
    )
  }, 'an answer')

async function ended(w: World, vic: VisitorClient, id: string): Promise<void> {
  await vic.leave(id)
  await eventually(async () => (await w.ada.transcript(id)).conversation.status === 'completed', 'the end')
}

const setPrivacy = (w: World, retention: Partial<Retention>, masking = false) =>
  w.ada.call('PUT /api/privacy', { body: { retention: { ...kept, ...retention }, masking } })

test('everything is kept until somebody says otherwise; what would go is said before it goes, and only that goes', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const old = await finished(w, vic, 'Where is my order?')
  const mine = await w.visitor({ userId: 'u-1' })
  const worked = await finished(w, mine, 'What is your refund policy?')
  await w.ada.reply(worked, 'I look after it.')
  const live = await (await w.visitor()).open()
  const later = Date.now() + 31 * day
  await sweepRetention(w.halo.ctx, later)
  assert.equal((await w.ada.transcript(old)).messages.length > 0, true, 'nobody has asked for anything to go')

  await w.halo.ctx.db.write((trx) =>
    trx
      .updateTable('conversations')
      .set({ completed_at: Date.now() - 31 * day })
      .where('status', '=', 'completed')
      .execute(),
  )
  const { due } = await w.ada.call('POST /api/privacy/due', {
    body: { retention: { ...kept, transcripts: 30, prompts: 60 } },
  })
  assert.deepEqual(due, { transcripts: 1, whispers: 0, prompts: 0, alerts: 0 })
  await using line = await watching(w, old)
  await setPrivacy(w, { transcripts: 30 })
  await eventually(() => isGone(w, old), 'the old transcript to go')
  assert.ok(
    line.frames.some((frame) => frame.type === 'refused' && frame.conversationId === old),
    'whoever has it open is told',
  )
  assert.equal(
    (await w.ada.transcript(worked)).conversation.status,
    'completed',
    'a ticket that somebody works on keeps its transcript',
  )
  assert.equal((await w.ada.transcript(live)).conversation.status, 'live')
  assert.deepEqual(await whereverStands(w.halo.ctx.db, old), [])
  assert.deepEqual(
    await whereverStands(w.halo.ctx.db, vic.id),
    [],
    'who never said who they are goes with their last conversation',
  )
})

const isGone = (w: World, id: string) => w.ada.transcript(id).then(() => false, refusal('not_found'))

async function watching(w: World, id: string) {
  const line = await w.ada.connect()
  await line.follow(id)
  return Object.assign(line, { [Symbol.asyncDispose]: async () => line.close() })
}

test('whispers and notes, prompts and alerts go by their own rules, and the transcript stays whole', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const id = await vic.open()
  await w.ada.whisper(id, 'Do not mention marzipan')
  await vic.say(id, 'What is your refund policy?')
  const answer = await answered(w, id, 1)
  await vic.askForHuman(id)
  await w.ada.takeOver(id)
  await w.ada.call('POST /api/conversations/:id/comments', {
    params: { id },
    body: { id: newId(), text: 'Marzipan again', mentions: [] },
  })
  await w.ada.handBack(id)
  await ended(w, vic, id)
  const { ticket } = (await w.ada.transcript(id)).conversation
  await w.ada.call('PUT /api/tickets/:id/status', { params: { id: ticket!.id }, body: { status: 'resolved' } })
  await w.ada.call('PUT /api/conversations/:id/note', { params: { id }, body: { text: 'Marzipan, once more' } })
  const before = await w.ada.transcript(id)
  const later = Date.now() + 8 * day

  await setPrivacy(w, { alerts: 7 })
  await sweepRetention(w.halo.ctx, later)
  assert.equal((await w.halo.ctx.db.reads.selectFrom('incidents').selectAll().execute()).length, 0)
  await setPrivacy(w, { whispers: 7 })
  await sweepRetention(w.halo.ctx, later)
  assert.deepEqual(await whereverStands(w.halo.ctx.db, 'marzipan'), [])
  assert.deepEqual((await w.ada.transcript(id)).messages, before.messages)
  const prompt = { params: { id, messageId: answer.id } }
  assert.ok((await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', prompt)).layers.length)
  const log = await w.ada.call('GET /api/conversations/:id/events', { params: { id }, query: { after: 0 } })
  assert.deepEqual(
    log.events.map(({ seq }) => seq),
    log.events.map((_, index) => index + 1),
    'the log has no gap',
  )

  await setPrivacy(w, { prompts: 7 })
  await sweepRetention(w.halo.ctx, later)
  await assert.rejects(
    w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', prompt),
    refusal('not_found'),
  )
})

test('two processes that sweep at once let go everything once, in batches', async () => {
  await using w = await world({ overrides: { timing: { ...timing, sweepIntervalMs: 100_000 } } })
  const vic = await w.visitor()
  const id = await vic.open()
  await w.halo.ctx.db.write(async (trx) => {
    const row = await trx.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    for (let each = 0; each < 130; each++)
      await trx
        .insertInto('conversations')
        .values({ ...row, id: newId(), status: 'completed', completed_at: Date.now() - 10 * day, ends_at: null })
        .execute()
  })
  await setPrivacy(w, { transcripts: 5 })
  await Promise.all([sweepRetention(w.halo.ctx, Date.now()), sweepRetention(w.halo.ctx, Date.now())])
  assert.deepEqual(await w.halo.ctx.db.reads.selectFrom('conversations').select('id').execute(), [{ id }])
})

const marker = 'Quillfeather'

/** Leaves the marker wherever a person can leave something: in their name, their words, and in what operators wrote because of them. */
async function liveAFullLife(w: World, slackUrl: string) {
  assert.ok(slackUrl)
  const { ada } = w
  const wishes = Object.fromEntries(
    alertKinds.map((kind) => [kind, { on: true, threshold: alertMeanings[kind].usual }]),
  ) as never
  await ada.call('PUT /api/alert-channels/:id', {
    params: { id: newId() },
    body: {
      kind: 'slack',
      target: '#support',
      secret: 'xoxb-a-token',
      name: 'Support',
      on: true,
      wishes,
      quiet: null,
      mutedUntil: null,
    },
  })
  const who = {
    userId: `u-${marker}`,
    companyId: 'c-1',
    userTraits: { name: `Jane ${marker}`, email: `jane@${marker}.example` },
  }
  const before = await w.visitor(who)
  const past = await before.open()
  await before.say(past, `Do you ship the ${marker} grinder to Iceland?`)
  const first = await answered(w, past, 1)
  await before.rate(past, first.id, 'down')
  await ada.rate(past, first.id, 'down', { reason: 'wrong', comment: `${marker} was right` } as never)
  await ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
    params: { id: past, messageId: first.id },
    body: {
      id: newId(),
      question: `Do you ship the ${marker} grinder to Iceland?`,
      answer: 'We do, within a week.',
      scope: 'everyone',
      tell: true,
    },
  })
  await before.askForHuman(past)
  await ada.takeOver(past)
  await ada.reply(past, `Dear ${marker}, it is on its way.`)
  await ada.call('POST /api/conversations/:id/comments', {
    params: { id: past },
    body: { id: newId(), text: `${marker} is a good customer`, mentions: [ada.person.id] },
  })
  const ticket = (await ada.transcript(past)).conversation.ticket!
  await ada.call('PATCH /api/tickets/:id', {
    params: { id: ticket.id },
    body: { subject: `${marker} and Iceland`, fields: { city: `${marker}ville` } },
  })
  await ada.handBack(past)
  await ended(w, before, past)
  await ada.call('PUT /api/tickets/:id/status', { params: { id: ticket.id }, body: { status: 'resolved' } })
  await ada.call('PUT /api/conversations/:id/note', { params: { id: past }, body: { text: `Call ${marker} back` } })
  const { answers: learned } = await ada.call('GET /api/learned-answers')
  await ada.call('POST /api/learned-answers/:id/acceptance', {
    params: { id: learned[0]!.id },
    body: { question: `Is there a ${marker} grinder?`, answer: 'There is.' },
  })

  const now = await w.visitor(who)
  await now.tell({
    userTraits: { nickname: marker },
    context: { cart: { label: `${marker}'s cart`, type: 'list', value: [marker] } },
  } as never)
  const live = await now.open()
  await ada.whisper(live, `Offer ${marker} a refund`)
  await now.say(live, `I am ${marker}, and I am furious, this is the worst service ever!!!`)
  await answered(w, live, 1)
  const said = (await ada.transcript(live)).messages.find(({ from }) => from === 'visitor')!
  await ada.call('PUT /api/conversations/:id/messages/:messageId/mood', {
    params: { id: live, messageId: said.id },
    body: { mood: 'angry' },
  })
  return { past, live, before, now }
}

test('an erased person is nowhere: in no table, no feed, no index, no Slack message; and nobody else has lost a word', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  const { ada } = w
  const other = await w.visitor({ userId: 'u-other', userTraits: { name: 'Otto' } })
  const { past, live, before, now } = await liveAFullLife(w, slack.url)
  const others = await finished(w, other, 'Do you ship the grinder to Iceland or Norway at all?')
  const lost = await ada.transcript(others)
  await eventually(
    async () => slack.calls.some(({ body }) => String(body.blocks).includes(marker)) && slack.calls,
    'a Slack message',
  )
  await eventually(
    async () => (await w.halo.ctx.db.reads.selectFrom('gaps').selectAll().execute()).length > 0,
    'a gap',
  )
  const held = (await whereverStands(w.halo.ctx.db, marker)).map((found) => found.split(':')[0])
  for (const table of [
    'contacts',
    'visitors',
    'conversations',
    'events',
    'messages',
    'whispers',
    'prompts',
    'ratings',
    'notes',
    'comments',
    'tickets',
    'lessons',
    'corrections',
    'learned_answers',
    'articles',
    'gap_questions',
    'gaps',
    'incidents',
  ]) {
    assert.ok(held.includes(table), `the test must have left something in ${table}`)
  }

  const {
    people: [person],
  } = await ada.call('GET /api/people', { query: { text: marker } })
  const { holdings } = await ada.call('GET /api/people/:id', { params: { id: person!.id } })
  assert.deepEqual(
    [holdings.conversations, holdings.live, holdings.tickets, holdings.lessons >= 1, holdings.shared],
    [2, 1, 1, true, 2],
  )
  const file = await ada.call('GET /api/people/:id/export', { params: { id: person!.id } })
  assert.equal(file.conversations.length, 2)
  assert.match(JSON.stringify(file), /Offer Quillfeather a refund[^]*|jane@quillfeather/i)

  const line = await ada.connect()
  line.feed()
  await line.until(
    () => line.frames.some((frame) => frame.type === 'feed' && frame.ids?.includes(live)),
    'the live conversation in the feed',
  )
  await line.follow(live)
  const widget = await now.connect()
  await widget.follow(live)
  await assert.rejects(
    ada.call('POST /api/people/:id/erasure', { params: { id: person!.id }, body: { name: 'Jane' } }),
    refusal('other_name'),
  )
  const { erasure } = await ada.call('POST /api/people/:id/erasure', {
    params: { id: person!.id },
    body: { name: `Jane ${marker}` },
  })
  assert.equal(erasure.conversations, 2)
  assert.ok(erasure.slack >= 1)

  assert.deepEqual(await whereverStands(w.halo.ctx.db, marker), [])
  for (const id of [past, live, before.id, now.id, person!.id])
    assert.deepEqual(await whereverStands(w.halo.ctx.db, id), [], `an id is left: ${id}`)
  await line.until(
    () => line.frames.some((frame) => frame.type === 'refused' && frame.conversationId === live),
    'the open transcript to be closed',
  )
  await line.until(
    () =>
      line.frames.findLast((frame) => frame.type === 'feed' && frame.ids !== undefined)?.type === 'feed' &&
      !JSON.stringify(line.frames.findLast((frame) => frame.type === 'feed' && frame.ids !== undefined)).includes(
        live,
      ),
    'the row to vanish',
  )
  await widget.until(
    () => widget.frames.some((frame) => frame.type === 'refused' && frame.code === 'not_found'),
    'the widget to be told',
  )
  assert.equal((await ada.call('GET /api/people', { query: { text: marker } })).people.length, 0)
  const shown = new Map<string, string>()
  await eventually(async () => {
    for (const { method, body } of slack.calls)
      if (method === 'chat.update') shown.set(body.ts!, `${body.text} ${body.blocks}`)
    // A message that was about to go out when the erasure came was counted, and then rightly never sent.
    const told = slack.calls.filter(
      ({ method, body }) =>
        method === 'chat.postMessage' && !body.thread_ts && `${body.text} ${body.blocks}`.includes(marker),
    ).length
    return (
      shown.size >= told && [...shown.values()].every((text) => !text.includes(marker) && text.includes('Erased'))
    )
  }, 'Slack to forget')
  assert.deepEqual((await ada.transcript(others)).messages, lost.messages)

  // The same browser comes back and is somebody new.
  await assert.rejects(now.open(), refusal('signed_out'))
  const again = await now.call('POST /api/widget/sessions', { body: { key: w.halo.widgetKey, token: now.token } })
  assert.notEqual(again.visitor.id, now.id)
  assert.deepEqual([again.live, again.earlier], [null, null])
  line.close()
  widget.close()
})

test('who wants to keep what was taught keeps it without a word of whom it came from, and others’ words are left alone', async () => {
  await using slack = await openSlack()
  await using w = await world({ env: { HALO_SLACK_URL: slack.url }, overrides: { timing } })
  const { past } = await liveAFullLife(w, slack.url)
  const {
    people: [person],
  } = await w.ada.call('GET /api/people', { query: { text: past } })
  await w.ada.call('POST /api/people/:id/erasure', {
    params: { id: person!.id },
    body: { name: person!.name, keepShared: true },
  })
  const {
    corrections: [correction],
  } = await w.ada.call('GET /api/corrections')
  assert.deepEqual(
    [correction!.answer, correction!.conversationId, correction!.messageId, correction!.contact],
    ['We do, within a week.', null, null, null],
  )
  assert.deepEqual(
    [...new Set((await whereverStands(w.halo.ctx.db, marker)).map((found) => found.split(':')[0]))],
    ['articles', 'corrections'],
  )
  await w.ada.call('DELETE /api/corrections/:id', { params: { id: correction!.id } })
})

test('a question that the AI asked somebody else back is taken out of their transcript with the person who first asked it', async () => {
  await using w = await world({ overrides: { timing } })
  const vic = await w.visitor()
  const id = await vic.open()
  await vic.say(id, `Do you rent coffee carts for ${marker} weddings?`)
  const answer = await answered(w, id, 1)
  await w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
    params: { id, messageId: answer.id },
    body: {
      id: newId(),
      question: `Do you rent out coffee carts for ${marker} weddings?`,
      answer: 'Yes, for a day.',
      scope: 'everyone',
      tell: false,
    },
  })
  const otto = await w.visitor()
  const chat = await otto.open()
  await otto.say(chat, 'Do you rent coffee carts for birthdays?')
  const asked = await answered(w, chat, 1)
  assert.match(asked.text, new RegExp(`Did you mean “[^”]*${marker}`))
  const {
    people: [person],
  } = await w.ada.call('GET /api/people', { query: { text: id } })
  assert.equal(person!.name, 'Anonymous')
  await w.ada.call('POST /api/people/:id/erasure', { params: { id: person!.id }, body: { name: 'Anonymous' } })
  const after = (await w.ada.transcript(chat)).messages.find((message) => message.id === asked.id)!
  assert.equal(after.text, '[erased]')
  assert.deepEqual(await whereverStands(w.halo.ctx.db, marker), [])
  await otto.say(chat, 'Thank you')
  await answered(w, chat, 2)
  assert.ok(!(await w.ada.transcript(chat)).conversation.lastMessage!.text.includes(marker))
})

test('masked words are stored by nobody and seen by no model; who the site says a visitor is stays as it was said', async () => {
  await using w = await world({ overrides: { timing } })
  await setPrivacy(w, {}, true)
  const vic = await w.visitor({ userId: 'u-1', userTraits: { name: 'Jane', email: 'jane@shop.example' } })
  const id = await vic.open()
  const text = 'Card 4111 1111 1111 1111, mail me at other@home.example, order #4411222233334444'
  const messageId = newId()
  const message = await vic.say(id, text, messageId)
  assert.equal(message.text, 'Card [card ••11], mail me at [email], order #4411222233334444')
  assert.equal((await vic.say(id, text, messageId)).id, messageId, 'a retry is a retry')
  await answered(w, id, 1)
  for (const secret of ['4111 1111', 'other@home.example'])
    assert.deepEqual(await whereverStands(w.halo.ctx.db, secret), [])
  assert.equal((await w.ada.transcript(id)).conversation.visitor.email, 'jane@shop.example')
  await setPrivacy(w, {}, false)
  assert.match((await vic.say(id, 'Then write to third@home.example')).text, /third@home/)
})

test('only those who manage the team may ask', async () => {
  await using w = await world()
  const ben = await w.ben()
  await w.ada.call('PATCH /api/team/:id', {
    params: { id: ben.person.id },
    body: { access: { role: 'member', inbox: 'manage', agents: 'edit' } },
  })
  await assert.rejects(ben.call('GET /api/privacy'), refusal('no_right'))
  await assert.rejects(ben.call('GET /api/people', { query: { text: 'x' } }), refusal('no_right'))
})
