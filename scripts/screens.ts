import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { VisitorTranscript } from '../protocol/entities.ts'
import { heartbeatMs } from '../protocol/frames.ts'
import { newId } from '../server/context.ts'
import { eventually, world, type Line, type VisitorClient, type World } from '../test/world.ts'
import { requireBrowser } from './browser.ts'
import { buildOnce } from './build.ts'

/** Plays a short day in a Halo of its own and takes the pictures of the documentation: `npm run screens`. */
const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url))
const size = { width: 1440, height: 900 }

async function main(): Promise<void> {
  await buildOnce()
  mkdirSync(folder, { recursive: true })
  await using halo = await world({ env: { HALO_ADMIN_NAME: 'Sarah Lind', HALO_TEST: '' }, overrides: { timing: { closeGrace: 1_000 } } })
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: ['--no-sandbox', '--disable-lcd-text'] })
  try {
    await playMorning(halo)
    const now = await playNow(halo)
    await takePictures(halo, browser, now)
    now.all.forEach((visit) => visit.close())
  } finally {
    await browser.close()
  }
}

// ── The day ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A visitor whose page stays open: writes, waits for the answer, and keeps saying "here". */
class Visit {
  readonly id = newId()
  private readonly visitor: VisitorClient
  private readonly line: Line<VisitorTranscript>
  private beating: NodeJS.Timeout | undefined

  private constructor(visitor: VisitorClient, line: Line<VisitorTranscript>) {
    this.visitor = visitor
    this.line = line
  }

  static async begin(halo: World, name: string | null, page: { url: string; title: string }): Promise<Visit> {
    const visitor = await halo.visitor(name ? { userId: name.toLowerCase().replace(' ', '-'), userTraits: { name, email: `${name.toLowerCase().replace(' ', '.')}@example.com` } } : {})
    const visit = new Visit(visitor, await visitor.connect())
    await visitor.call('POST /api/widget/conversations', { body: { id: visit.id, page } })
    await visit.line.follow(visit.id)
    visit.beat('active')
    return visit
  }

  /** Heartbeats from now on: looking at the page, or away from it. */
  beat(presence: 'active' | 'idle'): void {
    clearInterval(this.beating)
    const here = () => this.line.send({ type: 'here', conversationId: this.id, presence, open: true })
    here()
    this.beating = setInterval(here, heartbeatMs)
  }

  async say(text: string): Promise<void> {
    await this.visitor.say(this.id, text)
  }

  /** Says it and reads the AI's whole answer. */
  async ask(text: string): Promise<void> {
    const { seq } = await this.visitor.say(this.id, text)
    await this.line.message(this.id, (message) => message.from === 'ai' && message.seq > seq, `an answer to "${text}"`)
  }

  askForHuman = () => this.visitor.askForHuman(this.id)

  async leave(): Promise<void> {
    this.close()
    await this.visitor.leave(this.id)
  }

  close(): void {
    clearInterval(this.beating)
    this.line.close()
  }
}

const shop = (path: string, title: string) => ({ url: `https://northwind.example/${path}`, title })

/** Conversations that are over. */
async function playMorning(halo: World): Promise<void> {
  const ends: string[] = []
  const ended = async (name: string | null, lines: string[]) => {
    const visit = await Visit.begin(halo, name, shop('help', 'Help'))
    for (const line of lines) await visit.ask(line)
    ends.push(visit.id)
    return visit
  }
  const visits = await Promise.all([
    ended('Elena Rossi', ['How long does shipping take?', 'Great, thank you!']),
    ended('Samir Haddad', ['Can I get a refund for an opened bag?']),
    ended(null, ['Do you sell gift cards?', 'Perfect, thanks']),
    ended('Nadia Petrova', ['My grinder is jammed. What can I do?', 'That worked, thank you so much!']),
    ended('Oliver Grant', ['Which cards do you accept?']),
    ended(null, []),
  ])
  await visits[1]!.askForHuman()
  for (const visit of visits) await visit.leave()
  await eventually(async () => (await halo.ada.call('GET /api/conversations')).conversations.length === ends.length, 'the morning to be over', 60)
}

interface Now { maya: Visit; tom: Visit; all: Visit[] }

