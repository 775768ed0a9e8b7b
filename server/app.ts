import { measureBacklog } from './http/backlog.ts'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { usualStretch } from '../protocol/stretch.ts'
import { createBudgetWatch } from './alerts/budget-watch.ts'
import { createRationWatch } from './alerts/ration-watch.ts'
import { Courier } from './alerts/courier.ts'
import { alertRoutes } from './alerts/routes.ts'
import { incidentsTopic, noteIncidents } from './alerts/incidents.ts'
import { rescore } from './conversations/score.ts'
import { noteQuestions } from './reviewing/gaps/note.ts'
import type { Consequence } from './events/log.ts'
import { ensureAgent } from './agents/agents.ts'
import { introduceAgent, plainAgent } from './agents/wording.ts'
import { type Model } from './models/model.ts'
import { openModel } from './models/open-model.ts'
import type { Trouble } from './models/provider.ts'
import { Observer } from './judging/observer.ts'
import { Models } from './models/models.ts'
import { publicFetch } from './models/public-fetch.ts'
import { modelRoutes } from './models/routes.ts'
import { SetUpModels } from './models/set-up.ts'
import { Budget, withinBudget } from './models/spending/budget.ts'
import { Ration, rationed } from './models/spending/ration.ts'
import { agentRoutes } from './agents/routes.ts'
import { Runner } from './replies/runner.ts'
import { replayRoutes } from './replaying/routes.ts'
import { Sightings } from './agents/sightings.ts'
import type { Config, ServiceName } from './ground/config.ts'
import { newId, timing, type Context, type Timing } from './ground/context.ts'
import { Unavailable } from './ground/errors.ts'
import { HeldDoor, isTaken, portsCanBeShared } from './ground/held-door.ts'
import { reviewRoutes } from './reviewing/review-routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { widgetRoutes } from './widget-api/routes.ts'
import { auditRoutes } from './http/audit/routes.ts'
import { audited } from './http/audit/audited.ts'
import { FolderLock } from './db/folder-lock.ts'
import { openDatabase } from './db/open.ts'
import { comparedBy, openVectors } from './knowledge/vectors/vectors.ts'
import { LogSweep } from './events/log-sweep.ts'
import { openBus } from './events/open-bus.ts'
import { Pen } from './events/pen.ts'
import { gapRoutes } from './reviewing/gaps/routes.ts'
import { GapSorter } from './reviewing/gaps/sorter.ts'
import { wideNetworkOf } from './http/limits.ts'
import { buildHttp } from './http/http.ts'
import { followArticles } from './knowledge/articles.ts'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { checklistRoutes } from './checklist/routes.ts'
import { sampleRoutes } from './sample/routes.ts'
import { beginWithSample } from './sample/sample.ts'
import { ArticleIndex } from './knowledge/search.ts'
import { openLog } from './ground/log.ts'
import { measureAnswer, serveHealth } from './ground/metrics.ts'
import { openOperators, type Operators } from './people/operators/operators.ts'
import { IdentityCheck } from './people/visitors/identity.ts'
import { identityRoutes } from './people/visitors/identity-routes.ts'
import { operatorsTopic } from './people/operators/members.ts'
import { peopleRoutes } from './people/operators/sign-in-routes.ts'
import { ensureAdmin, openSetup } from './people/operators/setup.ts'
import { teamRoutes } from './people/operators/team-routes.ts'
import { visitorRoutes } from './people/visitors/visitor-routes.ts'
import {
  readVisitorToken,
  signVisitorToken,
  type TokenOptions,
  type TokenClaims,
} from './people/visitors/visitor-token.ts'
import { widgetKeyRoutes } from './people/visitors/widget-key-routes.ts'
import { ShutOuts } from './people/visitors/shut-outs.ts'
import { WidgetKeys } from './people/visitors/widget-keys.ts'
import { sweepRetention } from './privacy/retention.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { feedRoutes } from './realtime/routes.ts'
import { startRealtime } from './realtime/start.ts'
import { Watchers } from './realtime/watchers.ts'
import { reportRoutes } from './reviewing/reports/routes.ts'
import { Rounds } from './ground/rounds.ts'
import { keepSecret } from './ground/secret.ts'
import { reseal } from './db/reseal.ts'
import { openSeal } from './ground/seal.ts'
import { openKeys } from './http/keys/auth.ts'
import { keyRoutes } from './http/keys/routes.ts'
import { Fetcher } from './knowledge/sources/fetch.ts'
import { Importer } from './knowledge/sources/importer.ts'
import { sourceRoutes } from './knowledge/sources/routes.ts'
import { serveStatic } from './http/static.ts'
import { followCorrections, KnownCorrections } from './teaching/known-corrections.ts'
import { supervisionRoutes } from './supervision/routes.ts'
import { teachingRoutes } from './teaching/teaching-routes.ts'
import { segmentRoutes } from './reviewing/segments/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { followTopics, KnownTopics } from './reviewing/topics/known-topics.ts'
import { v1Routes } from './api-v1/routes.ts'
import { Mail } from './mail/mail.ts'
import { Postman } from './mail/postman.ts'
import { mailRoutes } from './mail/routes.ts'
import { accountLetters } from './people/operators/letters.ts'
import type { Inviting } from './people/operators/invites.ts'
import { noteMails, ticketLetters } from './tickets/notices.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { Teller } from './webhooks/teller.ts'
import { topicRoutes } from './reviewing/topics/routes.ts'

