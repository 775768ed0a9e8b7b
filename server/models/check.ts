import { Output, generateText, jsonSchema, streamText, tool } from 'ai'
import { z } from 'zod'
import type { ModelCheck } from '../../protocol/agents/models.ts'
import { usageOf, type Voice } from './answer.ts'
import { asRefusal, failure } from './failure.ts'
import { spokenIn } from './language.ts'
import { repaired } from './wire/repair.ts'
import { Thoughts } from './wire/thoughts.ts'

/** What a model was found to do. `refused`: what its provider refused meanwhile, read when all was asked. */
export async function checkWith(
  voice: Voice,
  signal: AbortSignal,
  { refused, hint }: { refused: () => string[]; hint: string | null },
): Promise<ModelCheck> {
  const nothing: ModelCheck = {
    model: voice.model,
    answers: false,
    problem: null,
    streams: null,
    tools: null,
    json: null,
    reasoning: null,
    firstWordMs: null,
    tokensPerSecond: null,
    refused: [],
  }
  try {
    const spoken = await speak(voice, signal)
    const [tools, json] = [
      await orNot(callsTool(voice, signal), signal),
      await orNot(givesJson(voice, signal), signal),
    ]
    return { ...nothing, ...spoken, tools, json, refused: refused() }
  } catch (error) {
    return { ...nothing, problem: failure(error, hint).message, refused: refused() }
  }
}

type Spoken = Pick<ModelCheck, 'answers' | 'problem' | 'streams' | 'reasoning' | 'firstWordMs' | 'tokensPerSecond'>

async function speak(voice: Voice, signal: AbortSignal): Promise<Spoken> {
  const begun = performance.now()
  const thoughts = new Thoughts({ hold: false })
  let [pieces, first, apart, text, tokens] = [0, null as number | null, false, '', 0]
  for await (const part of ask(voice, signal, 'Write the numbers from one to twenty as words, in one line.')) {
    if (part.type === 'error') throw asRefusal(part.error, voice.secrets)
    if (part.type === 'reasoning-delta' && part.text) apart = true
    if (part.type === 'finish') tokens = usageOf(part.totalUsage).output
    if (part.type !== 'text-delta' || !part.text) continue
    first ??= performance.now() - begun
    pieces++
    text += part.text
    thoughts.hear(part.text)
  }
  thoughts.end()
  const { closesOnly, marks } = thoughts
  voice.habits.closesOnly ||= closesOnly
  voice.habits.marksThinking ||= marks || apart
  const answers = spokenIn(text).trim() !== ''
  voice.habits.answered ||= answers
  const seconds = (performance.now() - begun) / 1000
  return {
    answers,
    problem: answers ? null : 'It answered without a word.',
    streams: first === null ? null : pieces > 1,
    reasoning: reasoningOf({ closesOnly, marks, apart }),
    firstWordMs: first === null ? null : Math.round(first),
    tokensPerSecond: tokens ? Math.round((tokens / seconds) * 10) / 10 : null,
  }
}

function reasoningOf({ closesOnly, marks, apart }: { closesOnly: boolean; marks: boolean; apart: boolean }) {
  if (closesOnly) return 'only closing tag'
  if (marks) return 'tags'
  return apart ? 'apart' : 'none'
}

const lookUp = tool({
  description: 'Looks up when the shop is open.',
  inputSchema: z.object({ query: z.string().nullish() }),
})

async function callsTool(voice: Voice, signal: AbortSignal): Promise<boolean> {
  const question = 'Call the tool lookUp with the query "opening hours". Do not answer in words.'
  for await (const part of ask(voice, signal, question, { lookUp })) {
    if (part.type === 'error') throw asRefusal(part.error, voice.secrets)
    if (part.type === 'tool-call') return true
  }
  return false
}

const shape = Output.object({
  schema: jsonSchema({
    type: 'object',
    properties: { open: { type: 'boolean' } },
    required: ['open'],
    additionalProperties: false,
  }),
})

async function givesJson(voice: Voice, signal: AbortSignal): Promise<boolean> {
  const { text } = await generateText({
    model: voice.language,
    reasoning: voice.settings.effort,
    prompt: 'Answer with this JSON object and nothing else: {"open": true}',
    output: { ...Output.text(), responseFormat: shape.responseFormat },
    abortSignal: signal,
    maxRetries: 0,
  })
  const spoken = spokenIn(text)
  const value: unknown = JSON.parse(spoken.slice(spoken.indexOf('{'), spoken.lastIndexOf('}') + 1))
  return typeof value === 'object' && value !== null && 'open' in value
}

function ask(
  { language, settings }: Voice,
  signal: AbortSignal,
  prompt: string,
  tools?: { lookUp: typeof lookUp },
) {
  return streamText({
    model: language,
    prompt,
    tools,
    repairToolCall: ({ toolCall }) => repaired(toolCall),
    maxOutputTokens: settings.maxTokens,
    temperature: settings.temperature,
    reasoning: settings.effort,
    abortSignal: signal,
    maxRetries: 0,
    onError: () => {},
  }).stream
}

/** What cannot be had is told as such; only who asks no longer gets no answer. */
const orNot = (done: Promise<boolean>, signal: AbortSignal) =>
  done.catch(() => {
    signal.throwIfAborted()
    return false
  })

/** For the log, in one sentence. */
export function sentenceOf(check: ModelCheck): string {
  if (!check.answers) return `${check.model} does not answer: ${check.problem}`
  const can = (able: boolean | null, what: string) => (able ? what : `does not ${what}`)
  const parts = [
    can(check.streams, 'stream'),
    can(check.tools, 'call tools'),
    can(check.json, 'give JSON'),
    `first word after ${check.firstWordMs} ms`,
    ...(check.reasoning === 'none' ? [] : [`thinking: ${check.reasoning}`]),
  ]
  return `${check.model} answers: ${parts.join(', ')}`
}
