import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { readEnvironment } from './environment.ts'
import { limits, longestConversation, type Limits } from './limits.ts'
import { mailEnvironment, mailServerOf, type NamedMailServer } from './mail-environment.ts'
import { modelEnvironment, modelOptions } from './model-environment.ts'
import { isRange } from './network-ranges.ts'

/** The one place that reads the environment. Each setting: its meaning for docs/settings.md, its default in words, what a good value is, and the check. */
interface Setting {
  description: string
  defaultText: string
  right: string
  value: z.ZodType
  secret?: true
}

const setting = <T extends z.ZodType>(value: T, words: Omit<Setting, 'value'>) => ({ ...words, value })

const text = z.string()
const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'is above 65535')
const address = (protocols: RegExp) => z.url({ protocol: protocols, error: 'is not such an address', abort: true })
const serviceNames = ['web', 'realtime', 'agent'] as const
export type ServiceName = (typeof serviceNames)[number]
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const words = (value: string) =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

const PaceNumber = text.regex(/^[1-9]\d{0,6}$/, 'is not such a number').transform(Number)
/** A limit; what is counted in a minute is counted in each process by itself. */
const pace = (usual: number, description: string) =>
  setting(PaceNumber.default(usual), {
    description,
    defaultText: `\`${usual}\``,
    right: 'a whole number from 1 to 9999999',
  })

