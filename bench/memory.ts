import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { version, heartbeatMs, type ClientFrame } from '../protocol/frames.ts'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { startProgram, type Program } from './program.ts'
import { tableOf, type Section } from './table.ts'
import { amount } from './size.ts'

const visitors = amount(2_000, 20)
const warmUp = amount(100, 5)
const mostEach = 60_000

/** What one more visitor with an open conversation costs the server: token, socket, followed conversation, heartbeats. */
export async function memory(): Promise<Section> {
  const program = await startProgram('server/main.ts', { preload: './gauge.ts' })
  const ada = await OperatorClient.signIn(program.url, program.email, program.password)
  const { widgetKey } = await ada.call('GET /api/me')
  const started = await settle(program)
  const lines = await connect(program, widgetKey, warmUp)
  const before = await settle(program)
  lines.push(...(await connect(program, widgetKey, visitors)))
  const after = await settle(program)
  const lost = lines.filter(({ readyState }) => readyState !== WebSocket.OPEN).length
  await program.stop()
  if (lost) throw new Error(`${lost} of ${lines.length} visitors lost their connection, so nothing was measured`)
  return present(started, before, after)
}

/** Everyone's heart has beaten twice and the garbage is gone. */
async function settle({ child }: Program): Promise<NodeJS.MemoryUsage> {
  await sleep(amount(2.5 * heartbeatMs, 100))
  child.send('measure')
  const [usage] = await once(child, 'message')
  return usage
}

/** A few at a time, as visitors come: how many come in the same instant is not the question here. */
async function connect(program: Program, widgetKey: string, count: number): Promise<WebSocket[]> {
  const lines: WebSocket[] = []
  let left = count
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (left-- > 0) lines.push(await visit(program, widgetKey))
    }),
  )
  return lines
}

async function visit({ url }: Program, widgetKey: string): Promise<WebSocket> {
  const vic = await VisitorClient.arrive(url, widgetKey)
  const conversationId = await vic.open()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/socket`, { perMessageDeflate: false })
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame))
  await once(socket, 'open')
  const followed = new Promise<void>((resolve) =>
    socket.on('message', (bytes) => {
      if (JSON.parse(String(bytes)).type === 'snapshot') resolve()
    }),
  )
  send({ type: 'hello', version, token: vic.token })
  send({ type: 'follow', conversationId, after: null })
  await followed
  const beat = () => send({ type: 'here', conversationId, presence: 'active', open: true })
  beat()
  const beats = setInterval(beat, heartbeatMs)
  socket.once('close', () => clearInterval(beats))
  return socket
}

function present(started: NodeJS.MemoryUsage, before: NodeJS.MemoryUsage, after: NodeJS.MemoryUsage): Section {
  const each = (after.rss - before.rss) / visitors
  const row = (name: string, of: (usage: NodeJS.MemoryUsage) => number, target = '') => {
    const one = (of(after) - of(before)) / visitors
    return [
      name,
      ...[started, before, after].map((usage) => (of(usage) / 1e6).toFixed(1)),
      (one / 1e3).toFixed(1),
      target,
    ]
  }
  return {
    title: `Memory of ${visitors.toLocaleString('en')} connected visitors`,
    says: `Each with a token, a socket, a followed conversation and heartbeats. After garbage collection, beyond what ${warmUp} visitors had warmed up.`,
    table: tableOf(
      [
        '',
        'started MB',
        `${warmUp} visitors MB`,
        `${(visitors + warmUp).toLocaleString('en')} visitors MB`,
        'kB each',
        'target',
      ],
      [
        row('resident', ({ rss }) => rss, `≤ ${mostEach / 1e3} kB ${each <= mostEach ? '✓' : '✗'}`),
        row('heap used', ({ heapUsed }) => heapUsed),
        row('outside the heap', ({ external }) => external),
      ],
    ),
    missed: each <= mostEach ? [] : ['memory of each conversation'],
  }
}
