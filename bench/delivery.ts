import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'
import { newId } from '../client/id.ts'
import { version } from '../protocol/frames.ts'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { startProgram, type Program } from './program.ts'
import { quantile } from './table.ts'

/** How long it takes from a visitor's POST until the message is on an operator's socket, and how many a second get there. */
export interface Delivery { conversations: number; p50: number; p95: number; p99: number; perSecond: number }

/** Somewhere to post to, and where the posts come out. */
interface Target { post(conversation: number, id: string): Promise<void>; onArrival(listener: (id: string) => void): void; close(): Promise<void> }

const text = 'Where is my order? I have been waiting since Tuesday and the tracking page says nothing.'
const agent = new Agent({ keepAlive: true, maxSockets: 500 })

/** Each conversation posts its next message when the last one has arrived: `seconds` of that, after a warm-up of a fifth of it. */
export async function measure(open: (conversations: number) => Promise<Target>, conversations: number, seconds: number): Promise<Delivery> {
  const target = await open(conversations)
  const arrivals = new Map<string, () => void>()
  target.onArrival((id) => arrivals.get(id)?.())
  const times: number[] = []
  const from = performance.now() + seconds * 200
  const until = from + seconds * 1000
  await Promise.all(Array.from({ length: conversations }, async (_, conversation) => {
    while (performance.now() < until) {
      const id = newId()
      const began = performance.now()
      const arrived = new Promise<void>((resolve) => arrivals.set(id, resolve))
      await Promise.all([target.post(conversation, id), arrived.then(() => { if (began >= from) times.push(performance.now() - began) })])
      arrivals.delete(id)
    }
  }))
  await target.close()
  times.sort((a, b) => a - b)
  return { conversations, p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99), perSecond: times.length / seconds }
}

export async function openFloor(): Promise<Target> {
  const program = await startProgram('bench/floor.ts')
  const socket = new WebSocket(program.url.replace('http', 'ws'))
  await new Promise((resolve) => socket.once('open', resolve))
  return {
    post: (conversation, id) => post(program, `/api/widget/conversations/${conversation}/messages`, {}, { id, text }),
    onArrival: (listener) => socket.on('message', (bytes) => listener((JSON.parse(String(bytes)) as { id: string }).id)),
    close: () => program.stop(),
  }
}

/** The whole of Halo: signed tokens, the log, mood and topic. The conversations are held by an operator, so that the AI's own messages do not count. */
export async function openHalo(conversations: number): Promise<Target> {
  const program = await startProgram('server/main.ts')
  const ada = await OperatorClient.signIn(program.url, program.email, program.password)
  const { widgetKey } = await ada.call('GET /api/me')
  const chats = await Promise.all(Array.from({ length: conversations }, async () => {
    const vic = await VisitorClient.arrive(program.url, widgetKey)
    const id = await vic.open()
    await ada.takeOver(id)
    return { vic, id }
  }))
  const listeners: ((id: string) => void)[] = []
  for (let from = 0; from < chats.length; from += 50) await watch(program, ada, chats.slice(from, from + 50).map(({ id }) => id), (id) => listeners.forEach((listener) => listener(id)))
  return {
    post: (conversation, id) => {
      const { vic, id: chat } = chats[conversation]!
      return post(program, `/api/widget/conversations/${chat}/messages`, vic.headers, { id, text })
    },
    onArrival: (listener) => listeners.push(listener),
    close: () => program.stop(),
  }
}

async function watch(program: Program, ada: OperatorClient, ids: string[], arrived: (id: string) => void): Promise<void> {
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/socket`, { headers: { cookie: ada.headers.cookie!, origin: program.url } })
  await new Promise((resolve) => socket.once('open', resolve))
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  let snapshots = 0
  const following = new Promise<void>((resolve) => socket.on('message', (bytes) => {
    const frame = JSON.parse(String(bytes))
    if (frame.type === 'snapshot' && ++snapshots === ids.length) resolve()
    if (frame.type === 'events') for (const event of frame.events) if (event.type === 'message.posted') arrived(event.payload.message.id)
  }))
  send({ type: 'hello', version })
  // Paced, because a socket that sends too many frames at once is cut off.
  for (const conversationId of ids) {
    send({ type: 'follow', conversationId, after: null })
    await new Promise((resolve) => setTimeout(resolve, 110))
  }
  await following
}

function post({ url }: Program, path: string, headers: Record<string, string>, body: object): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json' } }, (response) => {
      response.resume()
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`))))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}
