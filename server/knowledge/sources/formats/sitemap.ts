import { gunzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { largestFile } from '../../../../protocol/sizes.ts'
import { Unreadable } from './extracted.ts'

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
    return parsed && siteOf(parsed) === siteOf(new URL(base)) ? [parsed.href] : []
  })
}

/** With and without www is one site to everybody but computers. */
export const siteOf = ({ host }: URL): string => host.replace(/^www\./, '')
