import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openSite } from '../site.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, timing: { crawlPauseMs: 0, sweepIntervalMs: 50 } })
})
afterEach(() => on.clear())
after(() => on.close())

const page = (title: string, words: string, links = '') =>
  `<html><body><main><h1>${title}</h1><p>${words} ${'It is written here at some length so that it counts as a page. '.repeat(4)}</p>${links}</main></body></html>`

test('a site is added, read before the operator’s eyes, and what could not be read is listed with its reason', async () => {
  await using site = await openSite({
    '/': page('Help', 'Start.', '<a href="/zebra">z</a><a href="/gone">g</a>'),
    '/zebra': page('Zebras', 'A zebra costs nine coins.'),
  })
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/knowledge/data`)
  await ada.page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = ada.page.getByRole('dialog')
  await dialog.getByText('Site', { exact: true }).click()
  await dialog.getByLabel('Address').fill(site.url)
  await dialog.getByRole('button', { name: 'Add' }).click()
  const pages = ada.page.getByRole('list', { name: 'Pages' })
  // As a word: the port of the site may hold the same digits.
  await pages
    .getByRole('listitem')
    .filter({ hasText: /\b404\b/ })
    .waitFor()
  await pages.getByRole('listitem').filter({ hasText: 'Zebras' }).getByText('Read').waitFor()

  site.pages['/gone'] = page('Found', 'It is here now.')
  await ada.page.getByRole('button', { name: 'Read the failed ones again' }).click()
  await pages.getByRole('listitem').filter({ hasText: 'Found' }).getByText('Read').waitFor()

  await ada.page.getByLabel('Search names, addresses and texts').fill('nine coins')
  await ada.page.getByRole('button', { name: 'Remove' }).click()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await ada.page
    .getByRole('button', { name: /2 passages|passages/ })
    .first()
    .waitFor()
})

test('files are uploaded; one that cannot be read says why', async () => {
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/knowledge/data`)
  await ada.page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = ada.page.getByRole('dialog')
  await dialog.getByText('Files', { exact: true }).click()
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await dialog
    .getByLabel('Files', { exact: true })
    .last()
    .setInputFiles([file('big.txt', 'x'.repeat(11 * 1024 * 1024))])
  await dialog.getByText('big.txt: larger than 10 MB').waitFor()
  await dialog
    .getByLabel('Files', { exact: true })
    .last()
    .setInputFiles([file('scan.pdf', 'no pdf at all')])
  await ada.page.getByRole('alert').filter({ hasText: 'This is called a PDF and is none.' }).waitFor()
  assert.equal(
    await ada.page.getByRole('button', { name: 'Read again' }).count(),
    0,
    'a file is not kept, so it is not read again',
  )
})