export interface Halo {
  ctx: Context
  operators: Operators
  url: string
  services: ServiceName[]
  /** The newest that is in force. */
  readonly widgetKey: string
  /** The one-time link that creates the first operator, while there is none. */
  setupUrl: string | null
  /** Takes no new work, lets running replies end for so many milliseconds or releases them, closes everything. */
  close(drainMs?: number): Promise<void>
  /** Called once when another process asks for the place of this one. */
  onHandOver(end: () => void): void
}

export interface Overrides {
  timing?: Partial<Timing>
  model?: Model
  stretch?: Context['stretch']
}

/** Put the parts together and open the door last: whoever gets in finds everything running. */
export async function startHalo(config: Config, overrides: Overrides = {}): Promise<Halo> {
  const closing = new AbortController()
  const door = config.handOver ? await HeldDoor.open(config) : null
  const lock = config.databaseUrl ? null : await FolderLock.take(config.folder, config.handOver)
  let ctx: Context | null = null
  try {
    ctx = await openContext(config, overrides, closing.signal)
    const { app, halo } = await startParts(ctx, config, closing)
    await door?.handTo(app.server)
    return {
      ...halo,
      get widgetKey() {
        return halo.widgetKey
      },
      onHandOver: (end) => lock?.onAsked(end),
      close: async (drainMs) => {
        await halo.close(drainMs)
        lock?.release()
      },
    }
  } catch (error) {
    closing.abort()
    await ctx?.bus.close()
    await ctx?.db.close()
    lock?.release()
    throw error
  }
}

type Parts = Omit<Halo, 'onHandOver'>

