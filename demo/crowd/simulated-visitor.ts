import { setTimeout as wait } from 'node:timers/promises'
import type { Message } from '../../protocol/entities.ts'
import type { Chance } from './chance.ts'
import type { Step, Temper } from './dialogue.ts'
import { disappointed, toPerson } from './lines.ts'
import type { Visit } from './visit.ts'

/** Letters a second, and seconds before the first of them. */
const hands: Record<Temper, { typing: number; thinking: [number, number] }> = {
  polite: { typing: 18, thinking: [3, 8] },
  terse: { typing: 14, thinking: [1, 4] },
  confused: { typing: 12, thinking: [5, 12] },
  frustrated: { typing: 20, thinking: [2, 6] },
  furious: { typing: 28, thinking: [1, 3] },
  chatty: { typing: 22, thinking: [2, 6] },
  abroad: { typing: 10, thinking: [4, 10] },
}

const seconds = 1000
/** Whoever gets no answer for so long goes on all the same; so does whoever hears nothing more from a person. */
const timeoutSeconds = { answer: 25, person: 120 }

/** One visitor at the keyboard, from the open panel until there is nothing more to say. Ends early when `signal` aborts. */
export class SimulatedVisitor {
  readonly #visit: Visit
  readonly #temper: Temper
  readonly #chance: Chance
  readonly #signal: AbortSignal
  #heardUpTo = 0
  #helped = true

  constructor(visit: Visit, temper: Temper, chance: Chance, signal: AbortSignal) {
    this.#visit = visit
    this.#temper = temper
    this.#chance = chance
    this.#signal = signal
  }

  /** `eager` visitors have had their question in mind for a while. */
  async run(steps: Step[], eager: boolean): Promise<void> {
    await this.#pause(eager ? [0.2, 3] : [2, 6])
    for (const step of steps) {
      if (this.#isOver) return
      await this.#runStep(step)
      await this.#talkToPerson()
    }
    await this.#pause([4, 15])
  }

  get #isOver(): boolean {
    return this.#visit.transcript.conversation.status === 'completed'
  }

  async #runStep(step: Step): Promise<void> {
    switch (step.kind) {
      case 'say':
        return this.#ask(step.text, step.hopes, step.otherwise)
      case 'thank':
        return this.#thank(step.text)
      case 'hesitate':
        return this.#hesitate(step.seconds)
      case 'look away':
        return this.#lookAway(step.seconds)
      case 'go to':
        return this.#visit.goTo(step.page)
      case 'ask for a person':
        return this.#askForPerson(step.seconds, step.otherwise)
      case 'rate':
        return this.#visit.rate(step.vote)
    }
  }

  async #ask(text: string, hopes?: RegExp, otherwise?: string): Promise<void> {
    const fits = (answer: Message | null) => !answer || answer.from !== 'ai' || !hopes || hopes.test(answer.text)
    this.#helped = fits(await this.#write(text))
    if (!this.#helped && otherwise) this.#helped = fits(await this.#write(otherwise))
  }

  async #thank(text: string): Promise<void> {
    await this.#write(this.#helped ? text : this.#chance.pick(disappointed[this.#temper]))
  }

  /** Types and sends, and answers what came back once it was read; null when nothing did. */
  async #write(text: string): Promise<Message | null> {
    await this.#keys(text.length)
    if (this.#isOver) return null
    const seq = await this.#visit.say(text)
    const answer = await this.#next(seq, timeoutSeconds.answer)
    if (!answer) return null
    this.#heardUpTo = answer.seq
    await this.#pause([1, 2], answer.text.length / 60)
    await this.#pause(hands[this.#temper].thinking)
    return answer
  }

  async #keys(letters: number): Promise<void> {
    this.#visit.type(true)
    await this.#pause([0.5, 1], Math.min(6, letters / hands[this.#temper].typing))
    this.#visit.type(false)
  }

  async #hesitate(lasting: number): Promise<void> {
    this.#visit.type(true)
    await this.#pause([lasting * 0.7, lasting * 1.3])
    this.#visit.type(false)
    await this.#pause([2, 5])
  }

  async #lookAway(lasting: number): Promise<void> {
    this.#visit.look('idle')
    await this.#pause([lasting * 0.7, lasting * 1.3])
    this.#visit.look('active')
  }

  async #askForPerson(lasting: number, otherwise?: string): Promise<void> {
    const { upTo } = this.#visit.transcript
    await this.#visit.askForPerson()
    const came = await this.#next(upTo, lasting, 'operator')
    if (!came && otherwise && !this.#isOver) await this.#write(otherwise)
  }

  /** As long as a person holds the pen, the visitor talks to that person. */
  async #talkToPerson(): Promise<void> {
    let turn = 0
    while (this.#withPerson) {
      const said = await this.#next(this.#heardUpTo, timeoutSeconds.person, 'operator')
      if (!said || this.#isOver) return
      this.#heardUpTo = said.seq
      await this.#pause([2, 5], Math.min(5, said.text.length / 40))
      const lines = toPerson[this.#temper]
      const text = lines[turn++]
      if (!text || !this.#withPerson) continue
      await this.#keys(text.length)
      await this.#visit.say(text)
    }
  }

  get #withPerson(): boolean {
    return !this.#isOver && this.#visit.transcript.conversation.control.holder === 'operator'
  }

  /** The next word of somebody else after `seq`; null when none came in time, the conversation ended, or the person who held the pen let go of it. */
  #next(seq: number, within: number, from?: Message['from']): Promise<Message | null> {
    const { transcript } = this.#visit.followed
    const found = () =>
      this.#visit.transcript.messages.find(
        (message) =>
          message.seq > seq &&
          (from ? message.from === from : message.from === 'ai' || message.from === 'operator'),
      )
    const wasWithPerson = this.#withPerson
    return new Promise((resolve, reject) => {
      const end = (message: Message | null) => {
        stop()
        resolve(message)
      }
      const look = () => {
        const message = found()
        if (message) end(message)
        else if (this.#isOver || (wasWithPerson && !this.#withPerson)) end(null)
      }
      const abort = () => {
        stop()
        reject(this.#signal.reason)
      }
      const timer = setTimeout(() => end(null), within * seconds)
      const unsubscribe = transcript.subscribe(look)
      this.#signal.addEventListener('abort', abort)
      const stop = () => {
        clearTimeout(timer)
        unsubscribe()
        this.#signal.removeEventListener('abort', abort)
      }
      if (this.#signal.aborted) abort()
      else look()
    })
  }

  async #pause([low, high]: readonly [number, number], more = 0): Promise<void> {
    await wait((this.#chance.between(low, high) + more) * seconds, undefined, { signal: this.#signal })
  }
}