const settings = {
  HOST: setting(text.default('127.0.0.1'), {
    description: 'Address to listen on. `0.0.0.0` listens on every network of the machine.',
    defaultText: '`127.0.0.1`',
    right: 'an address of this machine',
  }),
  PORT: setting(Port.default(4000), {
    description: 'Port to listen on.',
    defaultText: '`4000`',
    right: 'a number from 0 to 65535, for example 4000',
  }),
  HALO_URL: setting(
    address(/^https?$/)
      .refine((url) => new URL(url).pathname === '/', 'has a path')
      .transform((url) => new URL(url).origin)
      .optional(),
    {
      description:
        'Public address, when a reverse proxy stands in front. With `https` the session cookie is sent over TLS only.',
      defaultText: 'made of `HOST` and `PORT`',
      right: 'an address without a path, for example https://halo.example.com',
    },
  ),
  HALO_DATA: setting(
    text.default('./.halo').transform((path) => resolve(path)),
    {
      description:
        'Folder for the database, unless `DATABASE_URL` is set, and for the signing secret, unless `HALO_SECRET` is set.',
      defaultText: '`./.halo`',
      right: 'a folder that Halo may write to',
    },
  ),
  DATABASE_URL: setting(address(/^postgres(ql)?$/).optional(), {
    description: 'PostgreSQL 15 or newer, instead of the embedded SQLite.',
    defaultText: 'SQLite in `HALO_DATA`',
    right: 'an address like postgres://user:password@host:5432/halo',
    secret: true,
  }),
  NATS_URL: setting(address(/^(nats|tls)$/).optional(), {
    description: 'NATS server that carries hints between several Halo processes.',
    defaultText: 'within the process',
    right: 'an address like nats://host:4222',
    secret: true,
  }),
  HALO_HANDOVER: setting(z.enum(['on', 'off'], 'is neither').default('off'), {
    description:
      'What to do when another Halo uses `HALO_DATA`: `on` asks it to end and goes on in its place, on the same port without a gap. Otherwise this one is refused.',
    defaultText: '`off`',
    right: 'on or off',
  }),
  HALO_SERVICES: setting(
    text
      .transform(words)
      .pipe(z.array(z.enum(serviceNames, 'names an unknown service')).min(1, 'names no service'))
      .default([...serviceNames]),
    {
      description:
        'What this process does: any of `web`, `realtime`, `agent`. Fewer than all needs `DATABASE_URL` and `NATS_URL`, so that processes can share the work.',
      defaultText: '`web,realtime,agent`',
      right: 'a list of web, realtime and agent',
    },
  ),
  HALO_ADMIN_EMAIL: setting(
    z
      .email('is not an e-mail address')
      .transform((email) => email.toLowerCase())
      .optional(),
    {
      description: 'Creates the first operator at the start, together with `HALO_ADMIN_PASSWORD`.',
      defaultText: 'a one-time link is printed',
      right: 'an e-mail address',
    },
  ),
  HALO_PAGE_QUERIES: setting(z.enum(['cut', 'keep']).default('cut'), {
    description:
      "What stands behind the path of a visitor's page (`?…`, `#…`). Links of shops and mails carry tokens there, so it is cut; `keep` is for sites whose pages are told apart by it.",
    defaultText: '`cut`',
    right: 'cut or keep',
  }),
  HALO_DEMO: setting(z.enum(['on', 'off']).optional(), {
    description: 'The demo site at `/demo`, on which anybody can chat with your assistant.',
    defaultText: '`on`; `off` where `NODE_ENV` is `production`, as in the image',
    right: 'on or off',
  }),
  HALO_SAMPLE: setting(z.enum(['on', 'off']).default('off'), {
    description:
      'A new workspace begins with the sample, a coffee shop. It can be brought and removed under *Knowledge* at any time.',
    defaultText: '`off`',
    right: 'on or off',
  }),
  HALO_SESSION_DAYS: pace(
    30,
    'Days after which an operator signs in anew, however much the session was used. One that nobody uses ends after 30 days at the latest.',
  ),
  HALO_ADMIN_PASSWORD: setting(text.min(8, 'is too short').max(128, 'is too long').optional(), {
    description: 'Password of that operator.',
    defaultText: '',
    right: '8 to 128 characters',
    secret: true,
  }),
  HALO_ADMIN_NAME: setting(text.max(200, 'is too long').optional(), {
    description: 'Name of that operator, as visitors see it.',
    defaultText: 'what stands before the @',
    right: 'at most 200 characters',
  }),
  HALO_MODEL: setting(
    text.regex(/^(openai|anthropic|azure|openai-compatible)\/\S+$/, 'names no known model').optional(),
    {
      description:
        'The language model that answers: `openai/…`, `anthropic/…`, `azure/…` or `openai-compatible/…`.',
      defaultText: 'the built-in answerer, which quotes your articles and needs no network',
      right: 'openai/…, anthropic/…, azure/… or openai-compatible/… followed by the name of the model',
    },
  ),
  HALO_MODELS: setting(
    text
      .transform(words)
      .pipe(z.array(text.regex(/^(openai|anthropic|azure|openai-compatible)\/\S+$/, 'names no known model')))
      .default([]),
    {
      description: 'Further models of the same provider that an agent can be given instead, separated by commas.',
      defaultText: 'none',
      right: 'a list like openai/…,openai/…',
    },
  ),
  HALO_MODEL_URL: setting(address(/^https?$/).optional(), {
    description: 'Address of the provider. Needed with `openai-compatible/…`.',
    defaultText: "the provider's own",
    right: 'an address like http://127.0.0.1:11434/v1',
  }),
  HALO_MODEL_KEY: setting(text.optional(), {
    description: 'Key for the provider. Needed with `openai/…` and `anthropic/…`.',
    defaultText: '',
    right: 'the key that the provider gave you',
    secret: true,
  }),
  ...modelEnvironment,
  HALO_MODEL_CALLS_AT_ONCE: pace(
    16,
    'Calls of models that all processes together make at the same time; further replies wait.',
  ),
  HALO_MODEL_CALLS_A_DAY: pace(
    5_000,
    'Calls of models that all processes together make in a day (UTC). Past it the built-in answerer answers, operators read so under Why, and Admins in a line on every screen and in an alert.',
  ),
  HALO_EMBEDDING_MODEL: setting(
    text.regex(/^(openai|openai-compatible)\/\S+$/, 'names no known model').optional(),
    {
      description:
        'The model that compares questions and passages by meaning: `openai/…` or `openai-compatible/…`. The one that comes with Halo serves until this one has seen everything, and whenever it is out of reach.',
      defaultText: 'the one that comes with Halo, which needs no network',
      right: 'openai/… or openai-compatible/… followed by the name of the model',
    },
  ),
  HALO_EMBEDDING_URL: setting(address(/^https?$/).optional(), {
    description: 'Address of its provider. Needed with `openai-compatible/…`.',
    defaultText: "the provider's own",
    right: 'an address like http://127.0.0.1:11434/v1',
  }),
  HALO_EMBEDDING_KEY: setting(text.optional(), {
    description: 'Key for its provider. Needed with `openai/…`.',
    defaultText: '',
    right: 'the key that the provider gave you',
    secret: true,
  }),
  HALO_SECRET: setting(
    text
      .min(32, 'is too short')
      .refine((secret) => !isGuessable(secret), 'can be guessed')
      .optional(),
    {
      description:
        "Signs sessions and visitors' tokens. Set the same one for every process when several machines share a database.",
      defaultText: 'made once and kept in `HALO_DATA`',
      right: 'at least 32 random characters, for example from "openssl rand -base64 32"',
      secret: true,
    },
  ),
  HALO_OLD_SECRET: setting(text.min(32, 'is too short').optional(), {
    description:
      'The secret before this one, for one start after `HALO_SECRET` was changed: what it had sealed, tokens and second factors, is sealed anew. Everybody signs in again.',
    defaultText: 'none',
    right: 'the value that HALO_SECRET had, or what stands in the file "secret" of HALO_DATA',
    secret: true,
  }),
  HALO_WIDGET_ORIGINS: setting(
    text
      .transform(words)
      .pipe(z.array(text.refine(isOrigin, 'holds something else than origins')))
      .optional(),
    {
      description: 'Sites that may embed the widget, separated by commas.',
      defaultText: 'any site',
      right: 'a list like https://example.com,https://shop.example.com',
    },
  ),
  HALO_TRUST_PROXY: setting(
    text
      .transform(words)
      .pipe(z.array(text.refine(isProxy, 'holds something else than addresses')).min(1))
      .transform(String)
      .optional(),
    {
      description:
        "Addresses of the reverse proxies whose word about the caller's address and protocol counts, separated by commas; `loopback` and `uniquelocal` name the usual ranges.",
      defaultText: 'none',
      right: 'a list like 10.0.0.0/8,127.0.0.1',
    },
  ),
  HALO_API_PACE: pace(600, 'Requests that one API key may send to one process in a minute.'),
  HALO_VISITOR_PACE: pace(limits.visitor, 'Requests that one visitor may send to one process in a minute.'),
  HALO_MESSAGE_PACE: pace(limits.messages, 'Messages that one visitor may write to one process in a minute.'),
  HALO_PERSON_PACE: pace(
    limits.persons,
    'Times that a person is called, by visitors of one network (/24 of IPv4, /56 of IPv6) or by the AI for them, within ten minutes. Visitors whom the site proves are not counted out.',
  ),
  HALO_ADDRESS_PACE: pace(
    limits.calls,
    'Requests of visitors that one address may send to one process in a minute, all visitors behind it together.',
  ),
  HALO_ARRIVAL_PACE: pace(
    limits.sessions,
    'Visits and conversations that one address may begin at one process in a minute.',
  ),
  HALO_GUESS_PACE: pace(
    limits.setup,
    'Requests to links for setting up, invitations and the like from one address in a minute.',
  ),
  HALO_SIGN_IN_PACE: pace(limits.failedSignIns, 'Wrong passwords that one address may try in a minute.'),
  HALO_ACCOUNT_PACE: pace(
    limits.wrongPasswords,
    'Wrong passwords for one account before each further try waits longer.',
  ),
  HALO_CONVERSATION_MESSAGES: pace(
    longestConversation,
    'Messages that a visitor may write into one conversation, and five hundred times as many characters.',
  ),
  HALO_FETCH_PRIVATE: setting(
    text
      .transform(words)
      .pipe(z.array(text.refine(isRange, 'holds something else than addresses')))
      .default([]),
    {
      description:
        'Addresses and ranges that knowledge may be fetched from although they are not of the public internet, separated by commas.',
      defaultText: 'none',
      right: 'a list like 10.1.2.3,192.168.7.0/24',
    },
  ),
  HALO_SLACK_URL: setting(address(/^https?$/).optional(), {
    description: "Address of Slack's Web API, for a Slack of a government or a relay of your own.",
    defaultText: '`https://slack.com/api/`',
    right: 'an address like https://slack-gov.com/api/',
  }),
  ...mailEnvironment,
  HALO_ENCODER: setting(z.enum(['on', 'off'], 'is neither').optional(), {
    description:
      'Whether questions are compared by meaning, too, and not by their words alone. Takes about 200 MB of memory in processes that do `agent`.',
    defaultText: '`on`',
    right: 'on or off',
  }),
  HALO_LOG: setting(z.enum(logLevels, 'is not a level').optional(), {
    description: 'How much is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    defaultText: '`info`',
    right: `one of ${logLevels.join(', ')}`,
  }),
} satisfies Record<string, Setting>