/** Conversations under way: one with a whisper, one taken over, the others in every mood. */
async function playNow(halo: World): Promise<Now> {
  const { ada } = halo
  const all: Visit[] = []
  const begin = async (name: string | null, path: string, title: string) => {
    const visit = await Visit.begin(halo, name, shop(path, title))
    all.push(visit)
    return visit
  }
  await begin(null, '', 'Northwind Coffee').then((visit) => visit.beat('idle'))
  const priya = await begin('Priya Nair', 'coffee/harbour-blend', 'Harbour Blend')
  await priya.ask('Do your beans contain nuts?')
  const jonas = await begin('Jonas Weber', 'checkout', 'Checkout')
  await jonas.ask('I do not understand. Is shipping free or not?')
  const ines = await begin('Ines Duarte', 'account', 'Your account')
  await ines.ask('How do I pause my subscription?')
  await ines.ask('Perfect, thank you, that worked!')
  const lucas = await begin('Lucas Martin', 'wholesale', 'Wholesale')
  await lucas.ask('We run a small café. Do you deliver in bulk?')
  await lucas.askForHuman()
  const someone = await begin(null, 'subscription', 'Subscription')
  await someone.ask('Which plan is right for two cups a day?')

  const tom = await begin('Tom Becker', 'grinder', 'The Keel grinder')
  await tom.ask('My grinder stopped working after two weeks.')
  await tom.ask('This is ridiculous. I want my money back now!')
  await ada.takeOver(tom.id)
  await ada.reply(tom.id, 'Hello Tom, I am sorry about this. Your grinder is under guarantee; I can send a new one today. Is your address still the same?')
  await tom.say('Yes, it is. Thank you for stepping in.')

  const karl = await begin('Karl Brandt', 'account', 'Your account')
  await karl.ask('You charged me twice again! This is the worst service ever, I am furious.')

  const maya = await begin('Maya Okafor', 'orders', 'Your orders')
  await maya.ask('How can I track my order?')
  await ada.whisper(maya.id, 'Apologise, and tell her that a lost parcel is sent again for free')
  await maya.ask('The tracking number says nothing since Friday. This is really frustrating.')
  return { maya, tom, all }
}

// ── The pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function takePictures(halo: World, browser: Browser, { maya, tom }: Now): Promise<void> {
  await halo.ada.whisper(maya.id, 'Ask for the order number')
  for (const scheme of ['light', 'dark'] as const) {
    const page = await openDashboard(halo, browser, scheme)
    await shoot(page, `/inbox/live/${maya.id}`, `live-feed-${scheme}`)
    await shoot(page, `/inbox/live/${tom.id}`, `takeover-${scheme}`)
    if (scheme === 'light') await shootRest(halo, page)
    await page.context().close()
  }
  for (const scheme of ['light', 'dark'] as const) await shootWidget(halo, browser, scheme)
}

/** The screens that one scheme is enough for. */
async function shootRest(halo: World, page: Page): Promise<void> {
  const { conversations } = await halo.ada.call('GET /api/conversations')
  const nadia = conversations.find(({ visitor }) => visitor.name === 'Nadia Petrova')!
  await shoot(page, `/inbox/completed/${nadia.id}`, 'completed')
  await shoot(page, '/tickets', 'tickets')
  await shoot(page, '/knowledge', 'knowledge')
  await shoot(page, '/agents', 'agents')
}

async function openDashboard(halo: World, browser: Browser, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' })
  const cookies = halo.ada.headers.cookie!.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: halo.url }))
  await context.addCookies(cookies)
  const page = await context.newPage()
  await page.goto(halo.url)
  return page
}

/** A visitor on the demo site, answered by the AI and then by a person. */
async function shootWidget(halo: World, browser: Browser, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const started = page.waitForResponse((response) => response.url().endsWith('/api/widget/conversations') && response.request().method() === 'POST')
  await page.goto(`${halo.url}/demo/`)
  await page.getByRole('button', { name: /open chat/i }).click()
  const { conversation: { id } } = (await (await started).json()) as VisitorTranscript
  const answered = (from: string) => eventually(async () => (await halo.ada.transcript(id)).messages.at(-1)?.from === from, `a word from the ${from}`)
  await page.getByRole('textbox').fill('Can I return an opened bag of coffee?')
  await page.keyboard.press('Enter')
  await answered('ai')
  await halo.ada.reply(id, 'Hello, Sarah here. Tell me which bag it was, and I will send you another one.')
  await answered('operator')
  await shoot(page, null, `widget-${colorScheme}`)
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
