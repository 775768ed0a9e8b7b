import type { Person } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Reader } from './reader.ts'

/** Which operators have which transcripts open in one process, all of them: each process speaks for its own sockets, and says so again and again. */
interface Watching {
  process: string
  open: [conversationId: string, watchers: Person[]][]
}

/** Who reads along where, over all processes. What a process said ends with a lease, so nobody is shown who left with a process that died. */
export class Watchers {
  readonly #ctx: Context
  readonly #mine = new Map<string, Map<Reader, Person>>()
  readonly #said = new Map<string, { at: number; open: Map<string, Person[]> }>()
  readonly #listeners = new Set<(conversationId: string) => void>()
  #timer: NodeJS.Timeout | null = null
  #unsubscribe = () => {}

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  start(): void {
    this.#unsubscribe = this.#ctx.bus.subscribe('watching', (hint) => this.#hear(hint as Watching))
    this.#timer = setInterval(() => this.#beat(), this.#ctx.timing.ephemeralLeaseMs / 3)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#unsubscribe()
  }

  /** Told each conversation whose watchers are others now. */
  subscribe(listener: (conversationId: string) => void): void {
    this.#listeners.add(listener)
  }

  of(conversationId: string): Person[] {
    const everyone = [...this.#said.values()].flatMap(({ open }) => open.get(conversationId) ?? [])
    return everyone.filter((person, index) => everyone.findIndex(({ id }) => id === person.id) === index)
  }

  join(conversationId: string, reader: Reader, person: Person): void {
    const here = this.#mine.get(conversationId) ?? new Map<Reader, Person>()
    this.#mine.set(conversationId, here.set(reader, person))
    this.#say()
    // Whoever has just come wants to know who else is here, and hears it with everybody.
    this.#tell(conversationId)
  }

  leave(conversationId: string, reader: Reader): void {
    const here = this.#mine.get(conversationId)
    if (!here?.delete(reader)) return
    if (!here.size) this.#mine.delete(conversationId)
    this.#say()
  }

  forget(conversationId: string): void {
    if (this.#mine.delete(conversationId)) this.#say()
  }

  #say(): void {
    const open = [...this.#mine].map(([id, here]): [string, Person[]] => [id, [...here.values()]])
    this.#ctx.bus.publish('watching', { process: this.#ctx.process, open } satisfies Watching)
  }

  #beat(): void {
    if (this.#mine.size) this.#say()
    const now = performance.now()
    for (const [process, { at }] of this.#said)
      if (now - at > this.#ctx.timing.ephemeralLeaseMs && process !== this.#ctx.process)
        this.#hear({ process, open: [] })
  }

  #hear({ process, open }: Watching): void {
    const before = this.#said.get(process)?.open ?? new Map<string, Person[]>()
    const after = new Map(open)
    if (after.size) this.#said.set(process, { at: performance.now(), open: after })
    else this.#said.delete(process)
    for (const id of new Set([...before.keys(), ...after.keys()]))
      if (idsOf(before.get(id)) !== idsOf(after.get(id))) this.#tell(id)
  }

  #tell(conversationId: string): void {
    for (const listener of this.#listeners) listener(conversationId)
  }
}

const idsOf = (people: Person[] = []) =>
  people
    .map(({ id }) => id)
    .sort()
    .join(' ')
