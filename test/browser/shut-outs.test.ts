import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 0, timing: { closeGraceMs: 600_000 } })
})
afterEach(() => on.clear())
after(() => on.close())

const sentence = 'You cannot use this chat at the moment.'

test('an operator shuts a visitor out from the menu; the panel says so in one sentence, before and after a reload; under Privacy they are let in', async () => {
  const { vic, ada } = await on.watched()
  await vic.say('How long does shipping take?')
  await ada.page.getByRole('button', { name: 'Conversation menu' }).click()
  await ada.page.getByRole('menuitem', { name: 'Shut out…' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Shut out' })
  await dialog.getByText('Everybody from 127.0.0.0/24').waitFor()
  const shut = dialog.getByRole('button', { name: 'Shut out' })
  assert.equal(await shut.isDisabled(), true, 'without a reason nobody is shut out')
  await dialog.getByRole('textbox', { name: 'Why' }).fill('Nothing but insults')
  await shut.click()
  await ada.page.getByText('Shut out by an operator').waitFor()

  await vic.panel.getByText(sentence).waitFor()
  assert.equal(await vic.panel.getByRole('textbox').count(), 0)
  assert.equal((await vic.markup()).includes('insults'), false)
  await vic.page.reload()
  await vic.panel.getByText(sentence).waitFor()

  await goTo(ada.page, 'Privacy')
  const list = ada.page.getByRole('list', { name: 'Shut out' })
  await list.getByText('Nothing but insults').waitFor()
  await list.getByRole('button', { name: 'Let An anonymous visitor in' }).click()
  await ada.page.getByText('Nobody is shut out.').waitFor()
  await vic.page.getByRole('button', { name: 'Close chat' }).first().click()
  await vic.page.reload()
  await vic.open()
  await vic.say('Thank you')
  await eventually(
    async () =>
      (await on.world.halo.ctx.db.reads.selectFrom('messages').select('text').execute()).some(
        ({ text }) => text === 'Thank you',
      ),
    'the words of whoever was let in',
  )
})
