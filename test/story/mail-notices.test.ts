import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { openMailbox } from '../mailbox.ts'
import { eventually, world, type OperatorClient, type World } from '../world.ts'

/** Whoever works here hears by mail of what is theirs to look at. */

let w: World
let robin: OperatorClient
let box: Awaited<ReturnType<typeof openMailbox>>

before(async () => {
  box = await openMailbox()
  w = await world({
    env: { HALO_SMTP_URL: `smtp+plain://127.0.0.1:${box.port}`, HALO_MAIL_FROM: 'halo@halo.test' },
    overrides: { timing: { sweepIntervalMs: 20, mailDelayMs: 3_600_000 } },
  })
  robin = await w.ben()
})
after(async () => {
  await w.close()
  await box.close()
})

const ticketOf = async (text: string) => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, text)
  await vic.askForHuman(chat)
  return { chat, ticket: (await w.ada.transcript(chat)).conversation.ticket!.id }
}
const note = (id: string, text: string, mentions: string[]) =>
  w.ada.call('POST /api/conversations/:id/comments', { params: { id }, body: { id: newId(), text, mentions } })
const assign = (id: string, assigneeId: string | null) =>
  w.ada.call('PUT /api/tickets/:id/assignee', { params: { id }, body: { assigneeId } })
const mails = (said: RegExp) => box.to('ben@halo.test').filter(({ mail }) => said.test(mail.text ?? ''))
/** Whatever waits is due now, and has gone out or was dropped. */
const settled = async () => {
  await w.halo.ctx.db.write((trx) =>
    trx.updateTable('mails').set({ next_at: 0 }).where('state', '=', 'waiting').execute(),
  )
  await eventually(
    async () =>
      !(await w.halo.ctx.db.reads.selectFrom('mails').select('id').where('state', '=', 'waiting').execute()).length,
    'an empty outbox',
  )
}
const mailed = async (said: RegExp) => {
  await settled()
  return mails(said)[0]!
}

test('a note that mentions somebody is mailed with its words and the way to it, escaped', async () => {
  const { chat } = await ticketOf('My grinder smokes')
  await note(chat, 'Robin, is <b>this</b> the old model?\n.\nSecond line', [robin.person.id, w.ada.person.id])
  const { mail } = await mailed(/is <b>this<\/b> the old model/)
  assert.match(mail.subject!, /^Ada mentions you: #\d+ /)
  assert.ok(mail.text!.includes(`${w.url}/tickets/${chat}`) && mail.text!.includes('> Second line'))
  assert.ok((mail.html as string).includes('&lt;b&gt;this&lt;/b&gt;'))
  assert.deepEqual(box.to('ada@halo.test'), [], 'nobody is mailed of their own note')
})

test('what was read meanwhile is not mailed, nor what they want none of', async () => {
  const { chat } = await ticketOf('My kettle leaks')
  await note(chat, 'Robin, read at once', [robin.person.id])
  await robin.call('PUT /api/conversations/:id/mentions/read', { params: { id: chat } })
  await settled()
  assert.deepEqual(mails(/read at once/), [])

  assert.deepEqual(await robin.call('GET /api/me/mail'), {
    wishes: { mention: true, assignment: true },
    isOn: true,
  })
  await robin.call('PUT /api/me/mail', { body: { mention: false, assignment: true } })
  await note(chat, 'Robin, unwanted', [robin.person.id])
  await settled()
  assert.deepEqual(mails(/unwanted/), [])
})

test('a ticket that somebody gives is mailed; one that was given back in time, or taken by oneself, is not', async () => {
  const { chat, ticket } = await ticketOf('My filter drips')
  await assign(ticket, robin.person.id)
  const { mail } = await mailed(/My filter drips/)
  assert.match(mail.subject!, /^Yours now: #\d+ /)
  assert.ok(mail.text!.includes(`${w.url}/tickets/${chat}`))

  const other = await ticketOf('My scale lies')
  await assign(other.ticket, robin.person.id)
  await assign(other.ticket, null)
  const own = await ticketOf('My mill squeaks')
  await robin.takeOver(own.chat)
  await settled()
  assert.deepEqual([...mails(/My scale lies/), ...mails(/My mill squeaks/)], [])
})

test('what waits about a person who is erased is sent to nobody', async () => {
  const { chat, ticket } = await ticketOf('I am Zebulon and my pot broke')
  const { conversation } = await w.ada.transcript(chat)
  await assign(ticket, robin.person.id)
  await w.ada.call('POST /api/people/:id/erasure', {
    params: { id: conversation.visitor.id },
    body: { name: 'Anonymous', keepShared: false },
  })
  await settled()
  assert.deepEqual(mails(/Zebulon/), [])
})
