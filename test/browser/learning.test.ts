import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 2 })
})
afterEach(() => s.clear())
after(() => s.close())

const sure = 'Which grind size suits the Tarantella moka pot for four cups on an induction stove'

test('a correction shows what it learned: a match is judged, turned round, removed and put back', async () => {
  const { correction } = await s.world.ada.call('POST /api/corrections', {
    body: { id: newId(), question: `${sure}?`, answer: 'Grind it fine, not powdery.', scope: 'everyone' },
  })
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, `${sure}, upstairs?`)
  await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ text }) => text.includes('not powdery')),
    'the corrected answer',
  )
  const ada = await s.operator()
  await ada.page.goto(`${s.world.halo.url}/knowledge/corrections?open=${correction.id}`)
  const row = ada.page.getByRole('listitem').filter({ hasText: sure }).first()
  await row.getByText('Nothing learned yet').waitFor()
  const replies = row.getByRole('region', { name: 'Replies' })
  await replies.getByRole('button', { name: /^Wrong match for/ }).click()
  const [answers, not] = [
    row.getByRole('region', { name: 'Also answers' }),
    row.getByRole('region', { name: 'Does not answer' }),
  ]
  await not.getByText(`${sure}, upstairs?`).waitFor()
  await replies.getByRole('button', { name: /^Wrong match for/, pressed: true }).waitFor()

  await not.getByRole('button', { name: /^Right match/ }).click()
  await answers.getByText(`${sure}, upstairs?`).waitFor()
  await ada.page.getByRole('button', { name: 'Undo' }).last().click()
  await not.getByText(`${sure}, upstairs?`).waitFor()
  await not.getByRole('button', { name: /^Remove/ }).click()
  await not.getByRole('button', { name: /^Put back/ }).click()
  await not.getByRole('button', { name: /^Remove/ }).waitFor()

  await row.getByLabel('Another way to ask this').fill('moka pot grind')
  await row.getByRole('button', { name: 'Add', exact: true }).click()
  await answers.getByText('moka pot grind').waitFor()
  await row.getByLabel('Another way to ask this').fill(sure)
  await row.getByRole('button', { name: 'Add', exact: true }).click()
  await row.getByText('This is the question of the correction itself').waitFor()
})

test('the bands are shown with what they were measured to do, moved, and reset', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.halo.url}/settings/workspace`)
  const part = ada.page.getByRole('region', { name: 'Matching of corrections' })
  await part.getByText(/right answers among the sure ones/).waitFor()
  const measured = await part.getByLabel('Answers from').inputValue()
  await part.getByLabel('Answers from').fill('0.91')
  await part.getByRole('button', { name: 'Save' }).click()
  await part.getByRole('button', { name: 'Reset to measured' }).click()
  await part.getByRole('button', { name: 'Reset to measured' }).waitFor({ state: 'hidden' })
  await becomes(() => part.getByLabel('Answers from').inputValue(), measured)
  await ada.page.getByRole('button', { name: 'Undo' }).last().click()
  await part.getByRole('button', { name: 'Reset to measured' }).waitFor()
  await becomes(() => part.getByLabel('Answers from').inputValue(), '0.91')
})
