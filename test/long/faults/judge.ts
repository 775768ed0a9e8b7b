import assert from 'node:assert/strict'
import type { Json } from './client.ts'
import type { Cluster } from './cluster.ts'
import type { Operator } from './operator.ts'
import type { Visitor } from './visitor.ts'

/** Between the moments at which this process notices two things that happened at once. */
const toleranceMs = 150
export const rightWithinMs = 10_000
export const outboxWithinMs = 5_000

/** Notes what was seen, and what must not have been. Knows the product by its wires only. */
export class Judge {
  readonly violations: string[] = []
  readonly numbers = { words: 0, takeovers: 0, confirmed: 0, slowestRight: 0 }
  readonly #takeovers = new Map<string, { epoch: number; at: number }[]>()
  readonly #replies = new Map<string, string[]>()
  readonly #lag = new Lag()
  during = 'nothing'

  violated(what: string, detail: string): void {
    this.violations.push(`${what} (during ${this.during}): ${detail}`)
  }

  takeoverConfirmed(id: string, epoch: number): void {
    this.numbers.takeovers++
    this.#takeovers.set(id, [...(this.#takeovers.get(id) ?? []), { epoch, at: performance.now() }])
  }

  replyConfirmed(id: string, messageId: string): void {
    this.#replies.set(id, [...(this.#replies.get(id) ?? []), messageId])
  }

