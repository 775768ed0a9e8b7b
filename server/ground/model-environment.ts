import { z } from 'zod'

/** What the environment says of the language model, beside its name, its address and its key. */
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const
const number = (pattern: RegExp) => z.string().regex(pattern, 'is not such a number').transform(Number)
const seconds = number(/^(?:\d{1,4}(?:\.\d{1,3})?)$/)
  .refine((value) => value > 0, 'is zero')
  .transform((value) => Math.round(value * 1000))

/** "name: value; name: value" */
const pairs = (between: RegExp, within: string) =>
  z.string().transform((text, context) => {
    const all = text.split(between).filter((part) => part.trim())
    const found = all.map((part) => {
      const at = part.indexOf(within)
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const
    })
    if (found.every(([name, value]) => /^[\w-]+$/.test(name) && !/[\r\n]/.test(value)))
      return Object.fromEntries(found)
    context.addIssue('holds something else than names and values')
    return z.NEVER
  })

export const modelEnvironment = {
  HALO_MODEL_HEADERS: {
    value: pairs(/[;\n]/, ':').optional(),
    description: 'Further headers for the provider, separated by semicolons.',
    defaultText: 'none',
    right: 'a list like x-team: support; x-region: eu',
    secret: true as const,
  },
  HALO_MODEL_QUERY: {
    value: pairs(/&/, '=').optional(),
    description: 'Parameters to add to the address of every request to the provider.',
    defaultText: 'none; `azure/…` adds its `api-version`',
    right: 'a list like api-version=2024-10-21&region=eu',
  },
  HALO_MODEL_ORGANIZATION: {
    value: z.string().optional(),
    description: 'Organisation that the requests count for.',
    defaultText: "the key's own",
    right: 'the id that the provider gave it',
  },
  HALO_MODEL_PROJECT: {
    value: z.string().optional(),
    description: 'Project that the requests count for.',
    defaultText: "the key's own",
    right: 'the id that the provider gave it',
  },
  HALO_MODEL_MAX_TOKENS: {
    value: number(/^[1-9]\d{0,6}$/).optional(),
    description: 'Longest answer, in tokens; with reasoning models, what they think counts, too.',
    defaultText: "the provider's own",
    right: 'a whole number like 2000',
  },
  HALO_MODEL_TEMPERATURE: {
    value: number(/^[0-2](?:\.\d{1,3})?$/).optional(),
    description: 'How much an answer may vary, from 0 to 2.',
    defaultText: "the provider's own",
    right: 'a number from 0 to 2',
  },
  HALO_MODEL_EFFORT: {
    value: z.enum(efforts, 'is no such effort').optional(),
    description:
      'How much a reasoning model thinks before it answers: `none`, `minimal`, `low`, `medium`, `high` or `xhigh`.',
    defaultText: "the provider's own",
    right: `one of ${efforts.join(', ')}`,
  },
  HALO_MODEL_SILENCE: {
    value: seconds.optional(),
    description: 'Seconds without any sign of life after which the provider is given up.',
    defaultText: '`15`',
    right: 'a number of seconds like 60',
  },
  HALO_MODEL_LIMIT: {
    value: seconds.optional(),
    description: 'Seconds that a whole reply may take.',
    defaultText: '`45`',
    right: 'a number of seconds like 120',
  },
  HALO_MODEL_RETRIES: {
    value: number(/^\d$/).optional(),
    description: 'How often a request that did not get through is sent again.',
    defaultText: '`2`',
    right: 'a number from 0 to 9',
  },
  HALO_MODEL_TOOLS: {
    value: z.enum(['on', 'off'], 'is neither').optional(),
    description:
      'Whether the model may look articles up and call a person by itself. A server that refuses tools is asked without them in any case.',
    defaultText: '`on`',
    right: 'on or off',
  },
  HALO_MODEL_JUDGE: {
    value: z.string().optional(),
    description:
      'Who judges its replies: `on`, the model itself; `off`, what is built in; or the name of another model of the same provider.',
    defaultText: '`on`',
    right: 'on, off or the name of a model',
  },
  HALO_MODEL_CHECK: {
    value: z.enum(['on', 'off'], 'is neither').optional(),
    description:
      'Whether each process asks its models three short questions at the start, and writes into its log what they can do.',
    defaultText: '`on`',
    right: 'on or off',
  },
}

type Values = { [N in keyof typeof modelEnvironment]?: z.output<(typeof modelEnvironment)[N]['value']> }

export function modelOptions(values: Values) {
  const judge = values.HALO_MODEL_JUDGE
  return {
    headers: values.HALO_MODEL_HEADERS,
    query: values.HALO_MODEL_QUERY,
    organization: values.HALO_MODEL_ORGANIZATION,
    project: values.HALO_MODEL_PROJECT,
    maxTokens: values.HALO_MODEL_MAX_TOKENS,
    temperature: values.HALO_MODEL_TEMPERATURE,
    effort: values.HALO_MODEL_EFFORT,
    silenceMs: values.HALO_MODEL_SILENCE,
    replyMs: values.HALO_MODEL_LIMIT,
    retries: values.HALO_MODEL_RETRIES,
    tools: values.HALO_MODEL_TOOLS !== 'off',
    judge: judgeOf(judge),
  }
}

function judgeOf(judge: string | undefined): { model: string } | 'itself' | 'nobody' {
  if (judge === 'off') return 'nobody'
  return judge && judge !== 'on' ? { model: judge } : 'itself'
}
