import { after, afterEach, before, test } from 'node:test'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

test('the dashboard speaks the language that its browser keeps, and English where that says nothing yet', async () => {
  const { page } = await s.operator()
  await page.getByRole('link', { name: 'Completed' }).waitFor()
  await page.evaluate(() => localStorage.setItem('halo-language', 'de'))
  await page.reload()
  await page.getByRole('link', { name: 'Abgeschlossen' }).waitFor()
  await page.getByRole('link', { name: 'Alle Tickets' }).waitFor()
  await page.getByRole('link', { name: 'Live Feed' }).waitFor()
  await page.getByRole('link', { name: 'Posteingang' }).waitFor()

  await page.evaluate(() => localStorage.setItem('halo-language', 'xx'))
  await page.reload()
  await page.getByRole('link', { name: 'Completed' }).waitFor()
})
