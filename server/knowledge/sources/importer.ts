import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../../ground/context.ts'
import type { SourcePageRow, SourceRow } from '../../db/schema.ts'
import { Rounds } from '../../ground/rounds.ts'
import { Extractor } from './extractor.ts'
import { FetchFailed, type Fetched, type Fetcher } from './fetch.ts'
import { Unreadable, type Extracted } from './formats/extracted.ts'
import { enqueue, finishSource, keepPage, nextPage, refusePage } from './pages.ts'
import { readRobots, type Robots } from './robots.ts'
import { siteOf } from './formats/sitemap.ts'
import { readSitemap } from './sitemap.ts'
import { claimSource, releaseSource, renewSource, sourcesTopic } from './sources.ts'

const lease = 120_000

/**
 * Reads sources in the background, one at a time and page by page. Everything it knows stands in the database: an import whose process died goes on at the
 * page where it stopped.
 */
export class Importer {
  readonly #ctx: Context
  readonly fetcher: Fetcher
  readonly extractor = new Extractor()
  readonly #rounds: Rounds
  #unsubscribe = () => {}

  constructor(ctx: Context, fetcher: Fetcher) {
    this.#ctx = ctx
    this.fetcher = fetcher
    this.#rounds = new Rounds(ctx, 'read a source', ctx.timing.sweepIntervalMs * 5, () => this.#readAll())
  }

  start(): void {
    // Hints may be lost, and schedules come due without one.
    this.#unsubscribe = this.#ctx.bus.subscribe(sourcesTopic, () => this.#rounds.runNow())
    this.#rounds.start()
    this.#rounds.runNow()
  }

  async stop(): Promise<void> {
    this.#unsubscribe()
    await this.#rounds.stop()
    await this.extractor.close()
  }

  async #readAll(): Promise<void> {
    while (!this.#signal.aborted) {
      const source = await claimSource(this.#ctx, lease)
      if (!source) return
      await this.#import(source)
    }
  }

  async #import(source: SourceRow): Promise<void> {
    try {
      const robots = source.url ? await readRobots(this, source.url, this.#signal) : null
      await this.#begin(source)
      for (let page = await nextPage(this.#ctx, source); page; page = await nextPage(this.#ctx, source)) {
        if (!(await renewSource(this.#ctx, source, lease))) return
        await this.#readPage(source, page, robots)
        if (robots)
          await wait(Math.max(robots.pause, this.#ctx.timing.crawlPauseMs), undefined, { signal: this.#signal })
      }
      await finishSource(this.#ctx, source, null)
    } catch (error) {
      // Another process, or this one after its restart, goes on at the page where this one stopped.
      if (this.#signal.aborted) return releaseSource(this.#ctx, source)
      if (!(error instanceof FetchFailed)) throw error
      await finishSource(this.#ctx, source, error.message)
    }
  }

  async #begin(source: SourceRow): Promise<void> {
    if (source.kind === 'sitemap')
      await enqueue(this.#ctx, source, await readSitemap(this, source.url!, source.page_limit, this.#signal), 0)
    else if (source.url) await enqueue(this.#ctx, source, [source.url], 0)
  }

  async #readPage(source: SourceRow, page: SourcePageRow, robots: Robots | null): Promise<void> {
    if (page.url && robots && !(await robots.allows(page.url)))
      return refusePage(this.#ctx, page, { state: 'skipped', error: 'robots.txt asks not to read it.', gone: true })
    try {
      const extracted = await this.#extract(page)
      await keepPage(this.#ctx, page, extracted)
      if (source.kind === 'site' && page.depth < source.depth)
        await enqueue(
          this.#ctx,
          source,
          extracted.links.filter((link) => belongs(link, source.url!)),
          page.depth + 1,
        )
    } catch (error) {
      this.#signal.throwIfAborted()
      if (!(error instanceof FetchFailed || error instanceof Unreadable)) throw error
      await refusePage(this.#ctx, page, {
        state: 'failed',
        error: error.message,
        gone: error instanceof FetchFailed && error.missing,
      })
    }
  }

  async #extract(page: SourcePageRow): Promise<Extracted> {
    if (page.url === null)
      return this.extractor.read({
        bytes: Buffer.from(page.content ?? '', 'base64'),
        name: page.name,
        type: '',
        charset: null,
        url: null,
      })
    const { body, type, charset, url }: Fetched = await this.fetcher.fetch(page.url, this.#signal)
    return this.extractor.read({ bytes: body, name: page.url, type, charset, url })
  }

  get #signal(): AbortSignal {
    return this.#rounds.signal
  }
}

const files =
  /\.(?:png|jpe?g|gif|webp|svg|ico|css|js|mjs|zip|gz|tar|mp[34]|webm|avi|mov|woff2?|ttf|exe|dmg|iso|xlsx?|pptx?)$/i

/** A crawl stays on the site and below the folder that it began in, and leaves out what holds no text. */
function belongs(link: string, root: string): boolean {
  const [page, start] = [new URL(link), new URL(root)]
  return (
    siteOf(page) === siteOf(start) &&
    page.pathname.startsWith(start.pathname.replace(/[^/]*$/, '')) &&
    !files.test(page.pathname) &&
    link.length <= 2000
  )
}
