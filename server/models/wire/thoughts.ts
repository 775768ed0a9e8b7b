import { CodeState } from './code-state.ts'
import { beginningsOf, Doubt } from './doubt.ts'

/** What came of a piece of the model's text. `back`: everything said so far was thinking, too, and is taken back. */
export type Heard = { say: string } | { thought: string } | { back: true }

const names =
  'think|thinks|thinking|thought|thoughts|reasoning|reason|reflection|analysis|scratch_?pad|(?:inner_)?monologue|inner_thoughts|chain_of_thought|cot|deliberation'
const tag = {
  before: '(?:<\\|?|◁|&lt;)\\s*',
  after: '\\s*(?:\\|?>|▷|&gt;)',
}
const named = `(?:[a-z][\\w.-]{0,20}:)?(?:${names})`

/** Begins thinking. */
const opening = [
  `${tag.before}(?:(?:begin|start)_(?:of_)?)?${named}(?:\\s[^<>]{0,80})?${tag.after}`,
  `<\\|inner_prefix\\|>`,
  `<unused94>(?:thought\\b)?`,
  `\\[\\s*(?:think|thinking|thought|thoughts|reasoning)\\s*\\](?!\\()`,
  // Every channel but the final one is for the model itself; with its marks stripped, only their names are left, run together with the words.
  `(?:<\\|start\\|>\\s*\\w*\\s*)?<\\|?channel\\|?>\\s*(?!final)\\w+[^<]{0,80}(?:<\\|message\\|>|\\n)`,
]
/** Ends it. */
const closing = [
  `${tag.before}(?:\\/\\s*|end_(?:of_)?)${named}${tag.after}`,
  `<\\|inner_suffix\\|>`,
  `<unused95>`,
  `\\[\\s*\\/\\s*(?:think|thinking|thought|thoughts|reasoning)\\s*\\](?!\\()`,
  `(?:<\\|start\\|>\\s*\\w*\\s*)?<\\|channel\\|>\\s*final[^<]{0,80}<\\|message\\|>`,
  `<channel\\|>`,
  `assistantfinal`,
]
/** Belongs to nobody: marks of chat templates, and what some models wrap their answer in. */
const wrapping = [
  `<\\|(?:im_start|start|start_header_id)\\|>\\s*(?:assistant\\b\\s*)?`,
  `<\\|[a-z][\\w-]{0,40}\\|>`,
  `<\\s*\\/?\\s*(?:answer|final_?answer|final|response|solution)\\s*>`,
  `${tag.before}${named}\\s*\\/${tag.after}`,
  `<\\/s>|<(?:start|end)_of_turn>|<[｜|][^<>｜|]{1,40}[｜|]>`,
]
const marks = new RegExp(
  `(?<wrapping>${wrapping[3]})|(?<opening>${opening.join('|')})|(?<closing>${closing.join('|')})|(?<other>${wrapping.join('|')})`,
  'iu',
)
/** What may still become one of them. */
const maybe = new RegExp(
  `(?:(?:<\\|?|◁|&lt;)[\\s/]*[\\w:.|｜-]{0,64}(?:[\\s|][^<>]{0,80})?(?:<\\|[\\w|]{0,9}|&g?t?)?|<[｜|][^<>]{0,40}|<\\|?channel\\|?>[^<]{0,80}(?:<\\|?\\w{0,8}\\|?)?|&l?t?|\\[\\s*\\/?\\s*\\w{0,10}\\s*\\]?|${beginningsOf('assistantfinal', 1)})$`,
  'iu',
)
const longestMark = 240

/**
 * Parts what a model thinks from what it says, as both stream in one text: between tags of many kinds, nested, split anywhere, or with only a closing tag, which makes thinking of all before it.
 * Tags that an answer shows as code are words. Words are let through once they can be no thinking; what sounds as if it were is held back until a tag, or the end, decides.
 */
export class Thoughts {
  readonly #doubt: Doubt
  #rest = ''
  #depth = 0
  #thought = ''
  /** After the last closing tag, while an inner opening one has none. */
  #afterClosing = ''
  #closedOnce = false
  readonly #code = new CodeState()
  #shown = false
  /** It closed what it had never opened. */
  closesOnly = false
  /** It marked its thinking itself, or another field held it. */
  marks = false

  /** `goesOn`: the text is the rest of another, so that a space at its beginning counts. */
  constructor({ hold, goesOn = false }: { hold: boolean; goesOn?: boolean }) {
    this.#shown = goesOn
    this.#doubt = new Doubt(hold)
  }

