import { after, afterEach, before, test } from 'node:test'
import { totp } from '../totp.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { OperatorPage } from './operator-page.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage()
})
afterEach(() => on.clear())
after(() => on.close())

test('an invited person follows the link, chooses a password, and finds the Live Feed; what they may not do is not done', async () => {
  const ada = await on.operator()
  await goTo(ada.page, 'Team')
  await ada.page.getByRole('button', { name: 'Invite' }).click()
  const dialog = ada.page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill('ivy@halo.test')
  await dialog.getByRole('combobox', { name: /^Inbox: none/ }).click()
  await ada.page.getByRole('option', { name: 'Inbox: view' }).click()
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const link = await dialog.getByText(/\/invite\?/).textContent()
  await dialog.getByRole('button', { name: 'Close' }).click()

  const page = await (await on.context()).newPage()
  await page.goto(link!)
  await page.getByRole('heading', { name: 'Ada invites you' }).waitFor()
  await page.getByLabel('Your name').fill('Ivy')
  await page.getByLabel('Password').fill('a long password')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()

  const vic = await on.visitor()
  await vic.open()
  const ivy = new OperatorPage(page)
  await ivy.follow(vic.id)
  await ivy.whisper('Be kind')
  await page
    .getByText(/You have no right to do this/)
    .first()
    .waitFor()

  await ada.page.reload()
  const row = ada.page
    .getByRole('list', { name: 'Members' })
    .getByRole('listitem')
    .filter({ hasText: 'ivy@halo.test' })
  await row.getByRole('combobox', { name: /Inbox: view/ }).click()
  await ada.page.getByRole('option', { name: 'Inbox: reply' }).click()
  await row.getByRole('combobox', { name: /Inbox: reply/ }).waitFor()
  await row.getByRole('button', { name: 'New password for Ivy' }).click()
  const reset = await ada.page
    .getByRole('dialog')
    .getByText(/\/reset\?/)
    .textContent()
  await ada.page.keyboard.press('Escape')
  await page.goto(reset!)
  await page.getByLabel('New password').fill('a longer password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('E-mail').fill('ivy@halo.test')
  await page.getByLabel('Password').fill('a longer password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()

  await row.getByRole('button', { name: 'Remove Ivy' }).click()
  await ada.page.getByText('Ivy removed').getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
})

test('a second factor is turned on with an authenticator, asked for at the next sign-in, and turned off', async () => {
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/account`)
  await ada.page.getByRole('button', { name: 'Turn on' }).click()
  await ada.page.getByLabel('Password', { exact: true }).fill('correct horse')
  await ada.page.getByRole('button', { name: 'Go on' }).click()
  await ada.page.getByRole('img', { name: /QR code/ }).waitFor()
  await becomes(() => ada.page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count(), 10)
  const secret = await ada.page.locator('form code').first().textContent()
  await ada.page.getByRole('textbox', { name: 'Code' }).fill(totp(secret!))
  await ada.page.getByRole('button', { name: 'Turn on' }).click()
  await ada.page.getByRole('button', { name: 'Turn off' }).waitFor()

  const page = await (await on.context()).newPage()
  await page.goto(`${on.world.url}/sign-in`)
  await page.getByLabel('E-mail').fill('ada@halo.test')
  await page.getByLabel('Password').fill('correct horse')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('000 000')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This code is not right').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(totp(secret!, 1))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()

  await ada.page.reload()
  await ada.page.getByRole('button', { name: 'Sign out' }).first().click()
  await ada.page.getByRole('button', { name: 'Turn off' }).click()
  await ada.page.getByLabel('Password', { exact: true }).fill('correct horse')
  await ada.page.getByRole('button', { name: 'Turn off' }).click()
  await ada.page.getByRole('button', { name: 'Turn on' }).waitFor()
})