  heardByVisitor(visitor: Visitor, frame: Json): void {
    const text = JSON.stringify(frame)
    if (/wh-[0-9a-f]{8}-|"type":"whisper|inbox training/i.test(text))
      this.violated('whisper at a visitor', `${visitor.name}: ${text.slice(0, 300)}`)
  }

  heardWords(visitor: Visitor, epoch: number): void {
    this.numbers.words++
    const now = performance.now()
    if (epoch < visitor.epoch)
      this.violated('words after takeover', `${visitor.name} heard epoch ${epoch} after ${visitor.epoch} began`)
    if (visitor.lineWasBroken) return
    const over = this.#takeovers
      .get(visitor.id)
      ?.find((takeover) => takeover.epoch > epoch && now - takeover.at > toleranceMs + this.#lag.worst())
    if (over)
      this.violated(
        'words after takeover',
        `${visitor.name} heard epoch ${epoch}, ${Math.round(now - over.at)} ms after epoch ${over.epoch} was confirmed`,
      )
  }

  /** What is not right now; empty when everything is. `since`: when the fault was over. */
  async look(visitors: Visitor[], operators: Operator[], since: number): Promise<string[]> {
    const wrong: string[] = []
    for (const { name, pendingSince } of visitors)
      if (pendingSince !== null && pendingSince < since) wrong.push(`outbox of ${name}`)
    const looks = visitors.map((visitor) => this.#lookAt(visitor, operators, since))
    return [...wrong, ...(await Promise.all(looks)).flat()]
  }

  async #lookAt(visitor: Visitor, operators: Operator[], since: number): Promise<string[]> {
    const wrong: string[] = []
    const fresh = await operators[0]!.fresh(visitor.id).catch((error) => ({ error: error.message }))
    if (fresh.error) return [`transcript of ${visitor.name} (${fresh.error})`]
    const { conversation, messages, stretch } = fresh
    if (visitor.connected) {
      // Both show the end of a long conversation; what stands in both is compared.
      const from = Math.max(visitor.from, stretch.from)
      const shown = ({ seq }: Json) => seq >= from && seq <= fresh.upTo
      const seen = visitor.messages.filter(shown).map(({ id, text }) => [id, text])
      const kept = messages.filter(shown).map(({ id, text }: Json) => [id, text])
      if (!equal(seen, kept)) wrong.push(`view of ${visitor.name} (${seen.length} of ${kept.length} messages)`)
      if (conversation.presence !== 'active') wrong.push(`presence of ${visitor.name} (${conversation.presence})`)
    } else if (visitor.awaySince === null) wrong.push(`line of ${visitor.name}`)
    else if (performance.now() - visitor.awaySince > rightWithinMs && conversation.presence !== 'gone')
      wrong.push(`presence of ${visitor.name}, who left (${conversation.presence})`)
    for (const operator of operators) wrong.push(...rowIsWrong(operator, visitor, conversation))
    const asked = visitor.confirmed.findLast(({ at }) => at < since)
    const question = asked && messages.findIndex(({ id }: Json) => id === asked.id)
    if (question !== undefined && conversation.control.holder === 'ai' && conversation.waitingSince !== null)
      if (!messages.slice(question + 1).some(({ from }: Json) => from === 'ai' || from === 'operator'))
        wrong.push(`answer to ${visitor.name}`)
    return wrong
  }

  /** When everybody rests: no draft stands, and everybody sees who watches. */
  restIsWrong(visitors: Visitor[], operators: Operator[]): string[] {
    const drafts = visitors.filter(({ draft, connected }) => draft && connected)
    const watchers = operators.flatMap((operator) =>
      visitors.flatMap(({ id, name }) => {
        const expected = operators.filter((each) => each.connected && each.watching.includes(id))
        const shown = (operator.rows.get(id)?.watchers ?? []).map(({ id }: Json) => id)
        return equal([...new Set(expected.map(({ personId }) => personId))].sort(), shown.sort())
          ? []
          : [`watchers of ${name} for ${operator.name} (${shown.length} shown)`]
      }),
    )
    return [...drafts.map(({ name, draft }) => `draft of ${name} (${draft.slice(0, 40)})`), ...watchers]
  }

  /** At the end: the whole log of each conversation. */
  async judgeLog(visitor: Visitor, operator: Operator): Promise<void> {
    const events: Json[] = []
    for (;;) {
      const more = await operator.call(
        'GET',
        `/api/conversations/${visitor.id}/events?after=${events.at(-1)?.seq ?? 0}`,
      )
      if (!more.events.length) break
      events.push(...more.events)
    }
    const check = (what: string, isSo: boolean, detail = '') =>
      isSo || this.violated(what, `${visitor.name} ${detail}`)
    check(
      'gaps in the log',
      equal(
        events.map(({ seq }) => seq),
        events.map((_, place) => place + 1),
      ),
    )
    const posted = events.filter(({ type }) => type === 'message.posted').map(({ payload }) => payload.message)
    const said = posted.filter(({ from }) => from === 'visitor').map(({ id }) => id)
    const confirmed = visitor.confirmed.map(({ id }) => id)
    check(
      'lost or reordered',
      equal(
        said.filter((id) => confirmed.includes(id)),
        confirmed,
      ),
    )
    check('doubled', new Set(posted.map(({ id }) => id)).size === posted.length)
    for (const id of this.#replies.get(visitor.id) ?? [])
      check('lost reply of a person', posted.filter((message) => message.id === id).length === 1, id)
    const runs = posted.flatMap(({ run }) => (run ? [run] : []))
    check('answered twice', new Set(runs).size === runs.length)
    this.#judgePen(events, check)
    this.numbers.confirmed += confirmed.length
  }

  #judgePen(events: Json[], check: (what: string, isSo: boolean, detail?: string) => unknown): void {
    let holder = 'ai'
    const used = new Map<string, number>()
    for (const { type, payload, seq } of events) {
      if (type === 'takeover.began') holder = 'operator'
      if (type === 'takeover.ended') holder = 'ai'
      if (type === 'message.posted' && payload.message.from === 'ai')
        check('AI message after takeover', holder === 'ai', `seq ${seq}`)
      if (type === 'whisper.used') used.set(payload.id, (used.get(payload.id) ?? 0) + 1)
    }
    for (const [id, times] of used) check('whisper used again', times === 1, `${id}: ${times} times`)
  }

  judgeEndings({ nodes }: Cluster): void {
    for (const { endings, output } of nodes)
      for (const ending of endings.splice(0)) this.violated('ended by itself', `${ending}\n${output.slice(-2_000)}`)
  }

  stop(): void {
    this.#lag.stop()
  }
}

function rowIsWrong(operator: Operator, { id, name }: Visitor, head: Json): string[] {
  if (!operator.connected) return [`line of ${operator.name}`]
  if (!operator.shown.includes(id)) return [`row of ${name} missing for ${operator.name}`]
  const { watchers: _, ...row } = operator.rows.get(id)
  if (row.seq > head.seq || (row.seq === head.seq && equal(row, head))) return []
  return [`row of ${name} for ${operator.name} (seq ${row.seq} of ${head.seq})`]
}

function equal(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other)
    return true
  } catch {
    return false
  }
}

/** How late this process itself was lately: what it notices late did not happen late. */
class Lag {
  #at = performance.now()
  #late: { at: number; ms: number }[] = []
  #timer = setInterval(() => {
    const now = performance.now()
    const ms = now - this.#at - 20
    this.#at = now
    if (ms > 20) this.#late.push({ at: now, ms })
    this.#late = this.#late.filter(({ at }) => now - at < 3_000)
  }, 20)

  worst(): number {
    return Math.max(0, ...this.#late.map(({ ms }) => ms), performance.now() - this.#at - 20)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
