import { setTimeout as wait } from 'node:timers/promises'
import { Chance } from './chance.ts'
import { customers, type Customer } from './customers.ts'
import type { Dialogue } from './dialogue.ts'
import { SimulatedVisitor } from './simulated-visitor.ts'
import { Visit, type Place } from './visit.ts'

/** Somebody on the way to the shop: who, with what in mind, and with luck of their own. */
interface Arrival {
  customer: Customer | null
  dialogue: Dialogue
  chance: Chance
}

/** Who comes, one after the other, without end: each dialogue once before any comes again. The same seed, the same people in the same order. */
export function* arrivals(seed: number, dialogues: readonly Dialogue[]): Generator<Arrival, never> {
  const chance = new Chance(seed)
  let queue: Customer[] = []
  for (;;) {
    for (const dialogue of chance.shuffled(dialogues)) {
      if (!queue.length) queue = chance.shuffled(customers)
      yield { customer: dialogue.who === 'customer' ? queue.pop()! : null, dialogue, chance: chance.fork() }
    }
  }
}

interface Options {
  seed: number
  size: number
  dialogues: readonly Dialogue[]
  troubled(error: unknown): void
}

/** Keeps `size` visitors in the shop: whoever leaves makes room for somebody new, until it is sent home. */
export class Crowd {
  readonly #place: Place
  readonly #options: Options
  readonly #arrivals: Generator<Arrival, never>
  readonly #end = new AbortController()
  readonly #present = new Set<string>()
  #places: Promise<void>[] = []

  constructor(place: Place, options: Options) {
    this.#place = place
    this.#options = options
    this.#arrivals = arrivals(options.seed, options.dialogues)
  }

  gather(): void {
    this.#places = Array.from({ length: this.#options.size }, (_, index) => this.#keepFilled(index))
  }

  /** Everybody leaves; nothing of them runs on. */
  async goHome(): Promise<void> {
    this.#end.abort()
    await Promise.all(this.#places)
  }

  /** One after the other takes this place. */
  async #keepFilled(index: number): Promise<void> {
    const { signal } = this.#end
    let eager = true
    await this.#rest(index * 50)
    while (!signal.aborted) {
      const arrival = this.#next()
      await this.#host(arrival, eager).catch((error) => {
        if (!signal.aborted) this.#options.troubled(error)
      })
      eager = false
      await this.#rest(arrival.chance.between(500, 3000))
    }
  }

  #rest = (ms: number) => wait(ms, undefined, { signal: this.#end.signal }).catch(() => {})

  /** Nobody is in two places at once: a customer who is here is passed over until the next round. */
  #next(): Arrival {
    for (;;) {
      const arrival = this.#arrivals.next().value
      if (!arrival.customer || !this.#present.has(arrival.customer.id)) return arrival
    }
  }

  async #host({ customer, dialogue, chance }: Arrival, eager: boolean): Promise<void> {
    if (customer) this.#present.add(customer.id)
    const visit = await Visit.begin(this.#place, customer, dialogue.at)
    try {
      await new SimulatedVisitor(visit, dialogue.temper, chance, this.#end.signal).run(dialogue.steps, eager)
    } finally {
      await visit
        .leave(this.#end.signal.aborted ? 'closed' : dialogue.leaves)
        .finally(() => customer && this.#present.delete(customer.id))
    }
  }
}
