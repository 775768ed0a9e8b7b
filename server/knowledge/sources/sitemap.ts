import { gunzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { largestFile } from '../../../protocol/sizes.ts'
import type { Extractor } from './extractor.ts'
import { FetchFailed, type Fetcher } from './fetch.ts'
import { Unreadable } from './formats/extracted.ts'

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
    const base = maps[next]!
    const { body: bytes } = await fetcher.fetch(base, signal)
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

/** One sitemap as it was fetched, packed or not. Throws `Unreadable`. */
export function readMap(bytes: Uint8Array, base: string): { maps: string[]; pages: string[] } {
  return parseSitemap(unpacked(Buffer.from(bytes)), base)
}

function unpacked(body: Buffer): string {
  const packed = body[0] === 0x1f && body[1] === 0x8b
  try {
    return (packed ? gunzipSync(body, { maxOutputLength: largestFile }) : body).toString('utf8')
  } catch {
    throw new Unreadable('The sitemap cannot be unpacked.')
  }
}

export function parseSitemap(xml: string, base: string): { maps: string[]; pages: string[] } {
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)\b/.test(xml)) {
    // The protocol also allows a plain list of addresses.
    const lines = xml
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => /^https?:\/\//.test(line))
    if (!lines.length) throw new Unreadable('This is not a sitemap.')
    return { maps: [], pages: sameSite(lines, base) }
  }
  const parser = new XMLParser({
    ignoreAttributes: true,
    processEntities: true,
    removeNSPrefix: true,
    isArray: (name) => name === 'url' || name === 'sitemap',
  })
  try {
    const { urlset, sitemapindex } = parser.parse(xml)
    return { maps: locations(sitemapindex?.sitemap, base), pages: locations(urlset?.url, base) }
  } catch (error) {
    throw new Unreadable(`The sitemap cannot be read: ${(error as Error).message}`)
  }
}

function locations(entries: { loc?: unknown }[] | undefined, base: string): string[] {
  return sameSite(
    (entries ?? []).map(({ loc }) => String(loc ?? '').trim()),
    base,
  )
}

/** A sitemap speaks for its own site only. */
function sameSite(urls: string[], base: string): string[] {
  return urls.flatMap((url) => {
    const parsed = URL.parse(url, base)
    return parsed && parsed.host === new URL(base).host ? [parsed.href] : []
  })
}
