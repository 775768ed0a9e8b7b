import robotsParser from 'robots-parser'
import { crawlerName, FetchFailed, type Fetcher } from './fetch.ts'

/** What a site's robots.txt says to us, read once for each site of a crawl. */
export interface Robots {
  allows(url: string): boolean
  /** Milliseconds to leave between two pages; 0 when nothing is said. */
  pause: number
  /** Sitemaps that it names. */
  sitemaps: string[]
}

const longestPause = 10_000

/** RFC 9309: a file that is missing allows everything; a server that cannot say what it wants is left alone. */
export async function readRobots(fetcher: Fetcher, site: string, signal: AbortSignal): Promise<Robots> {
  const url = new URL('/robots.txt', site).href
  try {
    const { body } = await fetcher.fetch(url, signal)
    const robots = robotsParser(url, body.toString('utf8').slice(0, 500_000))
    return {
      allows: (page) => robots.isAllowed(page, crawlerName) ?? true,
      pause: Math.min(longestPause, (robots.getCrawlDelay(crawlerName) ?? 0) * 1000),
      sitemaps: robots.getSitemaps(),
    }
  } catch (error) {
    signal.throwIfAborted()
    const open = error instanceof FetchFailed && /answered 4\d\d/.test(error.message)
    if (!open)
      throw new FetchFailed(
        `robots.txt of ${new URL(site).host} could not be read, so its pages are left alone. ${(error as Error).message}`,
      )
    return { allows: () => true, pause: 0, sitemaps: [] }
  }
}
