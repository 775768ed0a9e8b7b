import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Embedder {
  url: string
  /** What was asked, request by request. */
  requests: { model: string; authorization: string | undefined; texts: string[] }[]
  /** From now on it answers with this status; 200 is well again. */
  answer(status: number): void
  /** From now on its vectors are made of what it would have said. */
  twist(make: (vector: number[], index: number) => unknown): void
  /** A request that holds such a text is refused for good. */
  refuse(text: RegExp): void
  close(): Promise<void>
}

const width = 96
/** What this model knows of the world: words of one line mean the same. */
const meanings = [
  ['old', 'age'],
  ['money', 'refund', 'reimburse'],
  ['password', 'credentials'],
]
const filler = new Set([
  'how',
  'are',
  'you',
  'what',
  'is',
  'your',
  'my',
  'the',
  'a',
  'do',
  'i',
  'to',
  'of',
  'can',
  'get',
])

/** A real HTTP server that speaks the OpenAI embeddings protocol. Each word, or what it means, is a direction of its own. */
export async function startEmbedder(): Promise<Embedder> {
  const requests: Embedder['requests'] = []
  let status = 200
  let refused = /(?!)/
  let twisted = (vector: number[], _index: number): unknown => vector
  const server = createServer(async (request, response) => {
    const { input, model } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
      input: string | string[]
      model: string
    }
    const texts = [input].flat()
    requests.push({ model, authorization: request.headers.authorization, texts })
    const answer = status === 200 && texts.some((text) => refused.test(text)) ? 400 : status
    response.writeHead(answer, { 'content-type': 'application/json' })
    if (answer !== 200) return response.end(JSON.stringify({ error: { message: 'scripted refusal' } }))
    response.end(
      JSON.stringify({
        object: 'list',
        model,
        data: texts.map((text, index) => ({ object: 'embedding', index, embedding: twisted(embed(text), index) })),
        usage: { prompt_tokens: 1, total_tokens: 1 },
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    answer: (next) => void (status = next),
    twist: (make) => void (twisted = make),
    refuse: (text) => void (refused = text),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function embed(text: string): number[] {
  const vector = Array.from({ length: width }, () => 0.02)
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    if (filler.has(word)) continue
    const known = meanings.findIndex((words) => words.includes(word))
    vector[
      known >= 0
        ? known
        : meanings.length +
          ([...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) %
            (width - meanings.length))
    ]! += 1
  }
  return vector
}
