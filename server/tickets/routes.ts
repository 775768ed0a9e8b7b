import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { face } from '../ground/face.ts'
import { listCanned, removeCanned, writeCanned } from './canned.ts'
import { changeTicket, changeTickets, editTicket } from './change.ts'
import { postComment } from './comments.ts'
import { draftReply } from './draft.ts'
import { acceptLearned, dismissLearned, listLearned } from './learned.ts'
import { listTickets } from './list.ts'
import { listMentions, readMentions } from './mentions.ts'
import { findTicket, mergeTicket, unmergeTicket } from './merge.ts'

export function ticketRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/tickets', ({ input, actor }) => listTickets(ctx, actor.person, input.query))
  routes.on('GET /api/tickets/:id', ({ input }) => findTicket(ctx, input.params.id))
  routes.on('PATCH /api/tickets/:id', async ({ input: { params, body }, actor }) => ({
    ticket: await editTicket(ctx, face(actor.person), params.id, body),
  }))
  routes.on('PUT /api/tickets/:id/status', async ({ input: { params, body }, actor }) => ({
    ticket: await changeTicket(ctx, face(actor.person), params.id, body),
  }))
  routes.on('PUT /api/tickets/:id/assignee', async ({ input: { params, body }, actor }) => ({
    ticket: await changeTicket(ctx, face(actor.person), params.id, body),
  }))
  routes.on(
    'POST /api/tickets/changes',
    async ({
      input: {
        body: { ids, ...wanted },
      },
      actor,
    }) => ({ tickets: await changeTickets(ctx, face(actor.person), ids, wanted) }),
  )
  routes.on('PUT /api/tickets/:id/merge', async ({ input: { params, body }, actor }) => ({
    ticket: await mergeTicket(ctx, face(actor.person), params.id, body.into),
  }))
  routes.on('DELETE /api/tickets/:id/merge', async ({ input, actor }) => ({
    ticket: await unmergeTicket(ctx, face(actor.person), input.params.id),
  }))

  routes.on('POST /api/conversations/:id/comments', async ({ input: { params, body }, actor }) => ({
    comment: await postComment(ctx, face(actor.person), params.id, body),
  }))
  routes.on('GET /api/mentions', async ({ actor }) => ({ mentions: await listMentions(ctx.db.reads, actor.id) }))
  routes.on('PUT /api/conversations/:id/mentions/read', async ({ input, actor }) => {
    await readMentions(ctx, actor.id, input.params.id)
    return { ok: true as const }
  })
  routes.on('POST /api/conversations/:id/draft', async ({ input }) => ({
    text: await draftReply(ctx, input.params.id),
  }))

  routes.on('GET /api/canned-replies', async () => ({ replies: await listCanned(ctx) }))
  routes.on('PUT /api/canned-replies/:id', async ({ input: { params, body } }) => ({
    reply: await writeCanned(ctx, { id: params.id, ...body }),
  }))
  routes.on('DELETE /api/canned-replies/:id', async ({ input }) => {
    await removeCanned(ctx, input.params.id)
    return { ok: true as const }
  })

  routes.on('GET /api/learned-answers', async () => ({ answers: await listLearned(ctx) }))
  routes.on('POST /api/learned-answers/:id/acceptance', async ({ input: { params, body } }) => ({
    article: await acceptLearned(ctx, params.id, body),
  }))
  routes.on('POST /api/learned-answers/:id/dismissal', async ({ input }) => {
    await dismissLearned(ctx, input.params.id)
    return { ok: true as const }
  })
}
