import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import type { OperatorPage } from './operator-page.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5 })
})
afterEach(() => s.clear())
after(() => s.close())

const palette = (page: Page) => page.getByRole('combobox', { name: /^Find a screen/ })
const active = async (page: Page) =>
  page.locator(`[id="${await palette(page).getAttribute('aria-activedescendant')}"]`)
/** The AI has said something, and it can be judged. */
const answered = ({ page }: OperatorPage) => page.getByRole('button', { name: 'Good answer' }).waitFor()

test('the palette goes to screens by a few letters, by keyboard alone, and gives the focus back', async () => {
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.press('Control+k')
  await palette(page).waitFor()
  assert.ok(await palette(page).evaluate((field) => field === document.activeElement))
  await page.keyboard.press('Escape')
  await palette(page).waitFor({ state: 'detached' })
  assert.ok(
    await page.getByRole('searchbox').evaluate((field) => field === document.activeElement),
    'the focus is where it was',
  )

  await page.keyboard.press('Control+k')
  await page.keyboard.type('corr')
  await becomes(async () => (await active(page)).textContent(), /^Go to: Corrections Knowledge/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Corrections', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('qqqq')
  await page.getByText('Nothing here by that name').waitFor()
})

test('the palette finds a conversation by its visitor, live or over, and opens it', async () => {
  const halo = s.world
  const zoe = await halo.visitor({ userId: 'zoe', userTraits: { name: 'Zoë Lang' } })
  const id = await zoe.open()
  const { page, transcript } = await s.operator()
  await page.goto(`${halo.url}/tickets`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zo')
  await page.getByRole('option', { name: /^Conversations: Zoë Lang/ }).waitFor()
  while (!/Zoë/.test((await (await active(page)).textContent())!)) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await transcript.waitFor()
  assert.match(page.url(), new RegExp(`/inbox/live/${id}$`))
})

test('everything about the open conversation can be done from the palette: whisper, rate, take over, hand back', async () => {
  const { vic, ada } = await s.watched()
  const { page } = ada
  await vic.say('Which cards do you accept?')
  await answered(ada)
  const choose = async (letters: string) => {
    await page.keyboard.press('Control+k')
    await palette(page).waitFor()
    await page.keyboard.type(letters)
    await page.keyboard.press('Enter')
    await palette(page).waitFor({ state: 'detached' })
  }
  await choose('write inbox')
  await ada.whisperField.and(page.locator(':focus')).waitFor()
  await page.keyboard.type('ask for the order number')
  await becomes(() => ada.whisperField.inputValue(), 'ask for the order number')
  await page.keyboard.press('Escape')

  await choose('answer bad')
  await page.getByRole('button', { name: 'Bad answer', pressed: true }).waitFor()
  await page.keyboard.press('Shift+B')
  await page.getByRole('button', { name: 'Bad answer', pressed: true }).waitFor({ state: 'detached' })

  await choose('take over')
  await ada.handBack.waitFor()
  await page.keyboard.press('Control+k')
  assert.equal(
    await page.getByRole('option', { name: /Take Over Chat/ }).count(),
    0,
    'what cannot be done now is not offered',
  )
  await page.keyboard.press('Escape')
  await palette(page).waitFor({ state: 'detached' })
  // The focus goes back to where it was a moment after the palette is gone, and letters are words there.
  await eventually(async () => {
    if (await ada.handBackNote.isVisible()) return true
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+H')
    return ada.handBackNote.isVisible()
  }, 'the note for the AI')
  await ada.handBackNote.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await ada.takeOver.waitFor()
  await choose('see why')
  await page.getByRole('dialog', { name: /saw/i }).waitFor()
})

test('the shortcut sheet lists every key, each goes where it says, and single letters can be switched off', async () => {
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  const go = async (letter: string, heading: string) => {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  }
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const places = await sheet
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Go to' }) })
    .locator('dl > div')
    .evaluateAll((lines) =>
      lines.map((line) => ({
        name: line.querySelector('dt')!.textContent!,
        keys: [...line.querySelectorAll('kbd')].map((key) => key.textContent!.toLowerCase()),
      })),
    )
  assert.ok(places.length >= 10)
  await page.keyboard.press('Escape')
  // As long as the sheet fades, the keys are still its own.
  await sheet.waitFor({ state: 'detached' })
  const links = page.getByRole('link')
  for (const {
    name,
    keys: [first, second],
  } of places) {
    assert.equal(first, 'g')
    await page.keyboard.press('g')
    await page.keyboard.press(second!)
    await links.and(page.locator('[aria-current=page]')).filter({ hasText: name }).waitFor()
  }

  await page.keyboard.press('?')
  await sheet.getByRole('switch', { name: /Single letters/ }).click()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await palette(page).waitFor()
  await becomes(() => sheet.count(), 0, '"?" does nothing any more, ⌘K still does')
  await page.keyboard.type('keyboard')
  await page.keyboard.press('Enter')
  await sheet.getByRole('switch', { name: /Single letters/ }).click()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await go('t', 'Tickets')
})

test('on a phone list, transcript and side are steps, forth and back, and nothing is wider than the screen', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('Which cards do you accept?')
  const ada = await s.operator(s.world.ada, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  })
  const { page } = ada
  const fits = async (where: string) =>
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), where)
  await ada.row(vic.id).waitFor()
  await fits('the list')
  await ada.row(vic.id).tap()
  await answered(ada)
  assert.ok(!(await ada.feed.isVisible()))
  await fits('the transcript')
  await page.getByRole('button', { name: 'About this visitor' }).tap()
  await page.getByRole('dialog', { name: 'About this visitor' }).waitFor()
  await fits('the side')
  await page.getByRole('button', { name: 'Close' }).tap()
  await page.getByRole('link', { name: 'Back to the list' }).tap()
  await ada.row(vic.id).waitFor()
  await page.getByRole('button', { name: 'Menu' }).tap()
  await page.getByRole('dialog', { name: 'Halo' }).getByRole('link', { name: 'Completed' }).tap()
  await page.getByRole('heading', { name: 'Completed' }).waitFor()
  await fits('Completed')
})

