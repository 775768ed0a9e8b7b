import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 40 })
})
afterEach(() => s.clear())
after(() => s.close())

test('the answer streams word by word on both sides, and ends with the same words and sources', async () => {
  const { vic, ada } = await s.watched()
  await vic.say('How long does shipping take?')
  await Promise.all([vic.draft.waitFor(), ada.draft.waitFor()])
  assert.equal(
    (await vic.answer('costs 3.90').count()) + (await ada.said('costs 3.90').count()),
    0,
    'neither side has the end yet',
  )
  await vic.answer('costs 3.90').waitFor()
  await ada.said('costs 3.90').getByRole('button', { name: 'Why?' }).waitFor()
  for (const log of [vic.log, ada.transcript]) {
    const source = log
      .getByRole('list', { name: 'Sources' })
      .getByRole('link', { name: 'Shipping and delivery times' })
    await becomes(() => source.getAttribute('href'), 'https://northwind.example/help/shipping')
  }
  await ada.said('costs 3.90').getByRole('button', { name: 'Why?' }).click()
  const saw = ada.page.getByRole('dialog', { name: 'What the AI saw' })
  await saw.getByText('In the order of authority').waitFor()
  await saw.locator('summary').filter({ hasText: 'Knowledge' }).click()
  await saw.getByText('Standard shipping takes two to three working days').first().waitFor()
  await ada.page.keyboard.press('Escape')
  await saw.waitFor({ state: 'hidden' })
})

test('the operator sees that the visitor is typing, and the visitor that a person is', async () => {
  const { vic, ada } = await s.watched()
  await vic.field.pressSequentially('Hm')
  await ada.page.getByText('Anonymous is typing').waitFor()
  await ada.takeOver.click()
  await ada.replyField.pressSequentially('One moment')
  await vic.log.getByRole('img', { name: 'Ada is writing' }).waitFor()
})

test('a whisper waits, is used in the next reply once, and leaves no trace with the visitor', async () => {
  const { vic, ada } = await s.watched()
  await ada.page.getByText('The visitor never sees this').waitFor()
  await ada.whisper('Ask for the order number')
  await ada.transcript.getByText('Waiting for the next reply').waitFor()
  await ada.transcript.getByText('Ada whispered to the AI').waitFor()
  await vic.say('Where is my parcel?')
  await vic.answer(/order number/i).waitFor()
  await ada.transcript.getByRole('button', { name: 'Used in this reply' }).waitFor()
  const markup = await vic.markup()
  assert.doesNotMatch(markup, /Ask for the order number/)
  assert.doesNotMatch(markup, /whisper/i)
  await vic.say('Do you ship to Norway?')
  await vic.answer('Norway').waitFor()
  assert.doesNotMatch(await vic.answer('Norway').innerText(), /order number/i)
})

test('a waiting whisper can be withdrawn, and the AI never follows it', async () => {
  const { vic, ada } = await s.watched()
  await ada.whisper('Tell them about the grinder sale')
  await ada.transcript.getByRole('button', { name: 'Withdraw' }).click()
  await ada.transcript.getByText('Withdrawn', { exact: true }).waitFor()
  await vic.say('Where is my parcel?')
  await vic.log.getByRole('list', { name: 'Sources' }).waitFor()
  assert.doesNotMatch(await vic.log.innerText(), /sale/i)
})

test('the two writing fields keep a draft each, and each conversation its own', async () => {
  const { vic, ada } = await s.watched()
  const other = await (await s.visitor()).open()
  await ada.whisperField.fill('for the AI')
  await ada.page.getByRole('button', { name: /^Reply/ }).click()
  await ada.replyField.fill('for the visitor')
  await ada.row(other.id).click()
  await ada.page.waitForURL(`**/${other.id}*`)
  await becomes(() => ada.whisperField.inputValue(), '', 'an AI conversation begins with Inbox training')
  await ada.row(vic.id).click()
  await ada.page.waitForURL(`**/${vic.id}*`)
  await becomes(() => ada.whisperField.inputValue(), 'for the AI')
  await ada.page.getByRole('button', { name: /^Reply/ }).click()
  await becomes(() => ada.replyField.inputValue(), 'for the visitor')
  assert.equal(await vic.line('for the visitor').count(), 0)
})

test('who reads further up is left alone and told that there is more; who is at the end stays there', async () => {
  const { vic, ada } = await s.watched()
  await vic.say(Array.from({ length: 80 }, (_, line) => `Line ${line}`).join('\n'))
  await vic.answer(/./).nth(1).waitFor()
  await ada.said('Why?').waitFor()
  assert.ok(await ada.said('Why?').isVisible())
  for (const log of [vic.log, ada.transcript]) {
    const toEnd = () =>
      log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
    assert.ok((await toEnd()) < 40, 'at the end')
    await log.hover()
    await log.page().mouse.wheel(0, -600)
    await log
      .page()
      .waitForFunction(
        (element) => element!.scrollHeight - element!.scrollTop - element!.clientHeight > 100,
        await log.elementHandle(),
      )
  }
  await ada.whisper('Keep it short')
  await ada.transcript.getByText('Waiting for the next reply').waitFor()
  assert.ok(
    await ada.transcript.evaluate(
      ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 40,
    ),
    'what one writes oneself one sees',
  )
  await s.world.ada.reply(vic.id, 'Something new')
  const newer = vic.panel.getByRole('button', { name: 'New messages' })
  await newer.click()
  await newer.waitFor({ state: 'detached' })
})
