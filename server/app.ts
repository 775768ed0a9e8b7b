import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { Courier } from './alerts/courier.ts'
import { alertRoutes } from './alerts/routes.ts'
import { ensureAgent } from './agent/agents.ts'
import { openModel, type Model } from './agent/model.ts'
import { Observer } from './agent/observer.ts'
import { agentRoutes } from './agent/routes.ts'
import { Runner } from './agent/runner.ts'
import type { Config, ServiceName } from './config.ts'
import { newId, timing, type Context, type Timing } from './context.ts'
import { reviewRoutes } from './conversations/review-routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { widgetRoutes } from './conversations/widget-routes.ts'
import { openDatabase } from './db/database.ts'
import { Encoder } from './encoder/encoder.ts'
import { openBus } from './events/bus.ts'
import { gapRoutes } from './gaps/routes.ts'
import { GapSorter } from './gaps/sorter.ts'
import { buildHttp } from './http.ts'
import { followArticles, seedArticles } from './knowledge/articles.ts'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { ArticleIndex } from './knowledge/search.ts'
import { openLog } from './log.ts'
import { measureAnswer, serveHealth } from './metrics.ts'
import { openOperators, type Operators } from './people/operators.ts'
import { operatorsTopic } from './people/members.ts'
import { peopleRoutes } from './people/routes.ts'
import { ensureAdmin, openSetup } from './people/setup.ts'
import { teamRoutes } from './people/team-routes.ts'
import { visitorRoutes } from './people/visitor-routes.ts'
import { readVisitorToken, signVisitorToken } from './people/visitor-token.ts'
import { Keeper } from './privacy/keeper.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { feedRoutes } from './realtime/routes.ts'
import { startRealtime } from './realtime/start.ts'
import { reportRoutes } from './reports/routes.ts'
import { keepSecret } from './secret.ts'
import { openSeal } from './seal.ts'
import { Fetcher } from './sources/fetch.ts'
import { Importer } from './sources/importer.ts'
import { sourceRoutes } from './sources/routes.ts'
import { serveStatic } from './static.ts'
import { followCorrections, KnownCorrections } from './supervision/known-corrections.ts'
import { supervisionRoutes } from './supervision/routes.ts'
import { teachingRoutes } from './supervision/teaching-routes.ts'
import { ticketRoutes } from './tickets/routes.ts'

export interface Halo {
  ctx: Context
  operators: Operators
  url: string
  services: ServiceName[]
  widgetKey: string
  /** The one-time link that creates the first operator, while there is none. */
  setupUrl: string | null
  /** Takes no new work, lets running replies end or releases them, closes everything. */
  close(): Promise<void>
}

export interface Overrides { timing?: Partial<Timing>; model?: Model }

