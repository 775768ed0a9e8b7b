import { readingBacklog, readingSkipped } from '../ground/metrics.ts'

/** How much of a conversation is read: all of it, all but its topic, or its mood by words alone. */
export type Depth = 'whole' | 'mood' | 'words'

/** So late, a reading leaves out the topic, and then what messages mean. Both are made up for when nothing else waits. */
const late = { mood: 500, words: 1_500 }
/** At once: as many sentences as an answer of the AI may find before its own at the encoder. */
const together = 3
/** So many conversations that were read in part are remembered; the oldest ones wait for their next message. */
const mostOwed = 10_000

type Read = (conversationId: string, depth: Depth) => Promise<void>

/**
 * Who is read when, and how deeply. Each conversation stands in the line once, whatever is said in it meanwhile, and one reading begins in a turn of the event
 * loop, so that messages are delivered between any two.
 */
export class ReadingQueue {
  readonly #read: Read
  readonly #failed: (error: unknown, conversationId: string) => void
  /** Since when. */
  readonly #ready = new Map<string, number>()
  readonly #owed = new Map<string, Depth>()
  #active = 0
  #turning: NodeJS.Immediate | null = null
  #stopped = false

  constructor(read: Read, failed: (error: unknown, conversationId: string) => void) {
    this.#read = read
    this.#failed = failed
  }

  add(conversationId: string): void {
    if (this.#stopped || this.#ready.has(conversationId)) return
    this.#ready.set(conversationId, performance.now())
    this.#turn()
  }

  has(conversationId: string): boolean {
    return this.#ready.has(conversationId)
  }

  forget(conversationId: string): void {
    this.#ready.delete(conversationId)
    this.#owed.delete(conversationId)
    this.#count()
  }

  stop(): void {
    this.#stopped = true
    this.#ready.clear()
    this.#owed.clear()
    if (this.#turning) clearImmediate(this.#turning)
    this.#count()
  }

  #turn(): void {
    this.#count()
    if (this.#stopped || this.#turning || this.#active >= together) return
    // What was left out is made up for one at a time, when nobody waits.
    if (!this.#ready.size && !(this.#owed.size && this.#active === 0)) return
    this.#turning = setImmediate(() => {
      this.#turning = null
      this.#begin()
      this.#turn()
    })
  }

  #begin(): void {
    const next = this.#ready.entries().next().value ?? this.#firstOwed()
    if (!next) return
    const [conversationId, since] = next
    const depth = depthAfter(performance.now() - since)
    this.#ready.delete(conversationId)
    this.#owe(conversationId, depth)
    this.#active++
    this.#read(conversationId, depth)
      .catch((error) => this.#failed(error, conversationId))
      .finally(() => {
        this.#active--
        this.#turn()
      })
  }

  #firstOwed(): [string, number] | null {
    const conversationId = this.#owed.keys().next().value
    return conversationId === undefined ? null : [conversationId, performance.now()]
  }

  #owe(conversationId: string, depth: Depth): void {
    this.#owed.delete(conversationId)
    if (depth === 'whole') return
    readingSkipped.inc({ what: 'topic' })
    if (depth === 'words') readingSkipped.inc({ what: 'meaning' })
    this.#owed.set(conversationId, depth)
    if (this.#owed.size > mostOwed) this.#owed.delete(this.#owed.keys().next().value!)
  }

  #count(): void {
    readingBacklog.set({ state: 'unread' }, this.#ready.size)
    readingBacklog.set({ state: 'partly' }, this.#owed.size)
  }
}

function depthAfter(waitedMs: number): Depth {
  if (waitedMs >= late.words) return 'words'
  return waitedMs >= late.mood ? 'mood' : 'whole'
}