type Values = { [N in keyof typeof settings]: z.output<(typeof settings)[N]['value']> }

export interface Config {
  host: string
  port: number
  /** The public address, when it was set. */
  url: string | null
  folder: string
  databaseUrl: string | null
  natsUrl: string | null
  services: ServiceName[]
  admin: { email: string; password: string; name: string } | null
  /** How often its provider may be asked. */
  modelCalls: { atOnce: number; perDay: number }
  /** Whether models are asked at the start what they can do. */
  modelCheck: boolean
  model: { model: string | null; url: string | null; key: string | null } & ReturnType<typeof modelOptions>
  /** Further ones of the same provider. */
  models: string[]
  /** Compares texts by meaning, instead of the one that comes with Halo. */
  embedding: { model: string | null; url: string | null; key: string | null }
  /** Null: the one kept in the data folder. */
  secret: string | null
  /** What sealed the secrets at rest before; they are sealed anew. */
  oldSecret: string | null
  widgetOrigins: string[] | null
  trustProxy: string | undefined
  /** Requests of one API key in a minute. */
  apiPace: number
  /** Of everybody else. */
  limits: Limits
  /** Messages that a visitor may write into one. */
  longestConversation: number
  /** A sign-in ends after so many days, however much it is used. */
  sessionDays: number
  demo: boolean
  /** Whether what stands behind the path of a page's address is kept. */
  keepQueries: boolean
  /** Begins with the sample. */
  sample: boolean
  /** Not public, and may be fetched from all the same. */
  fetchPrivate: string[]
  /** Whether a sentence encoder is loaded beside. */
  encoder: boolean
  logLevel: (typeof logLevels)[number]
  /** Take the place of the Halo that uses the folder. */
  handOver: boolean
  slackUrl: string | null
  /** By which mail goes out, whatever is set up on a screen. */
  mail: NamedMailServer | null
  /** Tests run: replies are checked, the log is quiet. */
  test: boolean
}

