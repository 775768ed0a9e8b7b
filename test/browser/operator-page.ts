import type { Locator, Page } from 'playwright-core'

/** What an operator sees and does. */
export class OperatorPage {
  readonly page: Page
  readonly feed: Locator
  readonly transcript: Locator
  /** The words of the AI that are on their way. */
  readonly draft: Locator
  readonly takeOver: Locator
  readonly handBack: Locator
  readonly handBackNote: Locator
  readonly whisperField: Locator
  readonly replyField: Locator

  constructor(page: Page) {
    this.page = page
    this.feed = page.getByRole('list', { name: 'Live conversations' })
    this.transcript = page.getByRole('log', { name: 'Transcript' })
    this.draft = this.transcript.locator('[data-draft] article').filter({ hasText: /Nora.*AI.*\w/s })
    this.takeOver = page.getByRole('button', { name: /^Take Over Chat/ })
    this.handBack = page.getByRole('button', { name: 'Hand back to AI' })
    this.handBackNote = page.getByRole('textbox', { name: 'Hand-back note' })
    this.whisperField = page.getByRole('textbox', { name: /^Inbox training/ })
    this.replyField = page.getByRole('textbox', { name: 'Reply to the visitor' })
  }

  /** In the feed, or pinned above it where it is with this operator. */
  row = (id: string): Locator => this.page.locator(`[role=listitem] [data-id="${id}"]`)

  /** Clicks the row; the transcript is on the right. */
  async follow(id: string): Promise<void> {
    await this.row(id).click()
    await this.transcript.waitFor()
  }

  /** Gives the pen back, with this note in place of the suggested one. */
  async handBackWith(note?: string): Promise<void> {
    await this.handBack.click()
    if (note !== undefined) await this.handBackNote.fill(note)
    await this.page.getByRole('button', { name: 'Hand back', exact: true }).click()
  }

  async whisper(text: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Inbox training/ }).click()
    await this.whisperField.fill(text)
    await this.page.keyboard.press('Enter')
  }

  async reply(text: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Reply/ }).click()
    await this.replyField.fill(text)
    await this.page.keyboard.press('Enter')
  }

  said = (text: string | RegExp): Locator => this.transcript.getByRole('article').filter({ hasText: text })
}
