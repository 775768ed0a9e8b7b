import robotsParser from 'robots-parser'
import { crawlerName } from '../fetch.ts'

const longestPause = 10_000

/** What the file says, and whether of this page. Repeated stars say what one says, and cost more. */
export function rulesOf(
  text: string,
  url: string,
  page: string | null,
): { allowed: boolean; pause: number; sitemaps: string[] } {
  const robots = robotsParser(url, text.replace(/\*{2,}/g, '*'))
  return {
    allowed: page === null || (robots.isAllowed(page, crawlerName) ?? true),
    pause: Math.min(longestPause, (robots.getCrawlDelay(crawlerName) ?? 0) * 1000),
    sitemaps: robots.getSitemaps(),
  }
}
