import { startOf } from '../../../../protocol/cut.ts'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import TurndownService from 'turndown'
import { Unreadable, type Extracted } from './extracted.ts'
import { decode } from './decode.ts'
import { openPanels } from './panels.ts'

/** More elements than any page for people has; a page built to exhaust whoever parses it has more. */
const mostElements = 100_000
const mostDepth = 400
const mostLinks = 2000

/** The article of a page without menus and footers, as Markdown with its headings; and the pages it links to. */
export function readHtml(bytes: Uint8Array, charset: string | null, url: string | null): Extracted {
  const html = decode(bytes, charset)
  refuseBombs(html)
  const { document } = parseHTML(framed(html))
  const links = url ? linksOf(document, url) : []
  const title = titleOf(document)
  const leftOut = frameOf(document)
  openPanels(document)
  const text = markdownOf(document)
  return { title, text, links, leftOut }
}

/** The parser makes no document of a page that leaves out its outermost tags, as HTML allows. */
function framed(html: string): string {
  if (/<html[\s>]/i.test(html)) return html
  return /<body[\s>]/i.test(html) ? `<html>${html}</html>` : `<html><body>${html}</body></html>`
}

/** Counted in the text itself, because building the tree is what a bomb waits for. */
function refuseBombs(html: string): void {
  let depth = 0
  let elements = 0
  for (const [tag] of html.matchAll(/<\/?[a-z][^\s/>]*/gi)) {
    if (tag[1] === '/') depth = Math.max(0, depth - 1)
    else if (
      !/^<(?:br|img|input|meta|link|hr|p|li|td|tr|th|dt|dd|option|source|wbr|area|base|col|embed|track|param)$/i.test(
        tag,
      )
    )
      depth++
    if (++elements > mostElements * 2 || depth > mostDepth)
      throw new Unreadable('The page holds more elements than can be read.')
  }
}

function linksOf(document: Document, url: string): string[] {
  const base = URL.parse(document.querySelector('base[href]')?.getAttribute('href') ?? '', url)?.href ?? url
  const links = new Set<string>()
  for (const anchor of document.querySelectorAll('a[href]')) {
    if (links.size >= mostLinks) break
    if (/\bnofollow\b/i.test(anchor.getAttribute('rel') ?? '')) continue
    const link = URL.parse(anchor.getAttribute('href') ?? '', base)
    if (!link || !/^https?:$/.test(link.protocol)) continue
    link.hash = ''
    links.add(link.href)
  }
  return [...links]
}

function titleOf(document: Document): string | null {
  const heading = document.querySelector('h1')?.textContent
  // Titles end in the name of the site, which says nothing about the page.
  const title = document.querySelector('title')?.textContent?.split(/\s+[|–—·]\s+/)[0]
  const name = [heading, title].map((text) => text?.replace(/\s+/g, ' ').trim()).find(Boolean)
  return name ? startOf(name, 200) : null
}

const frame =
  'nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary]'

/** What stands on every page of a site and answers nothing. */
function frameOf(document: Document): string[] {
  const parts: [string, string][] = [
    [frame, 'Menus, page header, footer and side columns were left out.'],
    ['form', 'Forms were left out.'],
    ['iframe', 'What the page shows of other pages was left out.'],
  ]
  return parts.filter(([selector]) => document.querySelector(selector)).map(([, sentence]) => sentence)
}

function markdownOf(document: Document): string {
  for (const element of document.querySelectorAll('script, style, noscript, template, iframe, svg, form'))
    element.remove()
  const whole = document.body?.innerHTML ?? document.documentElement?.outerHTML ?? ''
  const main = document.querySelector('main, [role=main]')?.innerHTML ?? ''
  // Readability changes the tree while it looks for the article; a short page may have none by its measure.
  const article = new Readability<string>(document, { charThreshold: 200 }).parse()?.content
  const text = toMarkdown(article ?? '')
  const marked = toMarkdown(withoutFrame(main))
  // What the page itself calls its main part holds all of it; the guess may drop short answers.
  if (marked.length > text.length) return marked
  return text.length >= 200 ? text : toMarkdown(withoutFrame(whole))
}

function withoutFrame(html: string): string {
  const { document } = parseHTML(`<html><body>${html}</body></html>`)
  for (const element of document.querySelectorAll(frame)) element.remove()
  return document.body.innerHTML
}

const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' })
turndown.remove(['script', 'style'])
turndown.addRule('pictures', { filter: 'img', replacement: () => '' })
// What stands behind a link is of no use in a passage; its words are.
turndown.addRule('links', { filter: 'a', replacement: (content) => content })
turndown.addRule('rows', { filter: 'tr', replacement: (content) => `${content.replace(/^ \| /, '').trim()}\n` })
turndown.addRule('cells', {
  filter: ['td', 'th'],
  // A table inside a cell keeps its rows apart.
  replacement: (content) =>
    ` | ${content
      .trim()
      .replace(/\s*\n\s*/g, '; ')
      .replace(/\s+/g, ' ')}`,
})

export function toMarkdown(html: string): string {
  if (!html.trim()) return ''
  const { document } = parseHTML(`<html><body>${html}</body></html>`)
  return turndown
    .turndown(document.body as unknown as TurndownService.Node)
    .replace(/\\([-.#>[\]_*()!+])/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
