import { z } from 'zod'
import { Id, WebAddress, Words } from '../basics.ts'

/** Language models that are set up here, beside those of the environment. Keys and headers go in and never come out. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const
export const vendors = ['openai', 'anthropic', 'azure', 'openai-compatible'] as const

/** By its provider and its name there: "openai/gpt-…". */
const ModelName = Words.max(200).regex(
  /^(?:openai|anthropic|azure|openai-compatible)\/\S+$/,
  `Write the provider and the name of its model: ${vendors.join('/…, ')}/…`,
)

const options = {
  name: ModelName,
  url: WebAddress.nullable(),
  /** The longest answer. */
  maxTokens: z.int().min(1).max(9_999_999).nullable(),
  temperature: z.number().min(0).max(2).nullable(),
  effort: z.enum(efforts).nullable(),
  /** Without a sign of life. */
  silenceSeconds: z.number().min(0.1).max(600).nullable(),
  /** From the question to the last word. */
  replySeconds: z.number().min(1).max(600).nullable(),
  tools: z.boolean(),
  /** Who judges its replies: itself, nobody, or another model of the same provider by its name there. */
  judge: z.union([z.enum(['itself', 'nobody']), z.strictObject({ model: Words.trim().min(1).max(200) })]),
}

const Headers = z.record(
  z.string().regex(/^[\w-]{1,100}$/, 'A header has a name of letters, numbers and hyphens'),
  z
    .string()
    .max(4000)
    .regex(/^[\t\x20-\x7e]*$/, 'A header holds plain characters of one line'),
)

export const ModelInput = z.strictObject({
  ...options,
  /** Left out: the one that is kept. Null: none. */
  key: z
    .string()
    .max(4000)
    .regex(/^[\x21-\x7e]+$/, 'A key has no blanks')
    .nullable()
    .optional(),
  headers: Headers.optional(),
})
export type ModelInput = z.infer<typeof ModelInput>

export const SetUpModel = z.object({ id: Id, ...options, hasKey: z.boolean(), headerNames: z.array(z.string()) })
export type SetUpModel = z.infer<typeof SetUpModel>

/** `answers`: the one that answers wherever no other was chosen. `fallback`: answers where another fails before its first word; null: nobody does. */
export const ModelChoices = z.strictObject({
  answers: Words.max(200).nullable(),
  fallback: Words.max(200).nullable(),
})
export type ModelChoices = z.infer<typeof ModelChoices>

export const Models = z.object({
  models: z.array(SetUpModel),
  choices: ModelChoices,
  /** Everything an agent can be given; the one that answers now first. */
  names: z.array(z.string()),
  /** Set by environment variables: it answers whatever is chosen here. */
  fromEnvironment: z.string().nullable(),
})
export type Models = z.infer<typeof Models>

/** What a model was found to do when it was asked. Null: it was not to be found out. */
export const ModelCheck = z.object({
  model: z.string(),
  answers: z.boolean(),
  /** Why it does not answer. */
  problem: z.string().nullable(),
  streams: z.boolean().nullable(),
  tools: z.boolean().nullable(),
  json: z.boolean().nullable(),
  reasoning: z.enum(['none', 'apart', 'tags', 'only closing tag']).nullable(),
  firstWordMs: z.int().nullable(),
  tokensPerSecond: z.number().nullable(),
  /** What it refused, in its provider's words. */
  refused: z.array(z.string()),
})
export type ModelCheck = z.infer<typeof ModelCheck>

const reply = Models

export const modelsApi = {
  'GET /api/models': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The language models that are set up here, without their keys, and which of them answers.',
    reply,
  },
  'PUT /api/models/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Set a model up, or change it; holds from the next reply in every process. A key and headers that are left out stay as they are, unless the address or the provider is another: 400 `key_again`. An address that is not of the public internet is asked only where HALO_FETCH_PRIVATE allows it. 409 `same_model` when there is one of this name.',
    params: z.object({ id: Id }),
    body: ModelInput,
    reply,
  },
  'DELETE /api/models/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Remove a model, with its key. Agents that were given it answer with that of the workspace. What is gone is no error.',
    params: z.object({ id: Id }),
    reply,
  },
  'PUT /api/models': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Choose which model answers and which one stands in. Environment variables win over `answers`. 400 `no_model` for one that is not there.',
    body: ModelChoices,
    reply,
  },
  'POST /api/model/check': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Ask a model three short questions, and tell what it can do: whether it streams, calls tools, gives JSON, how it marks what it thinks, how fast it is, and what it refused, in the words of its provider.',
    body: z.strictObject({ model: Words.max(200) }),
    reply: ModelCheck,
  },
} as const
