import type { Context } from '../ground/context.ts'
import { findConversation } from '../conversations/queries.ts'
import type { Routes } from '../http/http.ts'
import { changeTicket, editTicket } from '../tickets/change.ts'
import { listComments, postComment } from '../tickets/comments.ts'
import { findTicket } from '../tickets/merge.ts'
import { requestTicket } from '../tickets/request.ts'
import { pageOfTickets } from './lists.ts'
import { operatorNamed } from './operator.ts'

export function ticketsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/tickets', ({ input }) => pageOfTickets(ctx, input.query))
  routes.on('GET /api/v1/tickets/:id', ({ input }) => findTicket(ctx, input.params.id))
  routes.on('POST /api/v1/conversations/:id/ticket', async ({ input: { params, body }, actor }) => {
    const assignee = body.assigneeId === null ? null : await operatorNamed(ctx, body.assigneeId)
    return { ticket: await requestTicket(ctx, actor.person, params.id, { status: body.status, assignee }) }
  })
  routes.on('PATCH /api/v1/tickets/:id', async ({ input: { params, body }, actor }) => ({
    ticket: await editTicket(ctx, actor.person, params.id, body),
  }))
  routes.on('PUT /api/v1/tickets/:id/status', async ({ input: { params, body }, actor }) => ({
    ticket: await changeTicket(ctx, actor.person, params.id, body),
  }))
  routes.on('PUT /api/v1/tickets/:id/assignee', async ({ input: { params, body }, actor }) => ({
    ticket: await changeTicket(ctx, actor.person, params.id, body),
  }))
  routes.on('GET /api/v1/conversations/:id/comments', async ({ input }) => {
    await findConversation(ctx.db.reads, input.params.id)
    return { comments: await listComments(ctx.db.reads, input.params.id) }
  })
  routes.on('POST /api/v1/conversations/:id/comments', async ({ input: { params, body }, actor }) => ({
    comment: await postComment(ctx, actor.person, params.id, body),
  }))
}
