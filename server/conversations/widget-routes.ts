import { firstAgent } from '../agent/agents.ts'
import type { Context } from '../context.ts'
import { NotAllowed } from '../errors.ts'
import type { Routes } from '../http.ts'
import { beginVisitor } from '../people/visitors.ts'
import { readWorkspace } from '../people/workspace.ts'
import { pollEvents } from '../realtime/poll.ts'
import type { Presence } from '../realtime/presence.ts'
import { postVisitorMessage, requestHuman } from './post.ts'
import { findOwn, forVisitor, latestOf, visitorTranscriptFor } from './queries.ts'
import { startConversation } from './start.ts'

export interface WidgetDoor {
  widgetKey: string
  readToken(token: string): Promise<string | null>
  signToken(visitorId: string): Promise<string>
  presence: Presence
}

/** What a visitor's widget may do. Every route but the first and the beacon is behind the visitor's token. */
export function widgetRoutes(routes: Routes, ctx: Context, door: WidgetDoor): void {
  routes.on('POST /api/widget/sessions', async ({ input: { body } }) => {
    if (body.key !== door.widgetKey) throw new NotAllowed('bad_key', 'This widget key is not known here. Copy the snippet again from the dashboard, under Agents.')
    const visitor = await beginVisitor(ctx, body.token ? await door.readToken(body.token) : null, body)
    const { live, earlier } = await latestOf(ctx, visitor.id)
    const { id, name, greeting, suggestions } = await firstAgent(ctx.db.reads)
    return {
      token: await door.signToken(visitor.id),
      visitor: { id: visitor.id, name: visitor.name, identified: visitor.identified },
      agent: { id, name, greeting, suggestions },
      preview: (await readWorkspace(ctx.db.reads)).typingPreview,
      live: live === null ? null : await visitorTranscriptFor(ctx, visitor.id, live),
      earlier: earlier === null ? null : await visitorTranscriptFor(ctx, visitor.id, earlier),
    }
  })

  routes.on('POST /api/widget/conversations', async ({ input: { body }, actor }) => {
    const id = await startConversation(ctx, actor.id, body.id, body.page ?? null)
    return visitorTranscriptFor(ctx, actor.id, id)
  })

  routes.on('GET /api/widget/conversations/:id', ({ input, actor }) => visitorTranscriptFor(ctx, actor.id, input.params.id))

  routes.on('GET /api/widget/conversations/:id/events', async ({ input: { params, query }, actor }) => {
    await findOwn(ctx.db.reads, actor.id, params.id)
    // Whoever polls is here; the widget has no socket to say so on.
    door.presence.beat(params.id, `poll-${actor.id}`, 'active', query.open)
    return pollEvents(ctx, params.id, 'everyone', query.after, query.wait)
  })

  routes.on('POST /api/widget/conversations/:id/messages', async ({ input: { params, body }, actor }) => {
    const { message, conversation } = await postVisitorMessage(ctx, actor.id, params.id, body)
    return { message, conversation: forVisitor(conversation) }
  })

  routes.on('POST /api/widget/conversations/:id/human', async ({ input, actor }) => forVisitor(await requestHuman(ctx, actor.id, input.params.id)))

  routes.on('POST /api/widget/conversations/:id/leave', async ({ input: { params, body } }) => {
    const visitorId = await door.readToken(body.token)
    if (!visitorId) throw new NotAllowed('signed_out', 'This visit is over. Open the widget again.')
    await findOwn(ctx.db.reads, visitorId, params.id)
    door.presence.goodbye(params.id, body.how)
    return { ok: true as const }
  })
}
