import type { Reader } from '../reader.ts'
import type { FeedRowSnapshot } from './feed-row.ts'

/** What each operator holds, all of it, wherever their window is: told again whenever it is not what was told last. */
export class HeldRows {
  readonly #byOperator = new Map<string, Set<FeedRowSnapshot>>()
  readonly #readers = new Map<Reader, { me: string; told: string }>()

  add = (snapshot: FeedRowSnapshot): void => {
    const { operator } = snapshot.row.control
    if (!operator) return
    const held = this.#byOperator.get(operator.id) ?? new Set()
    this.#byOperator.set(operator.id, held.add(snapshot))
  }

  drop = (snapshot: FeedRowSnapshot): void => {
    const { operator } = snapshot.row.control
    if (!operator) return
    const held = this.#byOperator.get(operator.id)
    if (held?.delete(snapshot) && !held.size) this.#byOperator.delete(operator.id)
  }

  join(reader: Reader, me: string): void {
    if (!this.#readers.has(reader)) this.#readers.set(reader, { me, told: '' })
    this.publish()
  }

  leave(reader: Reader): void {
    this.#readers.delete(reader)
  }

  publish(): void {
    for (const [reader, known] of this.#readers) {
      const text = this.#textFor(known.me)
      if (text === known.told) continue
      known.told = text
      reader.send(text)
    }
  }

  /** Who waits longest stands first; then who was taken over first. */
  #textFor(me: string): string {
    const held = [...(this.#byOperator.get(me) ?? [])].sort(
      (a, b) => a.waitingSince - b.waitingSince || a.row.control.since - b.row.control.since,
    )
    return `{"type":"held","rows":[${held.map(({ text }) => text).join()}]}`
  }
}