  hear(text: string): Heard[] {
    this.#rest += text
    return this.#read(false)
  }

  /** Nothing more comes. `cut`: it was not the model's own end. */
  end({ cut = false } = {}): Heard[] {
    const heard = this.#read(true)
    if (this.#depth > 0) heard.push(...this.#endThinking())
    const left = this.#doubt.end(cut)
    heard.push(...this.#say(left.say))
    if (left.thought) heard.push({ thought: left.thought })
    return heard
  }

  #read(ended: boolean): Heard[] {
    const heard: Heard[] = []
    let from = 0
    for (;;) {
      const found = marks.exec(this.#rest.slice(from))
      if (!found) break
      const at = from + found.index
      const end = at + found[0].length
      // A mark may go on, and a code span may close behind it.
      const shown = this.#isCode(at, end, ended)
      if (shown === 'unknown' || (!ended && mayGoOn(found[0], this.#rest.slice(end)))) {
        this.#pass(at, heard)
        return heard
      }
      if (shown === 'code') {
        from = end
        continue
      }
      this.#pass(at, heard)
      this.#mark(found, heard)
      this.#rest = this.#rest.slice(found[0].length)
      from = 0
    }
    const open = ended ? null : maybe.exec(this.#rest.slice(from).slice(-longestMark))
    this.#pass(this.#rest.length - (open?.[0].length ?? 0), heard)
    return heard
  }

  #mark({ groups, 0: found }: RegExpExecArray, heard: Heard[]): void {
    const channel = /channel|final/i.test(found)
    if (groups!.opening) {
      this.marks = true
      this.#depth = channel ? 1 : this.#depth + 1
      this.#afterClosing = ''
    } else if (groups!.closing && this.#depth > 0) {
      this.#depth = channel ? 0 : this.#depth - 1
      this.#closedOnce = true
      if (this.#depth === 0) heard.push(...this.#endThinking())
    } else if (groups!.closing) heard.push(...this.#allWasThinking())
  }

  /** What stands before `at` is no mark. */
  #pass(at: number, heard: Heard[]): void {
    const text = this.#rest.slice(0, at)
    this.#rest = this.#rest.slice(at)
    if (!text) return
    if (this.#depth > 0) {
      this.#thought += text
      if (this.#closedOnce) this.#afterClosing += text
      return
    }
    this.#code.follow(text)
    heard.push(...this.#say(this.#doubt.hear(text)))
  }

  #say(text: string): Heard[] {
    const say = this.#shown ? text : text.trimStart()
    if (!say) return []
    this.#shown = true
    return [{ say }]
  }

  #endThinking(): Heard[] {
    const answer = this.#depth > 0 && this.#closedOnce ? this.#afterClosing : ''
    const thought = answer ? this.#thought.slice(0, -answer.length) : this.#thought
    this.#depth = 0
    this.#thought = ''
    this.#afterClosing = ''
    this.#closedOnce = false
    return [...(thought.trim() ? [{ thought }] : []), ...this.#say(answer)]
  }

  #allWasThinking(): Heard[] {
    this.closesOnly = true
    const heard: Heard[] = []
    const thought = this.#doubt.takeAll()
    if (this.#shown) heard.push({ back: true })
    if (thought.trim()) heard.push({ thought })
    this.#shown = false
    this.#code.reset()
    return heard
  }

  /** Whether what stands there is shown as code, which may depend on what follows. */
  #isCode(at: number, end: number, ended: boolean): 'code' | 'mark' | 'unknown' {
    const after = this.#rest.slice(end)
    if (this.#depth === 0) {
      const place = this.#code.between(this.#rest.slice(0, at), after, ended)
      return place === 'text' ? 'mark' : place
    }
    // Thinking quotes tags, too; but only between quotation marks, since it closes no code it does not want to show.
    const before = this.#thought.slice(-1) + this.#rest.slice(0, at)
    if (!/[`"'“]$/.test(before)) return 'mark'
    if (!after && !ended) return 'unknown'
    return /^[`"'”]/.test(after) ? 'code' : 'mark'
  }
}

/** A mark of several parts may have begun, or a bracket turn into a link. */
function mayGoOn(mark: string, after: string): boolean {
  if (mark.startsWith('[')) return after === ''
  if (/^<\|(?:im_start|start_header_id)\|>/i.test(mark)) return after.length < 12
  return /^<\|(?:start|channel)\|>/i.test(mark) && !mark.includes('message') && after.length < 100
}
