import { CodeState } from './wire/code-state.ts'
import { withoutEnd } from './given-addresses.ts'

/** What a reply may cite. */
export interface Given {
  /** Whether a reply may link to this address. */
  address(url: string): boolean
  /** The article behind an id or behind its number in the order given, or null. */
  article(name: string): string | null
  /** How many were given: without any, "[1]" is no citation. */
  count(): number
}

/** Longer brackets and addresses than these are none that people could read. */
const longest = { label: 500, target: 2000, space: 100 }

const starts = /!?\[|【|<?https?:\/\/|(?<![\w/.])www\./iu
/** What may still become a start, and the space before it, which goes with what is taken out. */
const maybe = /(?<![ \t])[ \t]*(?:[!<]|(?<!\w)(?:<?h(?:t(?:t(?:ps?(?::\/?)?)?)?)?|w{1,3}))?$/iu
/** Of a long run of blanks before it only the last stay: each piece of the stream has what is kept read again. */
const keptOf = (end: string): number => Math.min(end.length, end.trimStart().length + longest.space)

const link = new RegExp(
  `^!?\\[([^[\\]\\n]{0,${longest.label}})\\]\\(\\s*<?((?:[^[()\\s>]|\\([^[()\\s>]*\\)){0,${longest.target}})>?(?:\\s+"[^"\\n]*")?\\s*\\)`,
  'u',
)
const bracket = new RegExp(`^(!?\\[)([^[\\]\\n]{0,${longest.label}})\\]`, 'u')
const marker = /^【([^】\n]{0,200})】/u
const bare = /^<?((?:https?:\/\/|www\.)[^\s<>[\]]*)/iu
const idLike = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|article[-_][\w-]+)$/iu

/**
 * Reads a reply as it streams and lets pass only what may be shown: a link to an address that the model was not given keeps its words and loses its target, and marks such as
 * "[article-id]" are taken out of the text and become sources. What may still turn out to be a link is held back until that is known, so that no wrong one is ever on a screen.
 */
export class CitationCheck {
  /** Ids of articles that were given and cited. */
  readonly cited = new Set<string>()
  /** What was cited and not given. */
  readonly unknown = new Set<string>()
  readonly #given: Given
  readonly #code = new CodeState()
  #held = ''
  /** The last words that were read. */
  #before = ''

  constructor(given: Given) {
    this.#given = given
  }

  /** More of the reply; what comes back can be shown. */
  hear(text: string): string {
    this.#held += text
    return this.#release(false)
  }

  /** Nothing more comes. */
  end(): string {
    return this.#release(true)
  }

  /** What is held back was not meant for anybody. */
  drop(): void {
    this.#held = ''
  }

  #release(ended: boolean): string {
    let shown = ''
    for (;;) {
      const at = this.#held.search(starts)
      if (at < 0) break
      const before = this.#held.slice(0, at)
      const read = this.#readAt(at, ended)
      if (!read) {
        const space = /(?<![ \t])[ \t]*$/.exec(before)![0].length
        shown += this.#pass(before.slice(0, before.length - space))
        this.#held = this.#held.slice(at - space)
        return shown
      }
      this.#pass(before + this.#held.slice(at, at + read.length))
      shown += read.shown ? before + read.shown : before.replace(/(?<![ \t])[ \t]+$/, '')
      this.#held = this.#held.slice(at + read.length)
    }
    const kept = ended ? 0 : keptOf(maybe.exec(this.#held)![0])
    shown += this.#pass(this.#held.slice(0, this.#held.length - kept))
    this.#held = this.#held.slice(this.#held.length - kept)
    return shown
  }

  /** It was read, whatever of it is shown. */
  #pass(text: string): string {
    this.#code.follow(text)
    this.#before = (this.#before + text).slice(-40)
    return text
  }

  /** Code is left alone: there, brackets are brackets, and an address is no link. */
  #readAt(at: number, ended: boolean): { length: number; shown: string } | null {
    const before = this.#held.slice(0, at)
    const text = this.#held.slice(at)
    const asCode = { length: /^\w+/.exec(text)?.[0].length ?? 1, shown: /^\w+|^[\s\S]/.exec(text)![0] }
    if (this.#code.inFence(before)) return asCode
    const place = this.#code.between(before, text.slice(1), ended)
    if (place === 'unknown') return null
    return place === 'code' ? asCode : this.#read(text, ended, (this.#before + before).slice(-40))
  }

