import type { Sending } from '../../protocol/agents/sending.ts'
import { efforts, vendors, type ModelCheck } from '../../protocol/agents/models.ts'
import type { Source } from '../../protocol/entities.ts'
import type { Passage } from '../knowledge/search.ts'
import type { Profile } from '../people/visitors/profile.ts'
import type { Taught } from './taught-shape.ts'
import type { ReplyAssessment, FinishedReply } from './reply-assessment.ts'

export type { Passage }

/** Everything that one reply is made from. */
export interface Turn {
  agent: {
    id: string
    name: string
    role?: string
    instructions: string
    goal: string
    idealCustomer: string
    boundaries: string
    model?: string
    /** When its replies go out. */
    sending?: Sending
  }
  /** Oldest first; the last entry is from the visitor and is what is to be answered. A burst of visitor messages stands as several entries. */
  history: Entry[]
  /** What operators want heeded in this reply, oldest first. `by` is the operator's name. */
  whispers: { id: string; by: string; text: string; must?: boolean; asked?: string }[]
  /** What the person who answered here before left word of: it holds for the rest of the conversation. */
  brief?: { by: string; text: string } | null
  /** What they taught before, as far as it bears on this reply. */
  taught: Taught
  visitor: { id?: string; name: string | null; email: string | null }
  /** What else is known of them. */
  known?: Profile
  page: { url: string; title: string; language?: string } | null
  /** What was found for the visitor's question, best first. */
  passages: Passage[]
  /** Looks again, in other words: at once, by words alone. */
  search: (question: string) => Passage[]
  /** The same by words and by meaning, for a model that can wait. */
  find: (question: string) => Promise<Passage[]>
  /** Whether the AI may bring a person into this: by its settings, or because an operator told it to. */
  mayEscalate: boolean
  /** An answer that is not to be found brings a person at once, so the reply says that and does not ask. */
  fetchesPerson?: boolean
  /** It may put a question to the team. */
  asksTeam?: boolean
  /** The team is being asked something and has not answered. */
  teamAsked?: boolean
  /** What it claimed in a first try and was not given: it says it again without. */
  without?: string[]
  /** A draft for a person of the team, who sends it in their own name: they offer no person and point to no button. */
  forOperator?: boolean
  /** A person was asked for and has not come yet. */
  personAsked?: boolean
}

export interface Entry {
  id: string
  from: 'visitor' | 'ai' | 'operator' | 'system'
  author: string | null
  text: string
  at: number
}

export type ModelPart =
  /** Words for the visitor. */
  | { type: 'text'; text: string }
  /** What it thought on the way; never for the visitor. */
  | { type: 'thought'; text: string }
  /** Of the words so far only so many are for the visitor: the rest turned out to be thinking. */
  | { type: 'back'; to: number }
  /** What they rest on. */
  | { type: 'source'; source: Source }
  /** It cited an article or an address that it was not given; the visitor saw nothing of it. */
  | { type: 'unknown'; cited: string }
  /** What it took; `by`: another model, which stood in for this one. */
  | { type: 'usage'; usage: Usage; by?: string }
  /** Something went otherwise than it should, which operators are to know. `failed`: why the model itself did not answer. */
  | { type: 'note'; text: string; failed?: string }
  /** A person is wanted, by the visitor or by the model itself; the server brings one. */
  | { type: 'human'; reason: string }
  /** The team is to be asked this; the words for the visitor say only that. */
  | { type: 'inquiry'; question: string }

/** Tokens of one request, or of several together. `input` and `output` hold the other two. */
export interface Usage {
  input: number
  output: number
  /** Of the input, what the provider still knew. */
  cached: number
  /** Of the output, what was thought and not said. */
  reasoning: number
}

/** Whatever writes the AI's replies. */
export interface Model {
  /** As operators know it: "built-in", "openai/gpt-…". */
  readonly name: string
  /** For operators: what a whisper can and cannot do with this model. */
  readonly follows: string
  /** The longest that a reply may take, where that was set. */
  readonly replyMs?: number
  /**
   * Streams one reply until it is done. Once `signal` aborts, no part follows and the signal's reason is thrown.
   * Every other way to end without a reply throws ModelFailed.
   */
  reply(turn: Turn, signal: AbortSignal): AsyncIterable<ModelPart>
  /** Assesses a finished reply; throws ModelFailed when it gave none. Without it, retrieval and words decide. */
  assess?(turn: Turn, reply: FinishedReply, signal: AbortSignal): Promise<ReplyAssessment & { usage: Usage }>
  /** Asks it what it can do. Without it there is nothing to ask: it needs no provider. */
  check?(signal: AbortSignal): Promise<ModelCheck>
}

/** The model could not answer. The message tells an operator why. */
export class ModelFailed extends Error {
  override readonly name = 'ModelFailed'
}

export interface ModelSettings {
  /** "openai/…", "anthropic/…", "azure/…" or "openai-compatible/…"; null for the built-in answerer. */
  model: string | null
  url: string | null
  key: string | null
  /** Sent with every request. */
  headers?: Record<string, string>
  query?: Record<string, string>
  organization?: string
  project?: string
  /** The longest answer, in tokens. */
  maxTokens?: number
  temperature?: number
  effort?: Effort
  /** Without a sign of life. */
  silenceMs?: number
  /** From the question to the last word. */
  replyMs?: number
  /** How often a request that did not get through is sent again. */
  retries?: number
  /** Whether it is offered tools. */
  tools?: boolean
  /** Who judges its replies: itself, another model of the same provider, or nobody. */
  judge?: { model: string } | 'itself' | 'nobody'
  /** What sends its requests, where not every address may be asked. */
  fetch?: typeof globalThis.fetch
}

type Effort = (typeof efforts)[number]

type Vendor = (typeof vendors)[number]

/** What is wrong with the settings, in words, or null. */
export function checkModel({ model, url, key }: ModelSettings): string | null {
  if (!model) return null
  const { vendor, name } = splitModel(model)
  if (!vendor || !name)
    return `"${model}" names no model. Write ${vendors.map((known) => `${known}/<name>`).join(', ')}.`
  if (vendor === 'openai-compatible' && !url) return 'An openai-compatible model needs the address of its endpoint.'
  if (vendor === 'azure' && !url) return 'An Azure deployment needs the address of its resource.'
  if (vendor !== 'openai-compatible' && !key) return `The provider ${vendor} needs a key.`
  return null
}

export function splitModel(model: string): { vendor: Vendor | null; name: string } {
  const [, prefix, name] = /^([^/]*)\/(.*)$/.exec(model) ?? []
  return { vendor: vendors.find((vendor) => vendor === prefix) ?? null, name: name ?? '' }
}