/** Everything that is wrong with the settings, as one list. */
export class BadConfig extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(['Halo cannot start, because of its settings:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
    this.name = 'BadConfig'
    this.problems = problems
  }
}

/** Reads the settings, or throws `BadConfig` with all that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const { values: env, problems } = readEnvironment(environment, Object.keys(settings))
  const { values, problems: bad } = readValues(env)
  problems.push(...bad, ...disagreements(env, values), ...unknownSettings(env))
  if (problems.length) throw new BadConfig(problems)
  return configOf(values as Values, env)
}

function readValues(env: Record<string, string | undefined>): { values: Partial<Values>; problems: string[] } {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, { value, right, secret }] of Object.entries(settings) as [string, Setting][]) {
    const given = env[name]?.trim() || undefined
    const result = value.safeParse(given)
    if (result.success) values[name] = result.data
    else
      problems.push(
        `${name}: ${secret ? 'the value' : `"${given}"`} ${result.error.issues[0]!.message}. Right would be ${right}.`,
      )
  }
  return { values, problems }
}

/** Settings that are each right and together wrong. */
function disagreements(env: Record<string, string | undefined>, values: Partial<Values>): string[] {
  const has = (name: keyof Values) => Boolean(env[name]?.trim())
  const missing: string[] = []
  const need = (name: keyof Values, why: string) => {
    if (!has(name)) missing.push(`${name}: is missing, but ${why}. Right would be ${settings[name].right}.`)
  }
  if (has('HALO_ADMIN_EMAIL')) need('HALO_ADMIN_PASSWORD', 'HALO_ADMIN_EMAIL is set')
  if (has('HALO_ADMIN_PASSWORD')) need('HALO_ADMIN_EMAIL', 'HALO_ADMIN_PASSWORD is set')
  if (has('HALO_MODEL_URL') || has('HALO_MODEL_KEY')) need('HALO_MODEL', 'its address or key is set')
  // A model that is set up on a screen is checked, too.
  const alone: (keyof Values)[] = ['HALO_MODEL_CHECK']
  for (const name of Object.keys(modelEnvironment) as (keyof Values)[])
    if (has(name) && !alone.includes(name)) need('HALO_MODEL', `${name} is set`)
  if (values.HALO_MODELS?.length) need('HALO_MODEL', 'further models are named')
  const vendorOf = (model: string) => model.split('/')[0]
  const foreign = values.HALO_MODELS?.find(
    (model) => values.HALO_MODEL && vendorOf(model) !== vendorOf(values.HALO_MODEL),
  )
  if (foreign)
    missing.push(
      `HALO_MODELS: "${foreign}" is of another provider than HALO_MODEL, whose address and key it would use. Right would be ${settings.HALO_MODELS.right}.`,
    )
  if (values.HALO_MODEL?.startsWith('openai-compatible/')) need('HALO_MODEL_URL', 'HALO_MODEL is openai-compatible')
  if (values.HALO_MODEL?.startsWith('azure/')) need('HALO_MODEL_URL', 'HALO_MODEL is a deployment at Azure')
  if (values.HALO_MODEL && /^(openai|anthropic|azure)\//.test(values.HALO_MODEL))
    need('HALO_MODEL_KEY', 'HALO_MODEL asks a provider')
  if (has('HALO_EMBEDDING_URL') || has('HALO_EMBEDDING_KEY'))
    need('HALO_EMBEDDING_MODEL', 'its address or key is set')
  if (values.HALO_EMBEDDING_MODEL?.startsWith('openai-compatible/'))
    need('HALO_EMBEDDING_URL', 'HALO_EMBEDDING_MODEL is openai-compatible')
  if (values.HALO_EMBEDDING_MODEL?.startsWith('openai/'))
    need('HALO_EMBEDDING_KEY', 'HALO_EMBEDDING_MODEL asks a provider')
  if (has('HALO_SMTP_URL')) need('HALO_MAIL_FROM', 'HALO_SMTP_URL is set')
  if (has('HALO_SMTP_PASSWORD') || has('HALO_MAIL_FROM')) need('HALO_SMTP_URL', 'its password or its sender is set')
  if (values.HALO_SERVICES && serviceNames.some((name) => !values.HALO_SERVICES!.includes(name))) {
    need('DATABASE_URL', 'HALO_SERVICES leaves work to other processes, which must share a database')
    need('NATS_URL', 'HALO_SERVICES leaves work to other processes, which must hear of each other')
  }
  return missing
}

function unknownSettings(env: Record<string, string | undefined>): string[] {
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('HALO_') && !(name in settings) && !/^HALO_(TEST|TEST_.*|CHROMIUM)$/.test(name),
  )
  return unknown.map(
    (name) => `${name}: is no setting. Right would be ${nearest(name)}, if that was meant, or nothing.`,
  )
}

