import type { Extractor } from './extractor.ts'
import { FetchFailed, type Fetcher } from './fetch.ts'

/** What a site's robots.txt says to us, read once for each site of a crawl. */
export interface Robots {
  allows(url: string): Promise<boolean>
  /** Milliseconds to leave between two pages; 0 when nothing is said. */
  pause: number
  /** Sitemaps that it names. */
  sitemaps: string[]
}

/** RFC 9309: a file that is missing allows everything; a server that cannot say what it wants is left alone. */
export async function readRobots(
  { fetcher, extractor }: { fetcher: Fetcher; extractor: Extractor },
  site: string,
  signal: AbortSignal,
): Promise<Robots> {
  const url = new URL('/robots.txt', site).href
  try {
    const { body } = await fetcher.fetch(url, signal)
    const text = body.toString('utf8').slice(0, 500_000)
    const rules = (page: string | null) => extractor.do({ kind: 'robots', text, url, page })
    const { pause, sitemaps } = await rules(null)
    return {
      allows: async (page) =>
        (
          await rules(page).catch(() => {
            throw new FetchFailed(
              `What robots.txt of ${new URL(site).host} says cannot be read, so its pages are left alone.`,
            )
          })
        ).allowed,
      pause,
      sitemaps,
    }
  } catch (error) {
    signal.throwIfAborted()
    const open = error instanceof FetchFailed && /answered 4\d\d/.test(error.message)
    if (!open)
      throw new FetchFailed(
        `robots.txt of ${new URL(site).host} could not be read, so its pages are left alone. ${(error as Error).message}`,
      )
    return { allows: async () => true, pause: 0, sitemaps: [] }
  }
}
