import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { wrapLanguageModel, type LanguageModel, type LanguageModelMiddleware } from 'ai'
import { splitModel, type ModelSettings } from './model.ts'
import { callsIn } from './wire/text-calls.ts'
import { Thoughts } from './wire/thoughts.ts'

type Fetch = typeof globalThis.fetch

/** Whether it is spoken to in the chat protocol. */
export const speaksChat = (model: string) => !['openai', 'anthropic'].includes(splitModel(model).vendor ?? '')

/** The library's model, which sends by `fetch`. */
export function openLanguage(model: string, settings: ModelSettings, fetch: Fetch): LanguageModel {
  const { vendor, name } = splitModel(model)
  const { url, key, headers, organization, project } = settings
  const common = { apiKey: key ?? undefined, headers, fetch: withQuery(fetch, settings.query) }
  if (vendor === 'anthropic') return createAnthropic({ ...common, baseURL: url ?? undefined })(name)
  if (vendor === 'openai')
    return createOpenAI({ ...common, baseURL: url ?? undefined, organization, project })(name)
  const endpoint = vendor === 'azure' ? azure(name, settings) : { baseURL: url ?? '', headers: belongsTo(settings) }
  const chat = createOpenAICompatible({
    name: 'openai-compatible',
    ...common,
    ...endpoint,
    headers: { ...endpoint.headers, ...headers },
    includeUsage: true,
  })(name)
  return wrapLanguageModel({ model: chat, middleware: readsCallsInText })
}

function withQuery(fetch: Fetch, query: Record<string, string> = {}): Fetch {
  if (!Object.keys(query).length) return fetch
  return (address, init) => {
    const url = new URL(address instanceof Request ? address.url : address)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return fetch(url, init)
  }
}

function belongsTo({ organization, project }: ModelSettings): Record<string, string> {
  return {
    ...(organization ? { 'openai-organization': organization } : {}),
    ...(project ? { 'openai-project': project } : {}),
  }
}

const azureVersion = '2024-10-21'

/** Both ways: a resource's deployments, by path and version, or its newer address, which is like OpenAI's. */
function azure(deployment: string, { url, key, query }: ModelSettings) {
  const address = (url ?? '').replace(/\/+$/, '')
  const headers = { 'api-key': key ?? '' }
  if (address.endsWith('/openai/v1')) return { baseURL: address, apiKey: undefined, headers }
  const resource = address.replace(/\/openai(?:\/deployments.*)?$/, '')
  return {
    baseURL: `${resource}/openai/deployments/${encodeURIComponent(deployment)}`,
    apiKey: undefined,
    headers,
    queryParams: { 'api-version': query?.['api-version'] ?? azureVersion },
  }
}

/** A call that a model wrote into its words is made, as if its server had read it. */
const readsCallsInText: LanguageModelMiddleware = {
  wrapStream: async ({ doStream, params }) => {
    const { stream, ...rest } = await doStream()
    const offered = (params.tools ?? []).map(({ name }) => name)
    let text = ''
    let called = false
    const reader = new TransformStream<typeof stream extends ReadableStream<infer Part> ? Part : never>({
      transform(part, controller) {
        if (part.type === 'text-delta') text += part.delta
        if (part.type === 'tool-call') called = true
        if (part.type === 'finish' && !called)
          callsIn(spokenIn(text))
            .filter(({ name }) => offered.includes(name))
            .forEach(({ name, input }, place) =>
              controller.enqueue({ type: 'tool-call', toolCallId: `text_${place + 1}`, toolName: name, input }),
            )
        controller.enqueue(part)
      },
    })
    return { stream: stream.pipeThrough(reader), ...rest }
  },
}

/** What is left of a text without its thinking, in which a call may be considered and not made. */
export function spokenIn(text: string): string {
  const thoughts = new Thoughts({ hold: true })
  return [...thoughts.hear(text), ...thoughts.end()].map((one) => ('say' in one ? one.say : '')).join('')
}
