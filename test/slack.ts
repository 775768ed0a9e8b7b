import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SlackCall {
  method: string
  token: string
  body: Record<string, string>
}
type Answer = { status?: number; body?: object; headers?: Record<string, string>; silent?: boolean }

/** A server that speaks the shapes of Slack's Web API. `next` are answers for the coming calls, before all goes well again. */
export async function openSlack() {
  const calls: SlackCall[] = []
  const next: Answer[] = []
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).map(String).join('')
    const method = request.url!.split('/').pop()!
    const form = request.headers['content-type']?.includes('json')
      ? JSON.parse(text)
      : Object.fromEntries(new URLSearchParams(text))
    calls.push({ method, token: request.headers.authorization ?? '', body: form })
    const answer = next.shift() ?? {}
    if (answer.silent) return
    const ok = { ok: true, channel: 'C0SUPPORT', ts: form.ts ?? `${1_700_000_000 + calls.length}.000100` }
    response
      .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      .end(JSON.stringify(answer.body ?? ok))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    calls,
    next,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
