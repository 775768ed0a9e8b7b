import type { FastifyInstance } from 'fastify'
import type { StoredEvent } from '../../protocol/events.ts'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { version } from './version.ts'

/** What Prometheus may ask this process. */
export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const registers = [registry]

const httpDuration = new Histogram({
  name: 'halo_http_duration_seconds',
  help: 'Time to answer a request',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30],
  registers,
})
export const messagesTotal = new Counter({
  name: 'halo_messages_total',
  help: 'Messages stored, by who said them',
  labelNames: ['from'] as const,
  registers,
})
export const runsTotal = new Counter({
  name: 'halo_runs_total',
  help: 'AI turns ended, by how',
  labelNames: ['state'] as const,
  registers,
})
const whispersTotal = new Counter({ name: 'halo_whispers_total', help: 'Whispers sent', registers })
const takeoversTotal = new Counter({
  name: 'halo_takeovers_total',
  help: 'Times an operator took the pen',
  registers,
})
export const busGaps = new Counter({
  name: 'halo_bus_gaps_total',
  help: 'Times the bus was lost and came back',
  registers,
})
export const modelTokens = new Counter({
  name: 'halo_model_tokens_total',
  help: 'Tokens that language models counted: of the input, the output, and of these the cached and the thought ones',
  labelNames: ['model', 'kind', 'sort'] as const,
  registers,
})
export const liveGauge = new Gauge({ name: 'halo_live_conversations', help: 'Conversations under way', registers })
export const socketsGauge = new Gauge({
  name: 'halo_sockets',
  help: 'Open sockets, by whose they are',
  labelNames: ['kind'] as const,
  registers,
})

export const databaseDuration = new Histogram({
  name: 'halo_database_duration_seconds',
  help: 'Time of a transaction, from when it was asked for until it was stored or read',
  labelNames: ['kind'] as const,
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers,
})
export const encoderDuration = new Histogram({
  name: 'halo_encoder_duration_seconds',
  help: 'Time until texts had their vectors, waiting included',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers,
})
export const encoderUp = new Gauge({
  name: 'halo_encoder_up',
  help: 'Whether the process of the sentence encoder answers; while it does not, searching goes by words alone',
  registers,
})
export const encoderEnds = new Counter({
  name: 'halo_encoder_ends_total',
  help: 'Times the process of the sentence encoder ended by itself, to be begun again',
  registers,
})
export const readingBacklog = new Gauge({
  name: 'halo_reading_backlog',
  help: 'Conversations whose mood and topic are still to be read, or were read in part because others waited',
  labelNames: ['state'] as const,
  registers,
})
export const readingSkipped = new Counter({
  name: 'halo_reading_skipped_total',
  help: 'Readings that left something out because they were late: the topic first, then what messages mean',
  labelNames: ['what'] as const,
  registers,
})
new Gauge({
  name: 'halo_build_info',
  help: 'Always 1; the label says which program this is',
  labelNames: ['version'] as const,
  registers,
}).set({ version }, 1)

/** A gauge that asks the database when it is read. Of a database that is away it keeps its last value. */
export function gaugeOf(
  name: string,
  help: string,
  label: string,
  count: () => Promise<Record<string, number>>,
): void {
  registry.removeSingleMetric(name)
  const gauge: Gauge<string> = new Gauge({
    name,
    help,
    labelNames: [label],
    registers,
    async collect() {
      const counts = await count().catch(() => null)
      if (!counts) return
      gauge.reset()
      for (const [value, rows] of Object.entries(counts)) gauge.set({ [label]: value }, rows)
    },
  })
}

/** Counts what was committed, whichever action it came from. */
export function countEvents(events: StoredEvent[]): void {
  for (const event of events) {
    if (event.type === 'message.posted') messagesTotal.inc({ from: event.payload.message.from })
    if (event.type === 'whisper.sent') whispersTotal.inc()
    if (event.type === 'takeover.began') takeoversTotal.inc()
  }
}

/** For `onAnswer` of the HTTP door. */
export function measureAnswer(route: string, method: string, status: number, milliseconds: number): void {
  httpDuration.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, milliseconds / 1000)
}

interface Health {
  /** What must be up before this process takes work: each names a part and throws, or answers false, when it is not. */
  parts: Record<string, () => Promise<unknown> | boolean>
  /** What only makes it faster: named the same way, and no reason to send nobody here. */
  accelerators?: Record<string, () => boolean>
}

/** `/metrics`, `/healthz` (the process runs) and `/readyz` (it can do its work, or which part cannot). */
export function serveHealth(app: FastifyInstance, { parts, accelerators = {} }: Health): void {
  app.get('/metrics', { schema: { hide: true } as object }, async (_request, reply) => {
    reply.type(registry.contentType)
    return registry.metrics()
  })
  app.get('/healthz', { schema: { hide: true } as object }, async () => ({ ok: true }))
  app.get('/readyz', { schema: { hide: true } as object }, async (_request, reply) => {
    const states = await Promise.all(
      Object.entries(parts).map(async ([part, look]) => [part, await stateOf(look)] as const),
    )
    const ready = states.every(([, state]) => state === 'ready')
    const slower = Object.entries(accelerators).map(([part, look]) => [part, look() ? 'ready' : 'away'] as const)
    return reply.code(ready ? 200 : 503).send({ ready, parts: Object.fromEntries([...states, ...slower]) })
  })
}

const timeoutMs = 3_000

async function stateOf(look: () => Promise<unknown> | boolean): Promise<'ready' | 'not ready'> {
  let timer: NodeJS.Timeout | undefined
  // A database that hangs answers nothing; whoever asks wants to know within seconds.
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs)
  })
  try {
    return (await Promise.race([look(), late])) === false ? 'not ready' : 'ready'
  } catch {
    return 'not ready'
  } finally {
    clearTimeout(timer)
  }
}