async function startParts(
  ctx: Context,
  config: Config,
  closing: AbortController,
): Promise<{ app: FastifyInstance; halo: Parts }> {
  const sweep = new LogSweep(ctx)
  await sweep.start()
  const secret = config.secret ?? (await keepSecret(config.folder))
  const operators = openOperators({
    db: ctx.db,
    secret,
    baseUrl: config.url,
    sessionDays: config.sessionDays,
    trustedOrigins: config.url ? [config.url] : [],
    log: ctx.log,
  })
  await reseal(ctx.db, { secret, old: config.oldSecret }, ctx.log)
  await ensureAgent(ctx, plainAgent)
  if (config.sample) await beginWithSample(ctx)
  if (config.admin) await ensureAdmin(operators, config.admin)
  const stopArticles = await followArticles(ctx)
  const stopCorrections = await followCorrections(ctx)
  const stopTopics = await followTopics(ctx)

  const seal = openSeal(secret)
  // A model may think before its first word for longer than any page takes.
  const modelFetcher = new Fetcher(config.fetchPrivate, 0)
  const setUpModels = new SetUpModels(ctx, {
    seal,
    fetch: publicFetch(modelFetcher),
    checks: config.modelCheck && config.services.includes('agent'),
  })
  const stopBudget = await ctx.budget.start(ctx)
  ctx.ration.start(ctx)
  await setUpModels.start()
  await ctx.mail.start(ctx, { seal, environment: config.mail, allowed: config.fetchPrivate })
  let askVisitorsAgain = () => {}
  const identity = new IdentityCheck(ctx, seal, () => askVisitorsAgain())
  await identity.start()
  const widgetKeys = new WidgetKeys(ctx, () => askVisitorsAgain())
  await widgetKeys.start()
  ctx.shutOuts = new ShutOuts(ctx, () => askVisitorsAgain())
  await ctx.shutOuts.start()
  const keepsOut = (visitorId: string, address: string) => ctx.shutOuts.keepsOut(visitorId, wideNetworkOf(address))
  const admits = (pass: TokenClaims, site: string | null) =>
    identity.admits(pass.standing) && widgetKeys.admits(pass.key, site)

  const { app, routes } = buildHttp({
    log: ctx.log,
    operators,
    keys: openKeys(ctx.db, config.apiPace),
    secret,
    admits,
    keepsOut,
    url: config.url,
    widgetOrigins: config.widgetOrigins,
    trustProxy: config.trustProxy,
    limits: config.limits,
    checkReplies: config.test,
    onAnswer: measureAnswer,
  })
  const setup = openSetup(ctx.db, operators)
  // Also where no operator is connected: what is held waits only while somebody watches, in whichever process.
  const watchers = new Watchers(ctx)
  watchers.start()
  const realtime = await startRealtime(ctx, app, { config, operators, secret, admits, keepsOut, watchers })
  askVisitorsAgain = realtime.askVisitorsAgain
  const fetcher = new Fetcher(config.fetchPrivate)
  const courier = new Courier(ctx, {
    seal,
    fetcher,
    url: () => config.url ?? addressOf(app, config),
    slackUrl: config.slackUrl,
  })
  const teller = new Teller(ctx, { seal, fetcher })
  const inviting: Inviting = {
    sign: operators.sign,
    get url() {
      return config.url ?? addressOf(app, config)
    },
  }
  const postman = new Postman(ctx, { ...accountLetters(inviting), ...ticketLetters(inviting) })
  const stopForgetting = ctx.bus.subscribe(operatorsTopic, (changed) => {
    operators.forget()
    realtime.askAgain((changed as { id: string }).id)
  })
  let started = false
  measureBacklog(ctx)
  serveHealth(app, {
    parts: { database: () => ctx.db.ping(), started: () => started },
    // While the bus is away everything is read from the database within seconds.
    accelerators: { bus: () => ctx.bus.connected },
  })
  if (config.services.includes('web')) {
    const widgetParts = {
      keys: widgetKeys,
      identity,
      ours: config.url && new URL(config.url).origin,
      readToken: (token: string, site: string | null) =>
        readVisitorToken(secret, token, (pass) => admits(pass, site)),
      resumeToken: (token: string) => readVisitorToken(secret, token),
      signToken: (id: string, named: TokenOptions) => signVisitorToken(secret, id, Date.now(), named),
      presence: realtime.presence,
      sightings: new Sightings(ctx),
    }
    widgetRoutes(routes, ctx, widgetParts)
    conversationRoutes(routes, ctx)
    reviewRoutes(routes, ctx)
    feedRoutes(routes, realtime.feed)
    supervisionRoutes(routes, ctx)
    teachingRoutes(routes, ctx)
    replayRoutes(routes, ctx)
    ticketRoutes(routes, ctx)
    segmentRoutes(routes, ctx)
    topicRoutes(routes, ctx)
    knowledgeRoutes(routes, ctx)
    sampleRoutes(routes, ctx)
    checklistRoutes(routes, ctx)
    sourceRoutes(routes, ctx)
    gapRoutes(routes, ctx)
    reportRoutes(routes, ctx)
    privacyRoutes(routes, ctx)
    alertRoutes(routes, ctx, { seal, courier })
    agentRoutes(routes, ctx)
    modelRoutes(routes, ctx, setUpModels)
    visitorRoutes(routes, ctx)
    identityRoutes(routes, identity)
    widgetKeyRoutes(routes, ctx, widgetKeys)
    keyRoutes(routes, ctx)
    auditRoutes(routes, ctx)
    v1Routes(routes, ctx)
    webhookRoutes(routes, ctx, { seal, teller })
    mailRoutes(routes, ctx)
    teamRoutes(routes, ctx, operators, inviting)
    peopleRoutes(app, routes, {
      named: (workspace) => introduceAgent(ctx, workspace),
      hasDemo: config.demo,
      db: ctx.db,
      operators,
      setup,
      failedSignIns: config.limits.failedSignIns,
      wrongPasswords: config.limits.wrongPasswords,
      widgetKey: () => widgetKeys.newest,
      model: () => ctx.models.of(''),
      changed: (id) => ctx.bus.publish(operatorsTopic, { id }),
    })
    routes.complete()
    await serveStatic(app, { widgetKey: () => widgetKeys.newest, demo: config.demo })
  }
  const runner = config.services.includes('agent') ? new Runner(ctx, (id) => watchers.of(id).length > 0) : null
  await runner?.start()
  const importer = config.services.includes('agent') ? new Importer(ctx, fetcher) : null
  importer?.start()
  const sorter = new GapSorter(ctx)
  const keeper = new Rounds(ctx, 'let go what is due', ctx.timing.sweepIntervalMs * 60, () =>
    sweepRetention(ctx, Date.now()),
  )
  const budgetWatch = new Rounds(ctx, 'watch the budget', ctx.timing.sweepIntervalMs * 5, createBudgetWatch(ctx))
  const rationWatch = new Rounds(ctx, 'watch the ration', ctx.timing.sweepIntervalMs * 5, createRationWatch(ctx))
  if (config.services.includes('agent')) {
    budgetWatch.start()
    rationWatch.start()
    courier.start()
    postman.start()
    teller.start()
    sorter.start()
    keeper.start()
  }
  const url = await listen(app, config)
  started = true
  // Beside the first visitors, who are answered by words alone until it is there.
  ctx.vectors?.start()
  const resumed = ctx.observer.resume().catch((error) => ctx.log.error({ error }, 'could not resume reading'))

  const halo: Parts = {
    ctx,
    operators,
    url,
    get widgetKey() {
      return widgetKeys.newest
    },
    services: config.services,
    setupUrl: await setup.issue().then((token) => token && `${url}/setup?token=${token}`),
    close: async (drainMs) => {
      closing.abort()
      // Sockets first, or their owners would keep the HTTP server from closing; the database last, because everyone writes their last words to it.
      await realtime.close()
      await app.close()
      await runner?.stop(drainMs)
      await importer?.stop()
      await budgetWatch.stop()
      await rationWatch.stop()
      await courier.stop()
      await postman.stop()
      await teller.stop()
      await sorter.stop()
      await keeper.stop()
      await fetcher.close()
      setUpModels.stop()
      ctx.mail.stop()
      stopBudget()
      ctx.ration.stop()
      await modelFetcher.close()
      ctx.observer.stop()
      await resumed
      stopArticles()
      stopForgetting()
      stopCorrections()
      stopTopics()
      watchers.stop()
      identity.stop()
      widgetKeys.stop()
      ctx.shutOuts.stop()
      await sweep.stop()
      ctx.pen.stop()
      await ctx.vectors?.close()
      await ctx.bus.close()
      await ctx.db.close()
    },
  }
  return { app, halo }
}

