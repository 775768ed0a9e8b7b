import { monitorEventLoopDelay } from 'node:perf_hooks'
import { newId } from '../client/id.ts'
import type { Person } from '../protocol/entities.ts'
import { startHalo } from '../server/app.ts'
import { readConfig } from '../server/ground/config.ts'
import { startConversation } from '../server/conversations/start.ts'
import { beginVisitor } from '../server/people/visitors/visitors.ts'
import { signVisitorToken } from '../server/people/visitors/visitor-token.ts'
import { takeOver } from '../server/supervision/takeovers.ts'

/**
 * Halo as it is, which on the word of its parent fills itself with live conversations and says how late its event loop was.
 * Its visitors count as present without a heartbeat, because ten thousand sockets in one load process would be a measurement of that process.
 */

/** One conversation that messages can be posted to. */
export interface Chat {
  id: string
  token: string
}
/** In milliseconds, since it was asked last. */
export interface Delay {
  p50: number
  p99: number
  max: number
}

const atOnce = 100
const hour = 3_600_000

const halo = await startHalo(readConfig(process.env), { timing: { presenceLeaseMs: hour, awayLimitMs: hour } })
const delays = monitorEventLoopDelay({ resolution: 10 })
delays.enable()
process.on(
  'message',
  (asked: { fill?: number; by?: Person }) => void answer(asked).then((answer) => process.send!(answer)),
)
process.on('SIGTERM', () => void halo.close().then(() => process.exit(0)))

async function answer({ fill, by }: { fill?: number; by?: Person }): Promise<Chat[] | Delay> {
  return fill && by ? crowd(fill, by) : delay()
}

async function crowd(count: number, holder: Person): Promise<Chat[]> {
  const chats: Chat[] = []
  while (chats.length < count)
    chats.push(
      ...(await Promise.all(Array.from({ length: Math.min(atOnce, count - chats.length) }, () => chat(holder)))),
    )
  return chats
}

/** A person holds every conversation, so that no AI message mixes with what is counted. */
async function chat(holder: Person): Promise<Chat> {
  const { ctx } = halo
  const visitor = await beginVisitor(ctx, null, {
    userId: newId(),
    userTraits: { name: `Visitor ${Math.ceil(Math.random() * 1e6)}` },
  })
  const id = await startConversation(ctx, visitor.id, {
    id: newId(),
    page: { url: 'https://shop.test/', title: 'Shop' },
  })
  await takeOver(ctx, holder, id)
  return { id, token: await signVisitorToken(process.env.HALO_SECRET!, visitor.id) }
}

function delay(): Delay {
  const [p50, p99, max] = [delays.percentile(50), delays.percentile(99), delays.max].map(
    (nanoseconds) => nanoseconds / 1e6,
  )
  delays.reset()
  return { p50: p50!, p99: p99!, max: max! }
}
