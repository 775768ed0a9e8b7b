import { parseHTML } from 'linkedom'
import TurndownService from 'turndown'

const articles = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' })
const messages = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', strongDelimiter: '' as '**' })
// What people say is shown as it is typed.
messages.escape = (text) => text
messages.addRule('plain', { filter: ['strong', 'b', 'em', 'i', 'code'], replacement: (content) => content })
messages.addRule('picture', {
  filter: 'img',
  replacement: (_, node) => (node as HTMLImageElement).getAttribute('src') ?? '',
})
messages.addRule('link', {
  filter: 'a',
  replacement: (content, node) => {
    const address = (node as HTMLAnchorElement).getAttribute('href') ?? ''
    return !content || content === address ? address : `${content} (${address})`
  },
})

/** An article of HTML, as Markdown. */
export const articleOf = (html: string): string => read(html, articles)

/** A message of HTML, as one would have typed it. */
export const messageOf = (html: string | null | undefined): string => read(html ?? '', messages)

function read(html: string, turndown: TurndownService): string {
  if (!/<[a-z!/]/i.test(html)) return html.trim()
  const { document } = parseHTML(`<html><body>${html}</body></html>`)
  for (const gone of document.querySelectorAll('script, style')) gone.remove()
  return turndown.turndown(document.body as unknown as HTMLElement).trim()
}
