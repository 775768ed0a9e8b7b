import { launcherStyle, greetingFor } from '../agents/agent-assignment.ts'
import type { Sightings } from '../agents/sightings.ts'
import type { Context } from '../ground/context.ts'
import { NotAllowed } from '../ground/errors.ts'
import { TooMany, wideNetworkOf } from '../http/limits.ts'
import { siteOf } from '../http/origins.ts'
import type { FastifyRequest } from 'fastify'
import type { Routes } from '../http/http.ts'
import type { IdentityCheck } from '../people/visitors/identity.ts'
import type { TokenOptions } from '../people/visitors/visitor-token.ts'
import { beginVisitor } from '../people/visitors/visitors.ts'
import type { WidgetKeys } from '../people/visitors/widget-keys.ts'
import { readWorkspace } from '../people/visitors/workspace.ts'
import { ConnectionQuota, connectionsPerVisitor } from '../realtime/connection-quota.ts'
import { pollEvents } from '../events/poll.ts'
import type { Presence } from '../realtime/presence.ts'
import { postVisitorMessage, requestHuman } from '../conversations/post.ts'
import { findOwn, forVisitor, latestOf } from '../conversations/queries.ts'
import { visitorTranscriptFor } from '../conversations/transcripts.ts'
import { startConversation } from '../conversations/start.ts'

interface WidgetParts {
  keys: Pick<WidgetKeys, 'enter'>
  /** Our own origin, when it is known. */
  ours: string | null
  readToken(token: string, site: string | null): Promise<string | null>
  /** Also of whoever only claimed to be somebody, before proof was demanded: they go on once they have proven it. */
  resumeToken(token: string): Promise<string | null>
  signToken(visitorId: string, named: TokenOptions): Promise<string>
  identity: Pick<IdentityCheck, 'prove'>
  presence: Presence
  sightings: Sightings
}

/** What a visitor's widget may do. Every route but the first and the beacon is behind the visitor's token. */
export function widgetRoutes(routes: Routes, ctx: Context, door: WidgetParts): void {
  const siteFrom = (request: FastifyRequest) => siteOf(request, door.ours)
  const polls = new ConnectionQuota(connectionsPerVisitor)

  routes.on('POST /api/widget/sessions', async ({ input: { body }, request }) => {
    const key = door.keys.enter(body.key, siteFrom(request))
    const proof = await door.identity.prove(body)
    const known = body.token ? await door.resumeToken(body.token) : null
    const network = wideNetworkOf(request.ip)
    ctx.shutOuts.mayComeIn({ visitorId: known, network, userId: body.userId, proven: proof !== null })
    const visitor = await beginVisitor(ctx, known, body, { proof, network })
    const { live, earlier } = await latestOf(ctx, visitor.id)
    return {
      token: await door.signToken(visitor.id, {
        key,
        ...(proof
          ? { standing: 'proven', until: proof.until }
          : { standing: visitor.identified ? 'claimed' : 'anonymous' }),
      }),
      visitor: { id: visitor.id, name: visitor.name, identified: visitor.identified },
      agent: await greetingFor(ctx.db.reads, { url: body.page?.url ?? null, visitorId: visitor.id }),
      preview: (await readWorkspace(ctx.db.reads)).typingPreview,
      live: live === null ? null : await visitorTranscriptFor(ctx, visitor.id, live),
      earlier: earlier === null ? null : await visitorTranscriptFor(ctx, visitor.id, earlier),
    }
  })

  routes.on('POST /api/widget/look', async ({ input: { body }, request }) => {
    const site = siteFrom(request)
    door.keys.enter(body.key, site)
    door.sightings.note(request, body)
    return {
      agent: launcherStyle(
        await greetingFor(ctx.db.reads, {
          url: body.url ?? null,
          visitorId: body.token ? await door.readToken(body.token, site) : null,
        }),
      ),
    }
  })

  routes.on('POST /api/widget/conversations', async ({ input: { body }, actor, request }) => {
    const id = await startConversation(ctx, actor.id, { ...body, network: wideNetworkOf(request.ip) })
    return visitorTranscriptFor(ctx, actor.id, id)
  })

  routes.on('GET /api/widget/conversations/:id', ({ input: { params, query }, actor }) =>
    visitorTranscriptFor(ctx, actor.id, params.id, query.before),
  )

  routes.on('GET /api/widget/conversations/:id/events', async ({ input: { params, query }, actor }) => {
    await findOwn(ctx.db.reads, actor.id, params.id)
    if (!polls.acquire(actor.id)) throw new TooMany(5, 'this visitor')
    // Whoever polls is here; the widget has no socket to say so on.
    door.presence.beat(params.id, `poll-${actor.id}`, 'active', query.open)
    const renew = () => door.presence.renew(params.id, `poll-${actor.id}`)
    const waiting = setInterval(renew, ctx.timing.presenceLeaseMs / 3)
    return pollEvents(ctx, params.id, 'everyone', query).finally(() => {
      clearInterval(waiting)
      polls.release(actor.id)
    })
  })

  routes.on('POST /api/widget/conversations/:id/messages', async ({ input: { params, body }, actor }) => {
    const { message, conversation } = await postVisitorMessage(ctx, actor.id, params.id, body)
    return { message, conversation: forVisitor(conversation) }
  })

  routes.on('POST /api/widget/conversations/:id/human', async ({ input, actor }) =>
    forVisitor(await requestHuman(ctx, actor.id, input.params.id)),
  )

  routes.on('POST /api/widget/conversations/:id/leave', async ({ input: { params, body }, request }) => {
    const visitorId = await door.readToken(body.token, siteFrom(request))
    if (!visitorId) throw new NotAllowed('signed_out', 'This visit is over. Open the widget again.')
    await findOwn(ctx.db.reads, visitorId, params.id)
    door.presence.goodbye(params.id, body.how)
    return { ok: true as const }
  })
}