test("times are in the operator's zone, and tell exactly when", async () => {
  const { vic, ada } = await s.watched()
  await vic.say('Which cards do you accept?')
  await answered(ada)
  const at = Date.parse((await ada.said('Which cards').locator('time').first().getAttribute('datetime'))!)
  const far = await s.operator(s.world.ada, { timezoneId: 'Asia/Tokyo' })
  await far.follow(vic.id)
  const time = far.said('Which cards').locator('time').first()
  const tokyo = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', ...parts }).format(at)
  await becomes(() => time.innerText(), tokyo({ hour: '2-digit', minute: '2-digit' }))
  await becomes(() => time.getAttribute('title'), tokyo({ dateStyle: 'full', timeStyle: 'long' }))
})

test('who wants no motion gets none', async () => {
  const { vic, ada } = await s.watched()
  const { page } = ada
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await vic.say('Which cards do you accept?')
  await answered(ada)
  assert.equal(await moving(), 0)
})

test('a wait is shown when it is long enough to be noticed, and not before', async () => {
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  let answer = () => {}
  await page.route('**/api/tickets', (route) => {
    answer = () => void route.continue()
  })
  const bar = page.getByRole('progressbar', { name: 'Waiting for Halo' })
  // What the first screen waits for is another wait.
  await page.waitForLoadState('networkidle')
  await bar.waitFor({ state: 'detached' })
  // The line is there or not at each frame from the click on; the page itself keeps the time. What the pointer is over is fetched already.
  await page.evaluate(() => {
    const seen = { clickedAt: 0, shownAt: 0 }
    Object.assign(window, { seen })
    for (const began of ['pointerover', 'click'])
      addEventListener(began, () => (seen.clickedAt ||= performance.now()), true)
    new MutationObserver(() => {
      if (document.querySelector('[role=progressbar]')) seen.shownAt ||= performance.now()
    }).observe(document.body, { childList: true, subtree: true })
  })
  await goTo(page, 'All tickets')
  await bar.waitFor()
  const { clickedAt, shownAt } = await page.evaluate(
    () => (window as unknown as { seen: { clickedAt: number; shownAt: number } }).seen,
  )
  assert.ok(shownAt - clickedAt >= 300, `shown after ${shownAt - clickedAt} ms`)
  answer()
  await bar.waitFor({ state: 'detached' })
})

test('what cannot be read says what happened and can be tried again', async () => {
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  for (const { to, api } of [
    { to: '/tickets', api: '**/api/tickets' },
    { to: '/knowledge', api: '**/api/articles*' },
    { to: '/agents', api: '**/api/agents' },
    { to: '/inbox/completed', api: '**/api/conversations?*' },
  ]) {
    let broken = true
    await page.route(api, (route) => (broken ? route.abort() : route.continue()))
    await page.goto(s.world.url + to)
    const alert = page.getByRole('alert').filter({ hasText: 'Halo could not be reached' })
    await alert.waitFor()
    broken = false
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
  }
})
