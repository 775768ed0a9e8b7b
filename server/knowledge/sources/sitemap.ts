import type { Extractor } from './extractor.ts'
import { FetchFailed, type Fetcher } from './fetch.ts'

const mostMaps = 50

/** The pages that a sitemap names, and those of the sitemaps that it names (sitemaps.org protocol), at most `most`. */
export async function readSitemap(
  { fetcher, extractor }: { fetcher: Fetcher; extractor: Extractor },
  url: string,
  most: number,
  signal: AbortSignal,
): Promise<string[]> {
  const pages = new Set<string>()
  const maps = [url]
  for (let next = 0; next < maps.length && next < mostMaps && pages.size < most; next++) {
    // Of the host where it was found in the end: a bare name often leads on to www.
    const { body: bytes, url: base } = await fetcher.fetch(maps[next]!, signal)
    const { maps: more, pages: found } = await extractor
      .do({ kind: 'sitemap', bytes, base })
      .catch((error: Error) => {
        throw new FetchFailed(error.message)
      })
    for (const page of found) if (pages.size < most) pages.add(page)
    // A sitemap that names itself, or one that names it, would go on for ever.
    for (const map of more) if (!maps.includes(map)) maps.push(map)
  }
  if (!pages.size) throw new FetchFailed('The sitemap names no pages.')
  return [...pages]
}