/** Put the parts together and open the door last: whoever gets in finds everything running. */
export async function startHalo(config: Config, overrides: Overrides = {}): Promise<Halo> {
  const closing = new AbortController()
  const ctx = await openContext(config, overrides, closing.signal)
  const secret = config.secret ?? (await keepSecret(config.folder))
  const operators = openOperators({ db: ctx.db, secret, baseUrl: config.url, trustedOrigins: config.url ? [config.url] : [], log: ctx.log })
  const widgetKey = await furnish(ctx)
  if (config.admin) await ensureAdmin(operators, config.admin)
  const stopArticles = await followArticles(ctx)
  const stopCorrections = await followCorrections(ctx)

  const { app, routes } = buildHttp({
    log: ctx.log, operators, secret, url: config.url, widgetOrigins: config.widgetOrigins, trustProxy: config.trustProxy, checkReplies: config.test,
    onAnswer: measureAnswer,
  })
  const setup = openSetup(ctx.db, operators)
  const realtime = await startRealtime(ctx, app, { config, operators, secret })
  const fetcher = new Fetcher(config.fetchPrivate)
  const seal = openSeal(secret)
  const courier = new Courier(ctx, { seal, fetcher, url: () => config.url ?? addressOf(app, config), slackUrl: config.slackUrl })
  const stopForgetting = ctx.bus.subscribe(operatorsTopic, (changed) => {
    operators.forget()
    realtime.askAgain((changed as { id: string }).id)
  })
  let started = false
  serveHealth(app, { parts: { database: () => ctx.db.ping(), bus: () => ctx.bus.connected, started: () => started } })
  if (config.services.includes('web')) {
    const door = { widgetKey, readToken: (token: string) => readVisitorToken(secret, token), signToken: (id: string) => signVisitorToken(secret, id), presence: realtime.presence }
    widgetRoutes(routes, ctx, door)
    conversationRoutes(routes, ctx)
    reviewRoutes(routes, ctx)
    feedRoutes(routes, realtime.feed)
    supervisionRoutes(routes, ctx)
    teachingRoutes(routes, ctx)
    ticketRoutes(routes, ctx)
    knowledgeRoutes(routes, ctx)
    sourceRoutes(routes, ctx)
    gapRoutes(routes, ctx)
    reportRoutes(routes, ctx)
    privacyRoutes(routes, ctx)
    alertRoutes(routes, ctx, { seal, courier })
    agentRoutes(routes, ctx)
    visitorRoutes(routes, ctx)
    teamRoutes(routes, ctx, operators, { sign: operators.sign, get url() { return config.url ?? addressOf(app, config) } })
    peopleRoutes(app, routes, { operators, setup, widgetKey, model: ctx.model })
    routes.complete()
    await serveStatic(app, { widgetKey })
  }
  const runner = config.services.includes('agent') ? new Runner(ctx) : null
  await runner?.start()
  const importer = config.services.includes('agent') ? new Importer(ctx, fetcher) : null
  importer?.start()
  const sorter = new GapSorter(ctx)
  const keeper = new Keeper(ctx)
  if (config.services.includes('agent')) {
    courier.start()
    sorter.start()
    keeper.start()
  }
  const url = await listen(app, config)
  started = true
  // Beside the first visitors, who are answered by words alone until it is there.
  ctx.encoder?.start()

  return {
    ctx, operators, url, widgetKey,
    services: config.services,
    setupUrl: await setup.issue().then((token) => token && `${url}/setup?token=${token}`),
    close: async () => {
      closing.abort()
      // Sockets first, or their owners would keep the HTTP server from closing; the database last, because everyone writes their last words to it.
      await realtime.close()
      await app.close()
      await runner?.stop()
      await importer?.stop()
      await courier.stop()
      await sorter.stop()
      await keeper.stop()
      await fetcher.close()
      ctx.observer.stop()
      stopArticles()
      stopForgetting()
      stopCorrections()
      await ctx.encoder?.close()
      await ctx.bus.close()
      await ctx.db.close()
    },
  }
}

async function openContext(config: Config, overrides: Overrides, closing: AbortSignal): Promise<Context> {
  const log = openLog(config)
  const db = await openDatabase({ url: config.databaseUrl, folder: config.folder })
  const encoder = config.encoder && config.services.includes('agent') ? new Encoder({ log }) : null
  const ctx = {
    db, log,
    bus: await openBus({ url: config.natsUrl, log }),
    model: overrides.model ?? openModel(config.model),
    encoder,
    knowledge: new ArticleIndex(encoder),
    corrections: new KnownCorrections(encoder),
    process: newId(),
    closing,
    timing: { ...timing, ...overrides.timing },
  } as Context
  ctx.observer = new Observer(ctx)
  return ctx
}

/** What a new Halo needs before its first visitor: a widget key, an agent, something to know. */
async function furnish(ctx: Context): Promise<string> {
  await ensureAgent(ctx, {
    name: 'Nora',
    greeting: 'Hi, I am Nora, the AI assistant of Northwind Coffee. How can I help?',
    suggestions: ['Where is my order?', 'How do I pause my subscription?', 'What is your refund policy?'],
    instructions: 'You help customers of Northwind Coffee, a small roastery with a subscription and a grinder shop. Be warm, brief and exact.',
  })
  await seedArticles(ctx, fileURLToPath(new URL('../demo/knowledge', import.meta.url)))
  return keepWidgetKey(ctx)
}

async function keepWidgetKey(ctx: Context): Promise<string> {
  return ctx.db.write(async (trx) => {
    await trx.insertInto('settings').values({ key: 'widget_key', value: `halo_${randomBytes(12).toString('base64url')}` }).onConflict((oc) => oc.doNothing()).execute()
    return (await trx.selectFrom('settings').select('value').where('key', '=', 'widget_key').executeTakeFirstOrThrow()).value
  })
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  await app.listen({ host: config.host, port: config.port })
  return config.url ?? addressOf(app, config)
}

function addressOf(app: FastifyInstance, { host }: Config): string {
  const { port } = app.server.address() as AddressInfo
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${shown}:${port}`
}
