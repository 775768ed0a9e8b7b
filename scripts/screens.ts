import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { navigation } from '../dashboard/shell/navigation.ts'
import type { Customer } from '../demo/crowd/customers.ts'
import { shop } from '../demo/crowd/shop.ts'
import { Visit } from '../demo/crowd/visit.ts'
import { startDemo, type Demo } from '../demo/start.ts'
import type { Message, VisitorTranscript } from '../protocol/entities.ts'
import { newId } from '../server/ground/context.ts'
import { eventually } from '../test/world.ts'
import { requireBrowser } from './browser.ts'
import { buildOnce } from './build.ts'

/** Opens the demo, plays three scenes in it and takes the pictures of the documentation: `npm run screens`. */
const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url))
const desk = { width: 1440, height: 900 }
const phone = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true }

async function main(): Promise<void> {
  await buildOnce()
  mkdirSync(folder, { recursive: true })
  const data = await mkdtemp(join(tmpdir(), 'halo-screens-'))
  const demo = await startDemo({ folder: data, port: 0, seed: 1, visitors: 40 })
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: ['--no-sandbox', '--disable-lcd-text'],
  })
  try {
    const scenes = await playScenes(demo)
    await takePictures(demo, browser, scenes)
    scenes.visits.forEach((visit) => visit.close())
  } finally {
    await browser.close()
    await demo.close()
    await rm(data, { recursive: true, force: true })
  }
}

// ── The scenes ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Scenes {
  visits: Visit[]
  maya: string
  tom: string
  nadia: string
}

/** Three visitors who do exactly what the pictures are about, among forty who do as they like. */
async function playScenes(demo: Demo): Promise<Scenes> {
  const nadia = await playReviewed(demo)
  const [maya, tom] = [await playWhispered(demo), await playTakenOver(demo)]
  await eventually(
    async () => (await demo.sarah.call('GET /api/conversations')).conversations.length >= 12,
    'some who have left',
    180,
  )
  return { visits: [maya, tom], maya: maya.id, tom: tom.id, nadia: nadia.id }
}

async function playReviewed({ halo, sarah }: Demo): Promise<Visit> {
  const nadia = await Visit.begin(halo, customer('Nadia Keller', 'Duo'), shop.grinders)
  const answer = await ask(nadia, 'My grinder is jammed. What can I do?')
  await ask(nadia, 'That worked, thank you so much!')
  await nadia.leave('closed')
  const params = { id: nadia.id, messageId: answer.id }
  await eventually(
    async () => (await sarah.call('GET /api/conversations/:id', { params })).conversation.status === 'completed',
    'the end of the conversation',
    60,
  )
  await sarah.call('PUT /api/conversations/:id/messages/:messageId/rating', { params, body: { vote: 'up' } })
  const correction = {
    id: newId(),
    question: 'My grinder is jammed. What can I do?',
    answer: 'Unplug it, empty the hopper, and brush out the burrs. If it stays silent, we replace it within a day.',
    scope: 'everyone' as const,
  }
  await sarah.call('POST /api/conversations/:id/messages/:messageId/correction', { params, body: correction })
  await sarah.call('PUT /api/conversations/:id/note', {
    params,
    body: { text: 'Exactly what a first answer should look like. We say now how fast we replace.' },
  })
  return nadia
}

async function playWhispered({ halo, sarah }: Demo): Promise<Visit> {
  const maya = await Visit.begin(halo, customer('Maya Sorensen', 'Solo', 'Fjord Studio'), shop.orders)
  await ask(maya, 'How can I track my order?')
  const whisper = (text: string) =>
    sarah.call('POST /api/conversations/:id/whispers', { params: { id: maya.id }, body: { id: newId(), text } })
  await whisper('Apologise, and tell her that a lost parcel is sent again for free')
  await ask(maya, 'The tracking number says nothing since Friday. This is really frustrating.')
  await whisper('Ask for the order number')
  return maya
}

async function playTakenOver({ halo, sarah }: Demo): Promise<Visit> {
  const tom = await Visit.begin(halo, customer('Tom Becker', null), shop.warranty)
  const params = { id: tom.id }
  await ask(tom, 'My grinder stopped working after two weeks.')
  await ask(tom, 'This is ridiculous. I want my money back now!')
  await sarah.call('POST /api/conversations/:id/takeover', { params, body: {} })
  await sarah.call('POST /api/conversations/:id/messages', {
    params,
    body: {
      id: newId(),
      text: 'Hello Tom, I am sorry about this. Your grinder is under guarantee; I can send a new one today. Is your address still the same?',
    },
  })
  await tom.say('Yes, it is. Thank you for stepping in.')
  return tom
}

