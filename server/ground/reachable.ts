import { createServer, type Server } from 'node:http'
import { connect } from '@nats-io/transport-node'
import pg from 'pg'
import type { Config } from './config.ts'

const againMs = 500
const patienceMs = 3_000
/** How often whoever looks at the terminal is told again. */
const sayEveryMs = 10_000

/**
 * Waits until the servers that this process needs can be reached: they may start after it, or be away when it is restarted. Meanwhile it says on its port
 * that it is not ready. `say` gets a sentence for people.
 */
export async function untilReachable(config: Config, say: (sentence: string) => void): Promise<void> {
  let room: Server | null = null
  let saidAt = -Infinity
  for (;;) {
    const missing = await missingOf(config)
    if (!missing) break
    room ??= openRoom(config)
    if (performance.now() - saidAt >= sayEveryMs) {
      saidAt = performance.now()
      say(`Waiting: ${missing}`)
    }
    await new Promise((later) => setTimeout(later, againMs))
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  if (!room?.listening) return
  room.closeAllConnections()
  room.close(() => resolve())
  await promise
}

async function missingOf({ databaseUrl, natsUrl }: Config): Promise<string | null> {
  try {
    if (databaseUrl) await askPostgres(databaseUrl)
  } catch (error) {
    return `the database cannot be used (${wordsOf(error)})`
  }
  try {
    if (natsUrl) await askNats(natsUrl)
  } catch (error) {
    return `the NATS server cannot be reached (${wordsOf(error)})`
  }
  return null
}

async function askPostgres(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    client.end().catch(() => {})
  }
}

async function askNats(text: string): Promise<void> {
  const url = new URL(text.includes('://') ? text : `nats://${text}`)
  const link = await connect({
    servers: url.host,
    timeout: patienceMs,
    reconnect: false,
    ignoreAuthErrorAbort: true,
    ...(url.username && { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }),
    ...(url.protocol === 'tls:' && { tls: {} }),
  })
  await link.close()
}

const wordsOf = (error: unknown) =>
  (error as Error).message || (error as { code?: string }).code || 'no reason given'

/** Answers like `serveHealth`, and everything else with 503. */
function openRoom({ host, port }: Config): Server {
  const room = createServer((request, reply) => {
    const lives = request.url === '/healthz'
    reply.writeHead(lives ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1' })
    const problem = { code: 'unavailable', message: 'Halo is starting: it waits for its database or its bus.' }
    reply.end(
      JSON.stringify(lives ? { ok: true } : { ready: false, parts: { started: 'not ready' }, error: problem }),
    )
  })
  // Whether the port is to be had is said by the start itself.
  room.on('error', () => {})
  return room.listen(port, host)
}