function configOf(values: Values, env: Record<string, string | undefined>): Config {
  const { HALO_ADMIN_EMAIL: email, HALO_ADMIN_PASSWORD: password, HALO_ADMIN_NAME: name } = values
  const test = Boolean(env.HALO_TEST)
  return {
    host: values.HOST,
    port: values.PORT,
    url: values.HALO_URL ?? null,
    folder: values.HALO_DATA,
    databaseUrl: values.DATABASE_URL ?? null,
    natsUrl: values.NATS_URL ?? null,
    services: values.HALO_SERVICES,
    admin: email && password ? { email, password, name: name ?? email.split('@')[0]! } : null,
    model: {
      model: values.HALO_MODEL ?? null,
      url: values.HALO_MODEL_URL ?? null,
      key: values.HALO_MODEL_KEY ?? null,
      ...modelOptions(values),
    },
    modelCheck: (values.HALO_MODEL_CHECK ?? (test ? 'off' : 'on')) === 'on',
    models: values.HALO_MODELS,
    modelCalls: { atOnce: values.HALO_MODEL_CALLS_AT_ONCE, perDay: values.HALO_MODEL_CALLS_A_DAY },
    embedding: {
      model: values.HALO_EMBEDDING_MODEL ?? null,
      url: values.HALO_EMBEDDING_URL ?? null,
      key: values.HALO_EMBEDDING_KEY ?? null,
    },
    secret: values.HALO_SECRET ?? null,
    oldSecret: values.HALO_OLD_SECRET ?? null,
    widgetOrigins: values.HALO_WIDGET_ORIGINS ?? null,
    trustProxy: values.HALO_TRUST_PROXY,
    apiPace: values.HALO_API_PACE,
    longestConversation: values.HALO_CONVERSATION_MESSAGES,
    sessionDays: values.HALO_SESSION_DAYS,
    demo: (values.HALO_DEMO ?? (env.NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
    keepQueries: values.HALO_PAGE_QUERIES === 'keep',
    sample: values.HALO_SAMPLE === 'on',
    limits: {
      visitor: values.HALO_VISITOR_PACE,
      messages: values.HALO_MESSAGE_PACE,
      persons: values.HALO_PERSON_PACE,
      calls: values.HALO_ADDRESS_PACE,
      sessions: values.HALO_ARRIVAL_PACE,
      setup: values.HALO_GUESS_PACE,
      failedSignIns: values.HALO_SIGN_IN_PACE,
      wrongPasswords: values.HALO_ACCOUNT_PACE,
    },
    fetchPrivate: values.HALO_FETCH_PRIVATE,
    slackUrl: values.HALO_SLACK_URL ?? null,
    mail: mailServerOf(values),
    handOver: values.HALO_HANDOVER === 'on',
    encoder: (values.HALO_ENCODER ?? (test ? 'off' : 'on')) === 'on',
    logLevel: values.HALO_LOG ?? (test ? 'error' : 'info'),
    test,
  }
}

/** What people put where a secret is asked for: one letter again and again, a word, a run of the keyboard. */
function isGuessable(secret: string): boolean {
  const different = new Set(secret.toLowerCase()).size
  const repeats = /^(.{1,16}?)\1+.{0,15}$/s.test(secret)
  return different < 10 || repeats || /change.?me|your.?secret|0123456789|abcdefgh|qwerty/i.test(secret)
}

/** The table in docs/settings.md. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([name, { description, defaultText }]) => `| \`${name}\` | ${description} | ${defaultText} |`,
  )
  return ['| setting | what it is | default |', '|---|---|---|', ...rows].join('\n')
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value
}

function isProxy(value: string): boolean {
  return isIP(value.replace(/\/\d{1,3}$/, '')) > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(value)
}

function nearest(name: string): string {
  const distances = Object.keys(settings).map((known) => ({ known, distance: editDistance(name, known) }))
  return distances.reduce((best, one) => (one.distance < best.distance ? one : best)).known
}

/** Letters to add, drop or change to make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
    row = next
  }
  return row[to.length]!
}
