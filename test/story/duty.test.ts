import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { needOf } from '../../protocol/need.ts'
import { world, type OperatorClient, type World } from '../world.ts'

let w: World
let robin: OperatorClient
before(async () => {
  w = await world()
  robin = await w.ben()
})
after(() => w.close())
afterEach(async () => {
  for (const each of [w.ada, robin]) await beAway(each, false)
})

const beAway = (who: OperatorClient, away: boolean) => who.call('PUT /api/me/duty', { body: { away } })
const head = async (id: string) => (await w.ada.transcript(id)).conversation
const lines = async (id: string) =>
  (await w.ada.transcript(id)).messages.filter(({ from }) => from === 'system').map(({ text }) => text)
const need = async (id: string) => {
  const { rows } = await w.ada.call('GET /api/feed', { query: { window: '{}' } })
  return needOf(rows.find((row) => row.id === id)!)
}

/** Robin answered, and has the pen. */
async function withRobin() {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'My grinder is broken')
  await robin.reply(chat, 'Press the red button.')
  return { vic, chat }
}

test('being away is kept for every browser, and colleagues see it', async () => {
  const { awaySince } = await beAway(robin, true)
  assert.ok(awaySince)
  assert.equal((await beAway(robin, true)).awaySince, awaySince, 'again is no change')
  assert.equal((await (await w.ben()).call('GET /api/me')).awaySince, awaySince)
  const { members } = await w.ada.call('GET /api/team')
  assert.deepEqual(
    members.map((member) => [member.name, member.awaySince]),
    [
      ['Ada', null],
      ['Ben', awaySince],
    ],
  )
})

test('who waits for somebody who is away reads it once, and everybody on duty sees that a person is needed', async () => {
  const { vic, chat } = await withRobin()
  await beAway(robin, true)
  assert.equal((await head(chat)).absence ?? null, null, 'nobody waits yet')
  await vic.say(chat, 'It still does not work')
  await vic.say(chat, 'Hello?')
  assert.deepEqual(
    (await lines(chat)).filter((text) => text.includes('away')),
    ['Ben is away right now. The rest of the team sees your message and answers you here.'],
  )
  assert.equal(await need(chat), 'missed')
  await w.ada.takeOver(chat, robin.person.id)
  assert.equal(await need(chat), 'owed')
})

test('who waits already when the person goes is told then, and is theirs again when they are back', async () => {
  const { vic, chat } = await withRobin()
  await vic.say(chat, 'It still does not work')
  await beAway(robin, true)
  assert.equal((await head(chat)).absence?.operator.id, robin.person.id)
  await beAway(robin, false)
  assert.equal((await head(chat)).absence, null)
  assert.equal(await need(chat), 'owed')
})

test('with nobody on duty the visitor reads when answers come, in the words of the workspace', async () => {
  await w.ada.call('PUT /api/workspace', {
    body: { typingPreview: false, answerTimes: 'We answer on weekdays from 9 to 17.' },
  })
  const { vic, chat } = await withRobin()
  for (const each of [w.ada, robin]) await beAway(each, true)
  await vic.say(chat, 'It still does not work')
  assert.ok(
    (await lines(chat)).includes(
      'Ben is away right now. Your message is kept. We answer on weekdays from 9 to 17.',
    ),
  )
  const other = await w.visitor()
  const asked = await other.open()
  await other.askForHuman(asked)
  assert.match((await lines(asked)).at(-1)!, /^Nobody from the team is here.* We answer on weekdays from 9 to 17\./)
})

test('outside of business hours whoever wants a person reads when the team is there again, in their language', async () => {
  const closedToday = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }])
  const today = new Date().toISOString().slice(0, 10)
  const keep = (holidays: string[]) =>
    w.ada.call('PUT /api/workspace', {
      body: { typingPreview: false, answerTimes: '', hours: { zone: 'UTC', week: closedToday, holidays } },
    })
  const asked = async () => {
    const vic = await w.visitor()
    const chat = await vic.open()
    await vic.askForHuman(chat)
    return (await lines(chat)).at(-1)!
  }
  await keep([])
  assert.match(await asked(), /^We have asked a person to join/)
  const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10)
  await keep([today, tomorrow])
  const line = await asked()
  assert.match(
    line,
    /^Nobody from the team is here right now.* The team is back on \w+day,? \d+ \w+.* 00:00 (UTC|GMT)\./,
  )
  await assert.rejects(keep(['someday']), /400/)
})
