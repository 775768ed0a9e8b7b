import type { Source } from '../../protocol/entities.ts'
import { shortened } from '../../protocol/cut.ts'
import type { ModelPart, Usage } from './model.ts'

/** Of what was cited wrongly, as much as an operator wants to read. */
const mostUnknown = 10
const longestCitation = 300

/** One reply, as its parts come in. */
export class Gathered {
  text = ''
  reasoning = ''
  /** Why a person is wanted, or null. */
  human: string | null = null
  /** What the team is asked, or null. */
  inquiry: string | null = null
  /** Why another model had to stand in, or null. */
  failed: string | null = null
  readonly notes: string[] = []
  usage: Usage | null = null
  /** Another model than the one that was asked, which stood in for it. */
  by: string | null = null
  readonly #sources = new Map<string, Source>()
  readonly #unknown: string[] = []

  /** `spent`: what an earlier try has taken already. */
  constructor(spent: Usage | null = null) {
    this.usage = spent
  }

  hear(part: ModelPart): void {
    if (part.type === 'text') this.text += part.text.replaceAll('\0', '')
    if (part.type === 'back') this.text = this.text.slice(0, part.to)
    if (part.type === 'thought') this.reasoning += part.text.replaceAll('\0', '')
    if (part.type === 'source') this.#sources.set(part.source.id, part.source)
    if (part.type === 'unknown') this.#unknown.push(shortened(part.cited, longestCitation))
    if (part.type === 'human') this.human = part.reason
    if (part.type === 'inquiry') this.inquiry = part.question
    if (part.type === 'note') {
      this.notes.push(part.text)
      this.failed = part.failed ?? this.failed
    }
    if (part.type === 'usage') {
      this.usage = sum(this.usage, part.usage)
      this.by = part.by ?? this.by
    }
  }

  get sources(): Source[] {
    return [...this.#sources.values()]
  }

  get unknown(): string[] {
    return this.#unknown.slice(0, mostUnknown)
  }
}

function sum(before: Usage | null, more: Usage): Usage {
  if (!before) return more
  return {
    input: before.input + more.input,
    output: before.output + more.output,
    cached: before.cached + more.cached,
    reasoning: before.reasoning + more.reasoning,
  }
}
