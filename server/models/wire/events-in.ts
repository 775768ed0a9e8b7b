import { parsed, Refusal } from './refusal.ts'

/** One thing that a server said: an object, or that it is done. */
export type Said = { value: Record<string, unknown> } | 'done'

/** What is heard while a body is read. */
export interface Ear {
  /** Anything came, were it a blank line. */
  onLife(): void
  /** Something came that is no JSON, and was passed over. */
  onGarbage(): void
}

/**
 * The objects in a body, whatever form it has: server-sent events with comments, empty ones and broken ones between them, one JSON document though a stream was asked for, or one a line.
 * An error that is said with status 200 is left for the reader to see; a body that is neither is a refusal.
 */
export async function* eventsIn(body: ReadableStream<Uint8Array>, ear: Ear): AsyncGenerator<Said> {
  const decoder = new TextDecoder()
  let text = ''
  let whole = ''
  let form: 'unknown' | 'events' | 'document' = 'unknown'
  let found = false
  for await (const bytes of body) {
    ear.onLife()
    text += decoder.decode(bytes, { stream: true })
    if (form === 'unknown') form = formOf(text)
    if (form !== 'events') continue
    const lines = text.split(/\r\n|\n|\r(?!$)/)
    text = lines.pop()!
    for (const line of lines) {
      const said = readLine(line, ear)
      if (said) found = true
      if (said) yield said
    }
  }
  text += decoder.decode()
  if (form === 'events') {
    const said = readLine(text, ear)
    if (said) yield said
    if (!said && !found) throw nothingUsable('')
    return
  }
  whole = text.trim()
  const documents = documentsIn(whole)
  if (!documents.length) throw nothingUsable(whole)
  for (const value of documents) yield { value }
  yield 'done'
}

/** By its first sign. A document may begin with blank lines: some servers send them to keep the line open. */
function formOf(text: string): 'unknown' | 'events' | 'document' {
  const first = text.trimStart()[0]
  if (!first) return 'unknown'
  return first === '{' || first === '[' || first === '<' ? 'document' : 'events'
}

function documentsIn(text: string): Record<string, unknown>[] {
  const whole = parsed(text)
  if (Array.isArray(whole)) return whole.filter(isObject)
  if (isObject(whole)) return [whole]
  return text.split('\n').flatMap((line) => {
    const value = parsed(line.replace(/^data:\s*/, ''))
    return isObject(value) ? [value] : []
  })
}

function readLine(line: string, ear: Ear): Said | null {
  const words = /^data:\s?(.*)$/s.exec(line)?.[1] ?? (/^\s*\{/.test(line) ? line : null)
  if (words === null || !words.trim()) return null
  if (words.trim() === '[DONE]') return 'done'
  const value = parsed(words)
  if (isObject(value)) return { value }
  ear.onGarbage()
  return null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function nothingUsable(body: string): Refusal {
  return new Refusal(
    502,
    body.startsWith('<') ? 'a web page, not an answer of a model' : 'nothing that is an answer of a model',
  )
}
