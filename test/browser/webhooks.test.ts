import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openSite } from '../site.ts'
import { eventually } from '../world.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
let site: Awaited<ReturnType<typeof openSite>>
let heard: { id: string; body: string }[] = []
let answer = 204
before(async () => {
  site = await openSite({
    '/hook': async (request, response) => {
      heard.push({ id: String(request.headers['webhook-id']), body: (await request.toArray()).join('') })
      response.writeHead(answer).end()
    },
  })
  on = await stage({
    pace: 0,
    env: { HALO_FETCH_PRIVATE: '127.0.0.1' },
    timing: { sweepIntervalMs: 30, alertRetryMs: 20 },
  })
})
afterEach(() => on.clear())
after(async () => {
  await on.close()
  await site[Symbol.asyncDispose]()
})

async function say(text: string): Promise<void> {
  const vic = await on.world.visitor()
  await vic.say(await vic.open(), text)
}

test('an admin adds a webhook, sees its deliveries, is told when it is given up on, and has it go on', async () => {
  const { page } = await on.operator()
  await goTo(page, 'Webhooks')
  await page.getByRole('button', { name: 'New webhook' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New webhook' })
  await dialog.getByRole('textbox', { name: 'Address' }).fill(`${site.url}/hook`)
  await dialog.getByRole('button', { name: 'Add' }).press('Enter')
  await dialog.getByText('Choose what it is told of.').waitFor()
  await dialog.getByRole('checkbox', { name: 'conversation.started' }).press('Space')
  await dialog.getByRole('button', { name: 'Add' }).press('Enter')
  const secret = (await dialog.getByLabel('Secret').textContent())!
  assert.match(secret, /^whsec_/)
  await page.keyboard.press('Escape')

  const row = page
    .getByRole('list', { name: 'Webhooks' })
    .getByRole('listitem')
    .filter({ hasText: site.url })
    .first()
  await row.getByText('Told of everything so far').waitFor()
  assert.ok(!(await page.content()).includes(secret.slice(8)))
  await say('Hello')
  await eventually(async () => heard.length === 1, 'an event')
  await row.getByRole('button', { name: /^Deliveries to/ }).click()
  const deliveries = page.getByRole('list', { name: /^Deliveries to/ }).getByRole('listitem')
  await deliveries
    .filter({ hasText: 'Delivered' })
    .getByRole('button', { name: /^Send conversation.started/ })
    .click()
  await eventually(async () => heard.length === 2, 'the same again')
  assert.equal(heard[0]!.id, heard[1]!.id)

  answer = 410
  await say('Hello again')
  await page
    .getByRole('list', { name: /^Given up on at/ })
    .getByText('conversation.started')
    .waitFor()
  await row
    .getByRole('alert')
    .getByText(/it is told nothing more: .*410/)
    .waitFor()
  answer = 204
  heard = []
  await row.getByRole('button', { name: /^Go on with/ }).click()
  await eventually(async () => heard.length === 1, 'what was missed')
  await row.getByText('Told of everything so far').waitFor()

  heard = []
  await row.getByLabel('Tell again since').fill('2026-01-01T00:00')
  await row.getByRole('button', { name: 'Tell again' }).click()
  await eventually(async () => heard.length === 2, 'everything again')

  await row.getByRole('button', { name: /^Remove/ }).click()
  await page.getByText('No webhooks yet').waitFor()
})
