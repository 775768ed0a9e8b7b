import { setTimeout as pause } from 'node:timers/promises'
import { openBuiltin } from '../../builtin/builtin.ts'
import type { Context } from '../../ground/context.ts'
import { CallLedger } from './call-ledger.ts'
import type { DayCalls } from '../../../protocol/agents/costs.ts'
import { ModelFailed, type Model, type ModelPart } from '../model.ts'

interface RationLimits {
  /** Calls of all processes that run at the same time. */
  atOnce: number
  /** Calls of all processes in a day (UTC). */
  perDay: number
  /** A reply that waited so long for its turn is made without the provider. */
  waitMs?: number
  /** Characters of one reply, its thinking included. */
  longest?: number
}

const crowded = 'Too many calls of the model are running.'

interface Waiting {
  visitor: string | null
  go: () => void
}

const usual = { waitMs: 10_000, longest: 40_000 }
/** Between two looks for a place that another process may have given back. */
const lookMs = 200

/**
 * Calls of a provider cost money, and strangers cause them: so many run at once, one for each visitor, and so many are made in a day. This process queues its own;
 * the ledger in the database counts them with those of the others, and those of before a restart.
 */
export class Ration {
  readonly limits: Required<RationLimits>
  #ledger: CallLedger | null = null
  #running = 0
  #waiting: Waiting[] = []
  readonly #visitors = new Set<string>()

  constructor(limits: RationLimits) {
    this.limits = { ...usual, ...limits }
  }

  start(ctx: Pick<Context, 'db' | 'log'>): void {
    this.#ledger = new CallLedger(ctx, this.limits)
  }

  stop(): void {
    this.#ledger?.stop()
  }

  async today(): Promise<DayCalls> {
    const calls = await this.#ledger!.today()
    return { calls, most: this.limits.perDay, spent: calls >= this.limits.perDay }
  }

  /** Resolves at its turn with what ends it; with the reason as a sentence when there is none. `visitor`: has one call at a time. */
  async take(visitor: string | null, signal: AbortSignal): Promise<(() => Promise<void>) | string> {
    const until = performance.now() + this.limits.waitMs
    if (!(await this.#turn(visitor, signal))) {
      signal.throwIfAborted()
      return crowded
    }
    const leave = () => {
      this.#running--
      if (visitor !== null) this.#visitors.delete(visitor)
      this.#admit()
    }
    const taken = await this.#entered(visitor, until, signal).catch((error) => {
      leave()
      throw error
    })
    if (typeof taken === 'string') {
      leave()
      return taken
    }
    return () => taken().finally(leave)
  }

  /** Into the ledger: other processes may have taken all places, or the day's last. */
  async #entered(
    visitor: string | null,
    until: number,
    signal: AbortSignal,
  ): Promise<(() => Promise<void>) | string> {
    for (;;) {
      const taken = await this.#ledger!.enter(visitor)
      if (taken === 'spent') return `The day's ${this.limits.perDay} calls of the model are used up.`
      if (taken !== 'crowded') return taken
      if (performance.now() >= until) return crowded
      await pause(lookMs, undefined, { signal })
    }
  }

  #turn(visitor: string | null, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (goes: boolean) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', give)
        this.#waiting = this.#waiting.filter((each) => each !== waiting)
        resolve(goes)
      }
      const give = () => settle(false)
      const waiting = { visitor, go: () => settle(true) }
      const timer = setTimeout(give, this.limits.waitMs)
      signal.addEventListener('abort', give, { once: true })
      this.#waiting.push(waiting)
      this.#admit()
    })
  }

  /** The first in the queue whose visitor has no call running. */
  #admit(): void {
    while (this.#running < this.limits.atOnce) {
      const next = this.#waiting.find(({ visitor }) => visitor === null || !this.#visitors.has(visitor))
      if (!next) return
      this.#running++
      if (next.visitor !== null) this.#visitors.add(next.visitor)
      next.go()
    }
  }
}

/** The same model within its ration; past it the built-in answerer speaks, and operators read why. */
export function rationed(model: Model, ration: Ration): Model {
  const builtin = openBuiltin()
  // It costs nothing.
  if (model.name === builtin.name) return model
  return {
    ...model,
    async *reply(turn, signal) {
      const turned = await ration.take(turn.visitor.id ?? null, signal)
      if (typeof turned === 'string') {
        yield { type: 'note', text: `${turned} The built-in answerer answered.` }
        return yield* builtin.reply(turn, signal)
      }
      try {
        yield* clipped(model, turn, { signal, longest: ration.limits.longest })
      } finally {
        await turned()
      }
    },
    ...(model.assess && {
      async assess(turn, said, signal) {
        const turned = await ration.take(null, signal)
        if (typeof turned === 'string') throw new ModelFailed(turned)
        return model.assess!(turn, said, signal).finally(turned)
      },
    }),
  }
}

/** A model that does not stop is stopped: what it said by then is its reply. */
async function* clipped(
  model: Model,
  turn: Parameters<Model['reply']>[0],
  { signal, longest }: { signal: AbortSignal; longest: number },
): AsyncGenerator<ModelPart> {
  let room = longest
  for await (const part of model.reply(turn, signal)) {
    if (part.type !== 'text' && part.type !== 'thought') {
      yield part
      continue
    }
    yield part.text.length > room ? { ...part, text: `${part.text.slice(0, room).toWellFormed()}…` } : part
    room -= part.text.length
    // Leaving the stream ends the request behind it.
    if (room < 0) return
  }
}

declare module '../../ground/context.ts' {
  interface Context {
    ration: Ration
  }
}