  /** What stands at the beginning of the text: how long it is and what of it may be shown. Null while that depends on what follows. */
  #read(text: string, ended: boolean, before: string): { length: number; shown: string } | null {
    if (/^<?(?:https?:|www\.)/iu.test(text)) return this.#address(text, ended)
    if (text.startsWith('【')) {
      const found = marker.exec(text)
      if (found) return { length: found[0].length, shown: this.#mark(found[1]!, true) ?? '' }
      return !ended && text.length < 200 && !text.includes('\n') ? null : { length: 1, shown: '【' }
    }
    const target = link.exec(text)
    if (target) return { length: target[0].length, shown: this.#knows(target[2]!) ? target[0] : target[1]! }
    const words = bracket.exec(text)
    if (!words)
      return !ended && text.length < longest.label && !text.includes('\n') ? null : { length: 1, shown: text[0]! }
    const rest = text.slice(words[0].length)
    const mayBeLink = rest === '' || (rest.startsWith('(') && isOpen(rest) && rest.length < longest.target)
    if (mayBeLink && !ended) return null
    // Its target never ended, or went on without end: the words stay, and what is left of the target is read as an address of its own.
    if (rest.startsWith('(')) return { length: words[0].length, shown: words[2]! }
    if (isNumbers(words[2]!) && !ended && /^[.,;:!?]$/.test(rest)) return null
    const mark = isNumbers(words[2]!) && !mayCite(before, rest) ? null : this.#mark(words[2]!, false)
    return { length: words[0].length, shown: mark ?? words[0] }
  }

  #address(text: string, ended: boolean): { length: number; shown: string } | null {
    const [all, address] = bare.exec(text)!
    if (!ended && all!.length === text.length && text.length < longest.target) return null
    const url = withoutEnd(address!)
    const opened = all!.length - address!.length
    const closed = opened && text[all!.length] === '>' ? 1 : 0
    const length = closed ? all!.length + 1 : opened + url.length
    return { length, shown: this.#knows(url) ? text.slice(0, length) : '' }
  }

  #knows(url: string): boolean {
    if (this.#given.address(url)) return true
    this.unknown.add(url)
    return false
  }

  /** "" when the brackets cite articles, known or not; null when they are words of the reply. `surely`: nothing else is written in such brackets. */
  #mark(content: string, surely: boolean): string | null {
    const names = content
      .split(/[,;]/)
      .map((name) => name.replace(/^\s*(?:(?:id|source|article|knowledge)[:\s#=]+)?[#^]?/iu, '').trim())
      .filter(Boolean)
    const isCitation = (name: string) =>
      surely ||
      this.#given.article(name) !== null ||
      idLike.test(name) ||
      (/^\d{1,2}$/.test(name) && this.#given.count() > 0)
    if (!names.length || !names.every(isCitation)) return null
    for (const name of names) {
      const id = this.#given.article(name)
      if (id) this.cited.add(id)
      else this.unknown.add(name)
    }
    return ''
  }
}

/** A target whose parenthesis is still open on its line. */
function isOpen(rest: string): boolean {
  let depth = 0
  for (const sign of rest) {
    if (sign === '\n' || sign === '[') return false
    if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return false
  }
  return true
}

const isNumbers = (content: string) => /^[\s\d,;^#]+$/.test(content)

/** Words after which a number in brackets is what one is to choose or press. */
const choice =
  /(?:choose|select|press|type|enter|pick|click|tap|dial|write|option|step|button|key|menu|line|row|column|index|version|item|field|example|wähle|wählen|drücke|drücken|elige|pulsa|choisissez|appuyez)\s*$/iu

/** A number in brackets is a citation only where one can stand: behind words, and before the end of a sentence, of a part of it, or of the line. */
function mayCite(before: string, after: string): boolean {
  if (/[\p{L}\p{N}_)\]'"]$/u.test(before) || choice.test(before)) return false
  return /^\s*(?:$|[.,;:!?)]?(?:\s*\n|\s*$|\s)|\[)/u.test(after) && !/^\s+\p{Ll}/u.test(after)
}
