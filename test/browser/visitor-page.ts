import type { Locator, Page, Response } from 'playwright-core'
import type { VisitorTranscript } from '../../protocol/entities.ts'

/** What a visitor sees and does. */
export class VisitorPage {
  readonly page: Page
  readonly launcher: Locator
  readonly panel: Locator
  readonly log: Locator
  readonly field: Locator
  /** The words of the AI that are on their way. */
  readonly draft: Locator
  /** The conversation under way, once the panel was opened. */
  id = ''

  constructor(page: Page) {
    this.page = page
    this.launcher = page.locator('#halo-widget .launcher')
    this.panel = page.getByRole('dialog', { name: /^Chat/ })
    this.log = this.panel.getByRole('log')
    this.field = this.panel.getByRole('textbox', { name: 'Your message' })
    this.draft = this.log.locator('.said.ai[aria-hidden]')
  }

  /** Opens the chat with the mouse, and waits until the team can see it. */
  async open(): Promise<this> {
    const [started] = await Promise.all([this.page.waitForResponse(isStart), this.launcher.click()])
    this.id = ((await started.json()) as VisitorTranscript).conversation.id
    return this
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text)
    await this.page.keyboard.press('Enter')
  }

  /** A finished line of the log that says this. */
  line = (text: string | RegExp): Locator =>
    this.log.locator('.said:not([aria-hidden]), .line').filter({ hasText: text })
  answer = (text: string | RegExp): Locator =>
    this.log.locator('.said.ai:not([aria-hidden])').filter({ hasText: text })
  mine = (text: string | RegExp): Locator => this.log.locator('.said.visitor').filter({ hasText: text })

  /** Everything of this page that a curious visitor could look at, shadow roots too. */
  markup = (): Promise<string> =>
    this.page.evaluate(
      () =>
        document.documentElement.outerHTML +
        document.querySelector('#halo-widget')!.shadowRoot!.innerHTML +
        JSON.stringify({ ...localStorage, ...sessionStorage }),
    )
}

const isStart = (response: Response) =>
  response.ok() && response.url().endsWith('/api/widget/conversations') && response.request().method() === 'POST'
