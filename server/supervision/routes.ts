import { face } from '../ground/face.ts'
import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { extendHold, replaceHeld, sendHeld } from '../replies/release.ts'
import { answerInquiry, askTeam } from './inquiries.ts'
import { readBrief, writeBrief } from './briefs.ts'
import { editReply, withdrawReply } from './edits.ts'
import { handBack, replyAsOperator, takeOver } from './takeovers.ts'
import { sendWhisper, withdrawWhisper } from './whispers.ts'

/** Steering and relieving the AI. */
export function supervisionRoutes(routes: Routes, ctx: Context): void {
  routes.on('POST /api/conversations/:id/messages', ({ input: { params, body }, actor }) =>
    replyAsOperator(ctx, face(actor.person), params.id, body),
  )

  routes.on('PATCH /api/conversations/:id/messages/:messageId', async ({ input: { params, body }, actor }) => ({
    message: await editReply(ctx, face(actor.person), placeOf(params), body.text),
  }))

  routes.on('DELETE /api/conversations/:id/messages/:messageId', async ({ input: { params }, actor }) => ({
    message: await withdrawReply(ctx, face(actor.person), placeOf(params)),
  }))

  routes.on('POST /api/conversations/:id/takeover', ({ input: { params, body }, actor }) =>
    takeOver(ctx, face(actor.person), params.id, body.from),
  )

  routes.on('DELETE /api/conversations/:id/takeover', ({ input, actor }) =>
    handBack(ctx, face(actor.person), input.params.id),
  )

  routes.on('POST /api/conversations/:id/inquiries', async ({ input: { params, body }, actor }) => ({
    inquiry: await askTeam(ctx, face(actor.person), params.id, body),
  }))

  routes.on(
    'PUT /api/conversations/:id/inquiries/:inquiryId/answer',
    async ({ input: { params, body }, actor }) => ({
      inquiry: await answerInquiry(ctx, face(actor.person), params.id, { id: params.inquiryId, text: body.text }),
    }),
  )

  routes.on('POST /api/conversations/:id/holds/:run/send', async ({ input: { params }, actor }) => ({
    messageId: await sendHeld(ctx, face(actor.person), heldOf(params)),
  }))

  routes.on('PUT /api/conversations/:id/holds/:run/reply', async ({ input: { params, body }, actor }) => ({
    message: await replaceHeld(ctx, face(actor.person), heldOf(params), body),
  }))

  routes.on('POST /api/conversations/:id/holds/:run/wait', async ({ input: { params }, actor }) => ({
    dueAt: await extendHold(ctx, face(actor.person), heldOf(params)),
  }))

  routes.on('GET /api/conversations/:id/brief', ({ input: { params } }) => readBrief(ctx, params.id))

  routes.on('PUT /api/conversations/:id/brief', async ({ input: { params, body }, actor }) => ({
    brief: await writeBrief(ctx, face(actor.person), params.id, body.text),
  }))

  routes.on('POST /api/conversations/:id/whispers', async ({ input: { params, body }, actor }) => ({
    whisper: await sendWhisper(ctx, face(actor.person), params.id, body),
  }))

  routes.on('DELETE /api/conversations/:id/whispers/:whisperId', async ({ input: { params }, actor }) => ({
    whisper: await withdrawWhisper(ctx, face(actor.person), params.id, params.whisperId),
  }))
}

const heldOf = ({ id, run }: { id: string; run: string }) => ({ conversationId: id, run })
const placeOf = ({ id, messageId }: { id: string; messageId: string }) => ({ conversationId: id, messageId })
