import type { Context } from '../ground/context.ts'
import { findConversation } from '../conversations/queries.ts'
import type { Routes } from '../http/http.ts'
import { listShutOuts } from '../people/visitors/shut-outs.ts'
import { addCorrection, changeCorrection, retireCorrection, writeCorrection } from '../teaching/corrections.ts'
import { changeLesson, retireLesson, writeLesson } from '../teaching/lessons.ts'
import { clearRating, listRatings, rateMessage } from '../supervision/ratings.ts'
import { letIn, shutOut } from '../conversations/shut-out.ts'
import { handBack, replyAsOperator, takeOver } from '../supervision/takeovers.ts'
import { listWhispers, sendWhisper, withdrawWhisper } from '../supervision/whispers.ts'
import { pageOfCorrections, pageOfLessons } from './lists.ts'
import { operatorNamed } from './operator.ts'

export function supervisionV1(routes: Routes, ctx: Context): void {
  penV1(routes, ctx)
  whispersV1(routes, ctx)
  shutOutsV1(routes, ctx)
  correctionsV1(routes, ctx)
  lessonsV1(routes, ctx)

  routes.on('GET /api/v1/conversations/:id/ratings', async ({ input }) => {
    await findConversation(ctx.db.reads, input.params.id)
    return { ratings: await listRatings(ctx.db.reads, input.params.id) }
  })
  routes.on(
    'PUT /api/v1/conversations/:id/messages/:messageId/rating',
    async ({ input: { params, body }, actor }) => ({
      rating: await rateMessage(ctx, actor.person, params, body),
    }),
  )
  routes.on('DELETE /api/v1/conversations/:id/messages/:messageId/rating', async ({ input: { params }, actor }) => {
    await clearRating(ctx, actor.person, params)
    return { ok: true as const }
  })
}

function penV1(routes: Routes, ctx: Context): void {
  routes.on(
    'POST /api/v1/conversations/:id/messages',
    async ({
      input: {
        params,
        body: { operatorId, ...sent },
      },
    }) => replyAsOperator(ctx, await operatorNamed(ctx, operatorId), params.id, sent),
  )

  routes.on('POST /api/v1/conversations/:id/takeover', async ({ input: { params, body } }) =>
    takeOver(ctx, await operatorNamed(ctx, body.operatorId), params.id, body.from),
  )

  routes.on('DELETE /api/v1/conversations/:id/takeover', async ({ input: { params }, actor }) => {
    // Whoever took it meanwhile keeps it: the action asks again under the lock.
    const { control } = await findConversation(ctx.db.reads, params.id)
    return handBack(ctx, control.operator ?? actor.person, params.id)
  })
}

function shutOutsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/shut-outs', async () => ({ shutOuts: await listShutOuts(ctx.db.reads) }))
  routes.on('POST /api/v1/conversations/:id/shut-outs', async ({ input: { params, body }, actor }) => ({
    shutOut: await shutOut(ctx, actor.person, params.id, body),
  }))
  routes.on('DELETE /api/v1/shut-outs/:id', async ({ input: { params }, actor }) => {
    await letIn(ctx, actor.person, params.id)
    return { ok: true as const }
  })
}

function whispersV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/conversations/:id/whispers', async ({ input }) => {
    await findConversation(ctx.db.reads, input.params.id)
    return { whispers: await listWhispers(ctx.db.reads, input.params.id) }
  })
  routes.on('POST /api/v1/conversations/:id/whispers', async ({ input: { params, body }, actor }) => ({
    whisper: await sendWhisper(ctx, actor.person, params.id, body),
  }))
  routes.on('DELETE /api/v1/conversations/:id/whispers/:whisperId', async ({ input: { params }, actor }) => ({
    whisper: await withdrawWhisper(ctx, actor.person, params.id, params.whisperId),
  }))
}

function correctionsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/corrections', ({ input }) => pageOfCorrections(ctx, input.query))
  routes.on(
    'POST /api/v1/conversations/:id/messages/:messageId/correction',
    async ({ input: { params, body }, actor }) => ({
      correction: await addCorrection(ctx, actor.person, params, body),
    }),
  )
  routes.on('POST /api/v1/corrections', async ({ input, actor }) => ({
    correction: await writeCorrection(ctx, actor.person, input.body),
  }))
  routes.on('PATCH /api/v1/corrections/:id', async ({ input: { params, body }, actor }) => ({
    correction: await changeCorrection(ctx, actor.person, params.id, body),
  }))
  routes.on('DELETE /api/v1/corrections/:id', async ({ input, actor }) => ({
    correction: await retireCorrection(ctx, actor.person, input.params.id),
  }))
}

function lessonsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/lessons', ({ input }) => pageOfLessons(ctx, input.query))
  routes.on('POST /api/v1/lessons', async ({ input, actor }) => ({
    lesson: await writeLesson(ctx, actor.person, input.body),
  }))
  routes.on('PATCH /api/v1/lessons/:id', async ({ input: { params, body }, actor }) => ({
    lesson: await changeLesson(ctx, actor.person, params.id, body),
  }))
  routes.on('DELETE /api/v1/lessons/:id', async ({ input, actor }) => ({
    lesson: await retireLesson(ctx, actor.person, input.params.id),
  }))
}