function customer(name: string, plan: string | null, company: string | null = null): Customer {
  const id = name.toLowerCase().replace(' ', '-')
  return { id, name, email: `${id.replace('-', '.')}@example.com`, company, plan, since: '2024-02' }
}

/** Says it and reads the AI's whole answer. */
async function ask(visit: Visit, text: string): Promise<Message> {
  const seq = await visit.say(text)
  return eventually(
    async () => visit.transcript.messages.find((message) => message.seq > seq && message.from === 'ai'),
    `an answer to "${text}"`,
    60,
  )
}

// ── The pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function takePictures(demo: Demo, browser: Browser, scenes: Scenes): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openDashboard(demo, browser, { viewport: desk, colorScheme })
    await shoot(page, `/inbox/live/${scenes.maya}`, `live-feed-${colorScheme}`)
    await shoot(page, `/inbox/live/${scenes.tom}`, `takeover-${colorScheme}`)
    await shoot(page, `/inbox/completed/${scenes.nadia}`, `completed-${colorScheme}`)
    await shoot(page, '/reports', `reports-${colorScheme}`)
    if (colorScheme === 'light') await shootScreens(page, scenes)
    await page.context().close()
  }
  await shootPhone(demo, browser, scenes)
  for (const colorScheme of ['light', 'dark'] as const) await shootWidget(demo, browser, colorScheme)
  await shootSignIn(demo, browser)
}

const shotInBoth = ['/inbox/live', '/inbox/completed', '/reports']

/** The screens that one scheme is enough for, and what opens over them. */
async function shootScreens(page: Page, { maya }: Scenes): Promise<void> {
  for (const { to } of navigation)
    if (!shotInBoth.includes(to)) await shoot(page, to, to.slice(1).replaceAll('/', '-'))
  await shoot(page, '/account', 'account')
  const over = async (key: string, name: string) => {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await shoot(page, null, name)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.goto(new URL(`/inbox/live/${maya}`, page.url()).href)
  await page.getByRole('button', { name: 'Why?' }).last().waitFor()
  await over('y', 'why')
  await over('c', 'add-correction')
  await over('Control+k', 'palette')
  await over('?', 'shortcuts')
}

async function openDashboard({ halo, sarah }: Demo, browser: Browser, look: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...look })
  await context.addCookies(
    sarah.cookie.split('; ').map((pair) => ({
      name: pair.slice(0, pair.indexOf('=')),
      value: pair.slice(pair.indexOf('=') + 1),
      url: halo.url,
    })),
  )
  const page = await context.newPage()
  await page.goto(halo.url)
  return page
}

/** List, transcript and side, one step after the other. */
async function shootPhone(demo: Demo, browser: Browser, { maya }: Scenes): Promise<void> {
  const page = await openDashboard(demo, browser, phone)
  await shoot(page, '/inbox/live', 'phone-feed')
  await shoot(page, `/inbox/live/${maya}`, 'phone-transcript')
  await page.getByRole('button', { name: 'About this visitor' }).tap()
  await shoot(page, null, 'phone-about')
  await page.context().close()
}

/** A visitor on the demo site, answered by the AI and then by a person. */
async function shootWidget({ halo, sarah }: Demo, browser: Browser, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({
    viewport: desk,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const started = page.waitForResponse(
    (response) => response.url().endsWith('/api/widget/conversations') && response.request().method() === 'POST',
  )
  await page.goto(`${halo.url}/demo/`)
  await page.getByRole('button', { name: /open chat/i }).click()
  const params = { id: ((await (await started).json()) as VisitorTranscript).conversation.id }
  const answered = (from: string) =>
    eventually(
      async () => (await sarah.call('GET /api/conversations/:id', { params })).messages.at(-1)?.from === from,
      `a word from the ${from}`,
    )
  await page.getByRole('textbox').fill('Can I return an opened bag of coffee?')
  await page.keyboard.press('Enter')
  await answered('ai')
  await sarah.call('POST /api/conversations/:id/messages', {
    params,
    body: { id: newId(), text: 'Hello, Sarah here. Tell me which bag it was, and I will send you another one.' },
  })
  await answered('operator')
  await shoot(page, null, `widget-${colorScheme}`)
  await context.close()
}

async function shootSignIn({ halo }: Demo, browser: Browser): Promise<void> {
  const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce', locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(halo.url)
  await shoot(page, '/sign-in', 'sign-in')
  await context.close()
}

/** Goes there, lets everything arrive and settle, and takes the picture. */
async function shoot(page: Page, path: string | null, name: string): Promise<void> {
  if (path !== null) await page.goto(new URL(path, page.url()).href)
  await page.evaluate(() => document.fonts.ready)
  await sleep(1_500)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
  console.log(`docs/screens/${name}.png`)
}

await main()
