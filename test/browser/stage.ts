import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../../scripts/browser.ts'
import { buildOnce } from '../../scripts/build.ts'
import type { Overrides } from '../../server/app.ts'
import { openBuiltin } from '../../server/builtin/builtin.ts'
import type { Timing } from '../../server/ground/context.ts'
import { world, type OperatorClient, type World } from '../world.ts'
import { OperatorPage } from './operator-page.ts'
import { VisitorPage } from './visitor-page.ts'

interface StageOptions {
  /** Milliseconds from word to word of the AI: slow enough to step in between two. */
  pace?: number
  timing?: Partial<Timing>
  /** How much of a conversation one transcript shows. */
  stretch?: Overrides['stretch']
  /** Settings of this Halo. */
  env?: Record<string, string>
}

interface VisitorOptions extends BrowserContextOptions {
  /** Where they are; the demo site unless you say so. */
  address?: string
  /** Done before the page is loaded. */
  prepare?: (page: Page) => Promise<unknown>
}

/** A whole Halo with the built bundles and one Chromium: visitors and operators in browser contexts of their own. */
export async function stage({ pace = 20, timing = {}, env = {}, stretch }: StageOptions = {}): Promise<Stage> {
  await buildOnce()
  return new Stage(
    await world({
      env,
      overrides: { timing, model: openBuiltin({ pace, longest: 60_000 }), ...(stretch && { stretch }) },
    }),
    await launch(),
  )
}

export function launch(): Promise<Browser> {
  const executablePath = findBrowser()
  assert.ok(executablePath, 'No Chromium was found. HALO_CHROMIUM may name one.')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

export class Stage {
  readonly world: World
  readonly #browser: Browser
  readonly #sites: Server[] = []
  readonly #thrown: string[] = []

  constructor(theatre: World, browser: Browser) {
    this.world = theatre
    this.#browser = browser
  }

  /** Somebody new on a customer's site. */
  async visitor({
    address = `${this.world.url}/demo/`,
    prepare,
    ...options
  }: VisitorOptions = {}): Promise<VisitorPage> {
    const page = await (await this.context(options)).newPage()
    await prepare?.(page)
    await page.goto(address)
    return new VisitorPage(page)
  }

  /** An operator in front of the Live Feed; Ada unless you say who. */
  async operator(who: OperatorClient = this.world.ada, options: BrowserContextOptions = {}): Promise<OperatorPage> {
    const context = await this.context(options)
    await context.addCookies(cookiesOf(who, this.world.url))
    const page = await context.newPage()
    await page.goto(this.world.url)
    return new OperatorPage(page)
  }

  /** A visitor with an open chat, and an operator who has it in front of them. */
  async watched(): Promise<{ vic: VisitorPage; ada: OperatorPage }> {
    const [vic, ada] = await Promise.all([this.visitor(), this.operator()])
    await vic.open()
    await ada.follow(vic.id)
    return { vic, ada }
  }

  /** Somebody's site with one page, on an origin of its own: its address. */
  async site(html: string, headers: Record<string, string> = {}): Promise<string> {
    const server = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html),
    )
    this.#sites.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      ...options,
    })
    context.setDefaultTimeout(30_000)
    context.on('weberror', (event) => this.#thrown.push(event.error().message))
    return context
  }

  /** Everybody goes home, and their sites with them. */
  async clear(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()))
    for (const server of this.#sites.splice(0)) server.close().closeAllConnections()
    assert.deepEqual(this.#thrown.splice(0), [], 'a page threw an error')
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.world.close()
  }
}

function cookiesOf({ headers }: OperatorClient, url: string) {
  return headers
    .cookie!.split('; ')
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url }))
}
