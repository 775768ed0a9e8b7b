import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 0 })
})
afterEach(() => s.clear())
after(() => s.close())

test('beside each thing that an answer rests on stands what would have been said without it', async () => {
  const ada = await s.operator()
  const question = 'What is your refund policy?'
  await s.world.ada.call('POST /api/corrections', {
    body: { id: newId(), question, answer: 'Refunds within 45 days.', scope: 'everyone' },
  })
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await ada.follow(chat)
  await vic.say(chat, question)
  await ada.transcript.getByText('Refunds within 45 days.').waitFor()
  await ada.transcript.getByRole('button', { name: 'Why?' }).click()
  const saw = ada.page.getByRole('dialog', { name: 'What the AI saw' })
  const trained = saw.getByRole('listitem').filter({ hasText: 'corrected an earlier answer' }).last()
  await trained.getByRole('button', { name: 'Without this' }).click()
  await trained.getByText('It would say:').waitFor()
  await trained
    .getByRole('region', { name: 'Without this' })
    .getByText(/refund/i)
    .waitFor()
  await trained.getByText('It would say the same.').waitFor({ state: 'detached' })
  if (process.env.SHOT) await ada.page.screenshot({ path: process.env.SHOT })
})

test('while a whisper is typed, the answer with it stands below it, and it is sent only with Enter', async () => {
  const ada = await s.operator()
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await ada.follow(chat)
  await vic.say(chat, 'Do you ship to Norway?')
  await ada.transcript.getByRole('button', { name: 'Why?' }).waitFor()
  await ada.page.keyboard.press('w')
  const field = ada.page.getByRole('textbox', { name: /^Inbox training/ })
  await field.fill('tell them that the sale ends on Friday')
  const preview = ada.page.getByRole('region', { name: 'The reply with this' })
  await preview.getByText('With this, to “Do you ship to Norway?”:').waitFor()
  await preview.getByText(/sale ends on Friday/).waitFor()
  if (process.env.SHOT) await ada.page.screenshot({ path: process.env.SHOT.replace('.png', '-whisper.png') })
  await field.fill('')
  await preview.waitFor({ state: 'detached' })
})

test('the editor of a correction says which answers would be others, and shows them', async () => {
  const ada = await s.operator()
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await ada.follow(chat)
  await vic.say(chat, 'Which colours does the tea cosy come in?')
  await ada.transcript.getByRole('button', { name: 'Add Correction' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Add correction' })
  await dialog.getByLabel('What it should have said').fill('The tea cosy comes in red.')
  const effect = dialog.getByRole('region', { name: 'What would change' })
  await effect.getByText(/Of the last \d+ answers 1 would change: 1 would say this\./).waitFor()
  await effect.getByText('See it').click()
  await effect.getByText('Today').waitFor()
  if (process.env.SHOT) await ada.page.screenshot({ path: process.env.SHOT.replace('.png', '-effect.png') })
})
