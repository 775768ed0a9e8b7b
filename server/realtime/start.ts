import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { allows } from '../../protocol/access.ts'
import type { Person } from '../../protocol/entities.ts'
import { tellDigest } from '../alerts/digest.ts'
import { createWatch } from '../alerts/watch.ts'
import type { Config } from '../ground/config.ts'
import { addressReader } from '../http/addresses.ts'
import type { Context } from '../ground/context.ts'
import { completeOverdue } from '../conversations/complete.ts'
import type { Operators } from '../people/operators/operators.ts'
import { readVisitorToken, type TokenClaims } from '../people/visitors/visitor-token.ts'
import { expireInquiries } from '../supervision/inquiries.ts'
import { wakeTickets } from '../tickets/wake.ts'
import { Feed } from './feed/feed.ts'
import { Hub } from './hub.ts'
import { Live } from './live.ts'
import { Presence } from './presence.ts'
import { ProcessLease } from './process-lease.ts'
import { RelayLeases } from './relay-leases.ts'
import { acceptSockets, type Doors } from './socket.ts'
import type { Watchers } from './watchers.ts'

interface Surroundings {
  config: Config
  operators: Operators
  secret: string
  admits: (pass: TokenClaims, site: string | null) => boolean
  watchers: Watchers
  keepsOut: (visitorId: string, address: string) => boolean
}

/** Everything that is told rather than asked for: sockets, feed, presence, and the ends of conversations. */
export async function startRealtime(
  ctx: Context,
  app: FastifyInstance,
  { config, operators, secret, admits, keepsOut, watchers }: Surroundings,
): Promise<{
  presence: Presence
  feed: Feed | null
  askAgain(operatorId: string): void
  askVisitorsAgain(): void
  close(): Promise<void>
}> {
  const lease = new ProcessLease(ctx)
  const live = new Live(ctx, watchers)
  const leases = new RelayLeases(ctx, () => lease.holds)
  const hub = new Hub(ctx, { live, leases, watchers })
  const feed = new Feed(live)
  const presence = new Presence(ctx)
  if (!config.services.includes('web') && !config.services.includes('realtime'))
    return { presence, feed: null, askAgain: () => {}, askVisitorsAgain: () => {}, close: async () => {} }

  // A process without sockets vouches for the visitors who poll it.
  await lease.renew()
  presence.start()
  const timers = sweep(ctx, lease)
  const end = async () => {
    timers.forEach(clearInterval)
    presence.stop()
    ctx.pen.leave()
  }
  if (!config.services.includes('realtime')) {
    return {
      presence,
      feed: null,
      askAgain: () => {},
      askVisitorsAgain: () => {},
      close: end,
    }
  }

  // The live picture hears each hint before the hub does, so that the hub knows who holds the pen when it passes words on.
  await live.start()
  hub.start()
  feed.start()
  const watch = createWatch(ctx, live)
  timers.push(
    repeat(ctx)(ctx.timing.sweepIntervalMs * 5, 'could not look who waits for a person', () => watch(Date.now())),
  )
  const sockets = acceptSockets(
    ctx,
    app.server,
    { live, hub, feed, presence, watchers },
    doorsOf({ config, operators, secret, admits, keepsOut }),
  )
  return {
    presence,
    feed,
    askAgain: sockets.askAgain,
    askVisitorsAgain: sockets.askVisitorsAgain,
    close: async () => {
      feed.stop()
      await sockets.close()
      hub.stop()
      live.stop()
      await end()
    },
  }
}

type Work = () => Promise<unknown>

/** Never twice at once: what takes longer than its turn skips the next one. */
const repeat = (ctx: Context) => (ms: number, what: string, work: Work) => {
  let busy = false
  return setInterval(() => {
    if (busy) return
    busy = true
    work()
      .catch((error) => ctx.log.error({ error }, what))
      .finally(() => {
        busy = false
      })
  }, ms)
}

function sweep(ctx: Context, lease: ProcessLease): NodeJS.Timeout[] {
  const every = repeat(ctx)
  return [
    every(ctx.timing.sweepIntervalMs, 'could not end overdue conversations', () =>
      completeOverdue(ctx, Date.now()),
    ),
    every(ctx.timing.sweepIntervalMs, 'could not wake snoozed tickets', () => wakeTickets(ctx, Date.now())),
    every(ctx.timing.sweepIntervalMs, 'could not end questions to the team', () =>
      expireInquiries(ctx, Date.now()),
    ),
    every(ctx.timing.sweepIntervalMs * 5, 'could not tell the daily digest', () => tellDigest(ctx, Date.now())),
    every(ctx.timing.processLeaseMs / 3, 'could not renew this process', () =>
      lease.renew().then(() => lease.declareGone()),
    ),
  ]
}

function doorsOf({ config, operators, secret, admits, keepsOut }: Omit<Surroundings, 'watchers'>): Doors {
  const addressOf = addressReader(config.trustProxy)
  const isOurs = (request: IncomingMessage) => {
    const { origin, host } = request.headers
    return origin === undefined || origin === config.url || (URL.canParse(origin) && new URL(origin).host === host)
  }
  return {
    // A socket brings the cookie whichever page opened it; only our own pages may use it.
    operator: async (request) => {
      const cookie = request.headers.cookie
      const person = cookie && isOurs(request) ? await operators.whoIs(new Headers({ cookie })) : null
      return person && !person.factorMissing && allows(person.access, 'inbox:view') ? faceOf(person) : null
    },
    visitor: async (token, request) => {
      const site = isOurs(request) ? null : request.headers.origin!
      const id = await readVisitorToken(secret, token, (pass) => admits(pass, site))
      return id && keepsOut(id, addressOf(request)) ? null : id
    },
    addressOf,
    mayEmbed: (request) =>
      !config.widgetOrigins ||
      !request.headers.origin ||
      config.widgetOrigins.includes(request.headers.origin) ||
      isOurs(request),
  }
}

const faceOf = ({ id, name, image }: Person): Person => ({ id, name, image })
