import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type CDPSession, type Page } from 'playwright-core'
import { findBrowser } from '../scripts/browser.ts'
import { buildOnce } from '../scripts/build.ts'
import type { OperatorClient } from '../test/world.ts'

/** Per cent of a core, as Chromium itself counts what its main thread does; pictures that it drew, and rows that went by, a second. */
export interface Scrolled {
  scripting: number
  layout: number
  pictures: number
  rows: number
}

const notch = 120
const rowHeight = 60

/** The dashboard in a real Chromium, in front of the feed. Null where there is none. */
export async function scroll(
  url: string,
  ada: OperatorClient,
  seconds: number,
): Promise<{ measure(): Promise<Scrolled>; close(): Promise<void> } | null> {
  const executablePath = findBrowser()
  if (!executablePath) return null
  await buildOnce()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies(
    ada.headers
      .cookie!.split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url })),
  )
  const page = await context.newPage()
  await page.goto(`${url}/inbox/live`)
  const list = page.getByRole('list', { name: 'Live conversations' })
  await list.locator('[data-id]').first().waitFor()
  return { measure: () => measure(page, seconds), close: () => browser.close() }
}

/** The wheel turns as under a finger that looks for something: 2,400 pixels a second, more down than up. */
async function measure(page: Page, seconds: number): Promise<Scrolled> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const box = (await page.getByRole('list', { name: 'Live conversations' }).boundingBox())!
  await page.mouse.move(box.x + 100, box.y + 200)
  await page.evaluate(() => {
    const count = () => {
      Object.assign(window, { pictures: ((window as { pictures?: number }).pictures ?? 0) + 1 })
      requestAnimationFrame(count)
    }
    count()
  })
  const before = await metricsOf(session, page)
  const began = performance.now()
  let turned = 0
  while (performance.now() - began < seconds * 1000) {
    const down = (performance.now() - began) % 10_000 < 7000
    await page.mouse.wheel(0, down ? notch : -notch)
    turned += notch
    await sleep(Math.max(0, 50 - ((performance.now() - began) % 50)))
  }
  const passed = (performance.now() - began) / 1000
  const after = await metricsOf(session, page)
  const share = (...names: string[]) =>
    names.reduce((sum, name) => sum + (after[name]! - before[name]!), 0) / passed
  return {
    scripting: share('ScriptDuration') * 100,
    layout: share('LayoutDuration', 'RecalcStyleDuration') * 100,
    pictures: share('pictures'),
    rows: turned / rowHeight / passed,
  }
}

async function metricsOf(session: CDPSession, page: Page): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  const pictures = await page.evaluate(() => (window as { pictures?: number }).pictures ?? 0)
  return { ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])), pictures }
}
