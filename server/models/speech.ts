import type { CitationCheck } from './citations.ts'
import type { ModelPart } from './model.ts'
import { CallFilter } from './wire/text-calls.ts'
import { Thoughts, type Heard } from './wire/thoughts.ts'

/** What a model says in one reply, step by step: without its thinking, without tool calls written as words, and with what it cites checked. */
export class Speech {
  /** What the visitor may read of it so far. */
  said = ''
  /** It closed thinking that it had never opened. */
  closesOnly = false
  /** It marked its thinking, or kept it apart. */
  marksThinking = false
  readonly #check: CitationCheck
  readonly #mustHold: () => boolean
  #thoughts: Thoughts
  #calls = new CallFilter()
  #stepBegan = 0

  readonly #goesOn: boolean

  constructor(check: CitationCheck, mustHold: () => boolean, { goesOn = false } = {}) {
    this.#check = check
    this.#mustHold = mustHold
    this.#goesOn = goesOn
    this.#thoughts = new Thoughts({ hold: mustHold(), goesOn })
  }

  /** A step begins: a request of its own, which thinks anew. */
  *begin(): Generator<ModelPart> {
    this.#thoughts = new Thoughts({ hold: this.#mustHold(), goesOn: this.#goesOn })
    this.#calls = new CallFilter()
    // Two steps that both speak would run into each other.
    if (this.said && !/\s$/.test(this.said)) yield* this.#say(`${this.#check.end()}\n\n`)
    this.#stepBegan = this.said.length
  }

  *hear(text: string): Generator<ModelPart> {
    yield* this.#tell(this.#thoughts.hear(text))
  }

  *think(text: string): Generator<ModelPart> {
    this.marksThinking = true
    yield { type: 'thought', text }
  }

  /** `cut`: the step did not come to its own end. */
  *end(cut: boolean): Generator<ModelPart> {
    yield* this.#tell(this.#thoughts.end({ cut }))
    yield* this.#say(this.#check.hear(this.#calls.end()))
    yield* this.#say(this.#check.end())
    this.closesOnly ||= this.#thoughts.closesOnly
    this.marksThinking ||= this.#thoughts.marks
  }

  *#tell(heard: Heard[]): Generator<ModelPart> {
    for (const one of heard) {
      if ('say' in one) yield* this.#say(this.#check.hear(this.#calls.hear(one.say)))
      else if ('thought' in one) yield { type: 'thought', text: one.thought }
      else yield* this.#takeBack()
    }
  }

  *#takeBack(): Generator<ModelPart> {
    this.#check.drop()
    this.#calls = new CallFilter()
    this.said = this.said.slice(0, this.#stepBegan)
    yield { type: 'back', to: this.said.length }
  }

  *#say(text: string): Generator<ModelPart> {
    if (!text) return
    this.said += text
    yield { type: 'text', text }
  }
}
