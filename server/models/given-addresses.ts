import type { Turn } from './model.ts'

/** What ends a word in which an address may stand. Marks of Markdown and quotes are none of the address. */
const between = /[\s<>[\]{}"'`“”‘’|*]+/u
const parentheses = /[()]/
const atItsEnd = /(?<![.,;:!?_])[.,;:!?_]+$/u
const longest = 2000

/**
 * The addresses that a reply may link to: those that stand in what the team wrote, the page that the visitor is on, and the front page of its site. They are compared as whole addresses,
 * with path, query and fragment, because a page of a known host may be anybody's or sent on to anywhere, and a known address may stand within another one.
 */
export class GivenAddresses {
  readonly #known = new Set<string>()

  constructor(page: string | null, texts: string[]) {
    const url = page === null ? null : URL.parse(page)
    if (url && /^https?:$/.test(url.protocol))
      for (const own of [url.origin, url.origin + url.pathname]) this.add(own)
    for (const text of texts) this.add(text)
  }

  add(text: string): void {
    for (const word of text.split(between)) {
      const from = word.search(/(?:https?:\/\/|www\.)/i)
      const parts = parentheses.test(word)
        ? [withoutEnd(word.slice(Math.max(0, from))), ...word.split(parentheses)]
        : [word]
      for (const part of parts) this.#know(part)
    }
  }

  #know(word: string): void {
    const address = normal(word)
    if (address) this.#known.add(address)
  }

  has(url: string): boolean {
    const address = normal(url)
    return address !== null && this.#known.has(address)
  }
}

/** An address without what ends its sentence; a parenthesis belongs to it where it was opened in it. */
export function withoutEnd(address: string): string {
  let end = address.length
  let open = 0
  for (const sign of address) open += Number(sign === '(') - Number(sign === ')')
  for (; end > 0; end--) {
    const sign = address[end - 1]!
    if (sign === ')' && open < 0) open++
    else if (!'.,;:!?\'"*_'.includes(sign)) break
  }
  return address.slice(0, end)
}

/** What the team wrote into the prompt. What visitors and pages say in it names no address that may be passed on. */
export function writtenByTeam({ agent, taught, whispers, history }: Turn): string[] {
  return [
    ...[agent.role ?? '', agent.instructions, agent.goal, agent.idealCustomer, agent.boundaries],
    taught.instructions,
    ...taught.guidance.map(({ text }) => text),
    ...taught.lessons.map(({ text }) => text),
    ...taught.docs.map(({ title, body }) => `${title}\n${body}`),
    ...taught.corrections.map(({ answer }) => answer),
    ...whispers.map(({ text }) => text),
    ...history.flatMap(({ from, text }) => (from === 'operator' ? [text] : [])),
  ]
}

/** One form of an address for comparing: the scheme of web pages, the last slash and a full stop behind it make no difference. Null for what is none. */
function normal(word: string): string | null {
  const bare = word.replace(atItsEnd, '')
  if (bare.length > longest || !/[^.]\.[^.]|^(?:mailto|tel):/i.test(bare)) return null
  const hasScheme = /^(?:https?:\/\/|mailto:|tel:)/i.test(bare)
  const url = URL.parse(hasScheme ? bare : `${bare.includes('@') ? 'mailto:' : 'https://'}${bare}`)
  if (!url) return null
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return url.href.toLowerCase()
  if (url.username || url.password) return null
  return `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}${url.hash}`
}