async function openContext(config: Config, overrides: Overrides, closing: AbortSignal): Promise<Context> {
  const log = openLog(config)
  const db = audited(await openDatabase({ url: config.databaseUrl, folder: config.folder }))
  const bus = await openBus({ url: config.natsUrl, log }).catch(async (error) => {
    await db.close()
    throw error
  })
  const vectors = config.services.includes('agent') ? openVectors(config, { db, log }) : null
  const ration = new Ration(config.modelCalls)
  const budget = new Budget()
  const trouble: Trouble = (about, message) => log.warn(about, message)
  const model = overrides.model ?? withinBudget(rationed(openModel(config.model, trouble), ration), budget)
  const ctx = {
    db,
    log,
    bus,
    mail: new Mail(),
    models: new Models(model, config.model, { more: config.models, trouble, ration, budget }),
    budget,
    ration,
    encoder: vectors?.encoder ?? null,
    vectors,
    compares: comparedBy(config),
    knowledge: new ArticleIndex(vectors?.meaning),
    corrections: new KnownCorrections(vectors?.meaning),
    topics: new KnownTopics(vectors?.encoder),
    process: newId(),
    consequences,
    closing,
    timing: { ...timing, ...overrides.timing },
    longestConversation: config.longestConversation,
    mostCalls: config.limits.persons,
    stretch: overrides.stretch ?? usualStretch,
    keepQueries: config.keepQueries,
  } as Context
  ctx.observer = new Observer(ctx)
  ctx.pen = new Pen(ctx)
  return ctx
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  const shared = portsCanBeShared && config.port !== 0 && !config.databaseUrl
  if (shared && !config.handOver && (await isTaken(config)))
    throw new Unavailable('port_taken', `Another program listens at port ${config.port}. Stop it, or set PORT.`)
  await app.listen({ host: config.host, port: config.port, ...(shared && { reusePort: true }) })
  return config.url ?? addressOf(app, config)
}

function addressOf(app: FastifyInstance, { host }: Config): string {
  const { port } = app.server.address() as AddressInfo
  return `http://${shownAs(host)}:${port}`
}

/** As a host stands in an address; one that means every interface is shown as this machine. */
function shownAs(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** What every change of a conversation may lead to, in this order. */
const consequences: Consequence[] = [
  async (_ctx, change) => {
    if (change.conversation.status === 'completed') await rescore(change)
  },
  async (_ctx, change) => noteQuestions(change),
  async (ctx, change) => noteMails(ctx, change),
  async (ctx, change) => {
    const incidents = await noteIncidents(ctx, change)
    return () => incidents.forEach((incident) => ctx.bus.publish(incidentsTopic, incident))
  },
]
