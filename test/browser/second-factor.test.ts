import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { totp } from '../totp.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage()
})
afterEach(() => on.clear())
after(() => on.close())

test('where everybody needs a second factor, a colleague without one turns it on before anything else', async () => {
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/team`)
  const demanded = ada.page.getByRole('switch', { name: 'Everybody needs a second factor' })
  await demanded.click()
  await ada.page.getByText('Turn on your own second factor first.').waitFor()

  const turnOn = async (page: Page) => {
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await page.getByRole('button', { name: 'Go on' }).click()
    const secret = await page.locator('form code').first().textContent()
    await page.getByRole('textbox', { name: 'Code' }).fill(totp(secret!))
    await page.getByRole('button', { name: 'Turn on' }).click()
  }
  const ben = await on.operator(await on.world.ben())
  await ben.page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  await ada.page.goto(`${on.world.url}/account`)
  await turnOn(ada.page)
  await ada.page.getByRole('button', { name: 'Turn off' }).waitFor()
  await ada.page.goto(`${on.world.url}/team`)
  await demanded.click()
  await demanded.and(ada.page.locator('[aria-checked=true]')).waitFor()

  await ben.page.reload()
  await ben.page.getByRole('heading', { name: 'A second factor is needed' }).waitFor()
  await turnOn(ben.page)
  await ben.page.getByRole('heading', { name: 'Live Feed' }).waitFor()
})
