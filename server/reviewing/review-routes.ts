import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { clearRating, rateAsVisitor, rateMessage } from '../supervision/ratings.ts'
import { face } from '../ground/face.ts'
import { listChoices, listCompleted } from './completed.ts'
import { exportCompleted, exportTypes } from './export.ts'
import { writeNote } from '../conversations/notes.ts'
import { overruleOutcome, restoreOutcome } from './overrule.ts'
import { markReviewed, unmarkReviewed } from './review.ts'

/** Finding and judging conversations, most of them completed. */
export function reviewRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/conversations', ({ input }) => listCompleted(ctx, input.query))
  routes.on('GET /api/conversations/choices', () => listChoices(ctx))

  routes.on(
    'GET /api/conversations/export',
    ({
      input: {
        query: { format, ...filter },
      },
      reply,
    }) => {
      reply
        .header('content-type', exportTypes[format])
        .header('content-disposition', `attachment; filename="conversations.${format}"`)
      return exportCompleted(ctx, filter, format)
    },
  )

  routes.on(
    'PUT /api/conversations/:id/messages/:messageId/rating',
    async ({ input: { params, body }, actor }) => ({
      rating: await rateMessage(ctx, face(actor.person), params, body),
    }),
  )

  routes.on('DELETE /api/conversations/:id/messages/:messageId/rating', async ({ input: { params }, actor }) => {
    await clearRating(ctx, face(actor.person), params)
    return { ok: true as const }
  })

  routes.on('PUT /api/conversations/:id/note', async ({ input: { params, body }, actor }) => ({
    note: await writeNote(ctx, face(actor.person), params.id, body.text),
  }))

  routes.on('PUT /api/conversations/:id/outcome', async ({ input: { params, body }, actor }) => ({
    outcome: await overruleOutcome(ctx, face(actor.person), params.id, body),
  }))
  routes.on('DELETE /api/conversations/:id/outcome', async ({ input, actor }) => ({
    outcome: await restoreOutcome(ctx, face(actor.person), input.params.id),
  }))

  routes.on('PUT /api/conversations/:id/review', async ({ input, actor }) => ({
    reviewed: await markReviewed(ctx, face(actor.person), input.params.id),
  }))

  routes.on('DELETE /api/conversations/:id/review', async ({ input, actor }) => {
    await unmarkReviewed(ctx, face(actor.person), input.params.id)
    return { ok: true as const }
  })

  routes.on(
    'PUT /api/widget/conversations/:id/messages/:messageId/rating',
    async ({ input: { params, body }, actor }) => ({
      votes: await rateAsVisitor(ctx, actor.id, params, body.vote),
    }),
  )

  routes.on(
    'DELETE /api/widget/conversations/:id/messages/:messageId/rating',
    async ({ input: { params }, actor }) => ({
      votes: await rateAsVisitor(ctx, actor.id, params, null),
    }),
  )
}
