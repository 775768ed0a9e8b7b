/**
 * Words of which a model speaks when it thinks about the one it answers, or of what it was told, and not when it answers them. They prove nothing: what follows them is only held back until a tag, or the end,
 * says what it was.
 */
const monologue =
  /\b(?:users?|visitors?|customers?|clients?|operators?|whisper(?:s|ed|ing)?|(?:system )?prompts?|instructions?|guidelines?|(?:the|my|this) (?:notes?|articles?|knowledge|rules?|passages?)|(?:I|we) (?:should|must|need to|have to|will say|can say|could say|might)|let me|let[’']s|hmm|wait,|benutzer(?:s|in)?|nutzer(?:s|in)?|besucher(?:s|in)?|kunden?|usuario|utilisateur|cliente?|visiteur|visitante|utente|gebruiker)\b|用户|访客|客户|顾客|ユーザー|사용자|пользовател|клиент/iu
/** How thinking aloud begins. */
const beginnings = [
  'okay',
  'ok,',
  'ok ',
  'ok.',
  'alright',
  'all right',
  'hmm',
  'so,',
  'so ',
  'let me',
  'let’s',
  "let's",
  'wait',
  'i need',
  'i should',
  'i must',
  'i have to',
  'i think',
  'i want to',
  'i am going',
  'i’m going',
  "i'm going",
  'we need',
  'we should',
  'we must',
  'we have to',
  'we are asked',
  'need to',
  'must ',
  'looking at',
  'according to',
  'based on',
  'think',
  'thought',
  'reason',
  'analy',
  'my ',
  'the goal',
  'goal:',
  'task:',
  'given',
  'they ',
  'he ',
  'she ',
  'this is ',
  'this person',
  'it seems',
  'it looks',
  'since ',
  'now,',
  'now ',
  'first,',
  'first ',
  'someone',
  'somebody',
  'a person',
  'step 1',
  'here is my',
  'here’s my',
  "here's my",
  'here is a th',
  "here's a th",
  'question:',
  'asked',
  'asks',
  'about ',
  '好的',
  '嗯',
  '首先',
  '我需要',
  '让我',
]
const longestBeginning = Math.max(...beginnings.map(({ length }) => length))
/** A word that may still become one of the above. */
const unfinished = new RegExp(
  `(?:\\b(?:I|we|the|my|this)\\s+)?\\b(?:${['user', 'visitor', 'customer', 'client', 'operator', 'whisper', 'prompt', 'instruction', 'system'].map((word) => beginningsOf(word.slice(0, -1), 1)).join('|')})$`,
  'iu',
)

/** Holds back what may be thinking that no tag has opened. */
export class Doubt {
  #hold: boolean
  #began = false
  /** All that was heard and not yet let go. */
  #held = ''
  #all = ''

  constructor(hold: boolean) {
    this.#hold = hold
  }

  /** More words; what comes back can be shown. */
  hear(text: string): string {
    this.#all += text
    this.#held += text
    if (this.#hold) return ''
    if (!this.#began && !this.#begin()) return ''
    if (monologue.test(this.#held)) {
      this.#hold = true
      return ''
    }
    const open = unfinished.exec(this.#held)?.[0].length ?? 0
    const shown = this.#held.slice(0, this.#held.length - open)
    this.#held = this.#held.slice(this.#held.length - open)
    return shown
  }

  /** Whether the beginning is known, and is none of thinking. */
  #begin(): boolean {
    const start = this.#held.replace(/^[\s*_#>"“'([-]+/u, '').toLowerCase()
    if (!start) return false
    if (beginnings.some((words) => start.startsWith(words))) {
      // One who is spoken to is answered.
      if (!/[.!?]\s/.test(start) || monologue.test(start) || !/\byou(?:rs?|r?self)?\b/.test(start)) return false
    } else if (start.length < longestBeginning && beginnings.some((words) => words.startsWith(start))) return false
    this.#began = true
    return true
  }

  /** It was thinking, all of it, and what was let go, too. */
  takeAll(): string {
    const all = this.#all
    this.#all = ''
    this.#held = ''
    this.#hold = false
    this.#began = true
    return all
  }

  /** No tag came, so these are words; but where thinking was awaited and the answer was cut off, they are thinking. */
  end(cut: boolean): { say: string; thought: string } {
    const left = this.#held
    this.#held = ''
    const thinking = cut && monologue.test(left)
    return thinking ? { say: '', thought: left } : { say: left, thought: '' }
  }
}

/** A pattern of what a word may begin with, from so many letters on. */
export function beginningsOf(word: string, least: number): string {
  const rest = [...word.slice(least)]
  return word.slice(0, least) + rest.map((letter) => `(?:${letter}`).join('') + ')?'.repeat(rest.length)
}
