import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

test('Enter that ends a composition in Safari sends nothing of an operator, and Enter sends', async () => {
  const { vic, ada } = await s.watched()
  await ada.follow(vic.id)
  await ada.takeOver.click()
  await vic.line('Ada joined').waitFor()
  const field = ada.page.getByRole('textbox', { name: 'Reply to the visitor' })
  await field.fill('かんじ')
  await field.evaluate((element) =>
    element.dispatchEvent(
      Object.defineProperty(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: false }),
        'keyCode',
        { value: 229 },
      ),
    ),
  )
  assert.equal(await field.inputValue(), 'かんじ')
  await field.press('Enter')
  await vic.line('かんじ').waitFor()
  assert.equal(await vic.log.locator('.said.operator').count(), 1)
})

test('a question of the AI that is answered with yes or no is answered with a tap', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('What is the airspeed of an unladen swallow?')
  const taps = vic.log.getByRole('list', { name: 'Quick replies' })
  await taps.getByRole('button', { name: 'Yes' }).waitFor()
  await taps.getByRole('button', { name: 'No' }).click()
  await vic.mine(/^No$/).waitFor()
  await becomes(() => taps.count(), 0)
})

test('on a phone the panel stands in what the keyboard leaves to see, and the field above the keyboard', async () => {
  const vic = await s.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await vic.page.evaluate(() => {
    const view = Object.assign(new EventTarget(), { scale: 1, offsetTop: 0, height: 844 })
    Object.defineProperty(window, 'visualViewport', { value: view })
  })
  await vic.open()
  await vic.field.click()
  await vic.page.evaluate(() => {
    Object.assign(window.visualViewport!, { offsetTop: 40, height: 460 })
    window.visualViewport!.dispatchEvent(new Event('resize'))
  })
  await becomes(
    async () => JSON.stringify(await vic.panel.boundingBox()),
    '{"x":0,"y":40,"width":390,"height":460}',
  )
  const { y, height } = (await vic.field.boundingBox())!
  assert.ok(y + height <= 500, 'the field is above the keyboard')
})
