import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { fold } from '../../server/db/fold.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({ overrides: { timing: { closeGraceMs: 0, sweepIntervalMs: 30 } } })
})
after(() => w.close())

async function asks(name: string, text: string) {
  const vic = await w.visitor({ userId: newId(), userTraits: { name } })
  const chat = await vic.open()
  await vic.say(chat, text)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'the answer')
  return { vic, chat }
}

async function ended(name: string, text: string): Promise<string> {
  const { vic, chat } = await asks(name, text)
  await vic.call('POST /api/widget/conversations/:id/leave', {
    params: { id: chat },
    body: { token: vic.token, how: 'closed' },
  })
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  return chat
}

async function ticketOf(name: string, text: string): Promise<string> {
  const { vic, chat } = await asks(name, text)
  await vic.askForHuman(chat)
  return chat
}

const completed = async (text: string) =>
  (await w.ada.call('GET /api/conversations', { query: { text } })).conversations.map(({ id }) => id)
const tickets = async (text: string) =>
  (await w.ada.call('GET /api/tickets', { query: { view: 'all', text } })).tickets.map((row) => row.conversationId)
const contacts = async (text: string) =>
  (await w.ada.call('GET /api/contacts', { query: { text } })).contacts.map(({ name }) => name)

test('words are found in any case, with accents or without, under Completed, Tickets and Contacts', async () => {
  const german = await ended('Jürgen Größe', 'Wo bleibt meine ÜBERWEISUNG?')
  const french = await ended('Élodie Œuvrard', 'Où est ma commande 4711-%-A?')
  const russian = await ended('Алёна', 'Где мой Заказ?')
  for (const word of ['ÜBERWEISUNG', 'überweisung', 'Uberweisung', 'GRÖSSE', 'größe'])
    assert.deepEqual(await completed(word), [german], word)
  for (const word of ['Élodie', 'ÉLODIE', 'elodie', 'oeuvrard'])
    assert.deepEqual([await completed(word), await contacts(word)], [[french], ['Élodie Œuvrard']], word)
  for (const word of ['Заказ', 'ЗАКАЗ', 'алена']) assert.deepEqual(await completed(word), [russian], word)
  assert.deepEqual(await completed('4711-%-a'), [french])
  assert.deepEqual(await completed('4711_%'), [])
})

test('a ticket is found by what stands in its conversation', async () => {
  const chat = await ticketOf('Nora', 'My order is HX-90817, where is it?')
  const other = await ticketOf('Noah', 'My order is HX-11111, where is it?')
  assert.deepEqual(await tickets('hx-90817'), [chat])
  assert.deepEqual((await tickets('hx- ORDER')).toSorted(), [chat, other].toSorted())
})

test('the database folds as the program does', async () => {
  const letters = Array.from({ length: 0x590 - 0x20 }, (_, at) => String.fromCodePoint(at + 0x20))
  const samples = [
    ...letters,
    'İSTANBUL',
    'ẞ',
    'ΟΔΌΣ',
    'ﬁn',
    'Ｈａｌｏ',
    '한국어',
    'がぎ',
    'ไทย',
    '😀',
    'nai\u0308ve',
  ]
  const wrong: string[] = []
  for (const text of samples) {
    const { rows } = await sql<{ got: string }>`select folded(${text}) as got`.execute(w.halo.ctx.db.reads)
    if (rows[0]!.got !== fold(text)) wrong.push(`${text}: ${rows[0]!.got} is not ${fold(text)}`)
  }
  assert.deepEqual(wrong, [])
})
