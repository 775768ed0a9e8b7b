import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { listGuidance, orderGuidance, removeGuidance, writeGuidance } from './guidance.ts'
import { readInstructions, writeInstructions } from './instructions.ts'
import { listDocs, removeDoc, writeDoc } from './internal-docs.ts'
import {
  addCorrection,
  changeCorrection,
  listCorrections,
  retireCorrection,
  writeCorrection,
} from './corrections.ts'
import { changeLesson, listLessons, retireLesson, writeLesson } from './lessons.ts'
import { overrideThresholds, readMatching } from './threshold-overrides.ts'
import { changePhrasing, listPhrasings, teachPhrasing } from './phrasings.ts'
import { face } from '../ground/face.ts'
import { firingsOf } from './uses.ts'

/** Teaching the AI: what lasts beyond one reply. */
export function teachingRoutes(routes: Routes, ctx: Context): void {
  lessonRoutes(routes, ctx)
  correctionRoutes(routes, ctx)
  learningRoutes(routes, ctx)
  directiveRoutes(routes, ctx)
}

function lessonRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/lessons', ({ input }) => listLessons(ctx, input.query))
  routes.on('POST /api/lessons', async ({ input, actor }) => ({
    lesson: await writeLesson(ctx, face(actor.person), input.body),
  }))
  routes.on('PATCH /api/lessons/:id', async ({ input: { params, body }, actor }) => ({
    lesson: await changeLesson(ctx, face(actor.person), params.id, body),
  }))
  routes.on('DELETE /api/lessons/:id', async ({ input, actor }) => ({
    lesson: await retireLesson(ctx, face(actor.person), input.params.id),
  }))
  routes.on('GET /api/lessons/:id/firings', async ({ input }) => ({
    firings: await firingsOf(ctx.db.reads, 'lesson', input.params.id),
  }))
}

function correctionRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/corrections', ({ input }) => listCorrections(ctx, input.query))
  routes.on(
    'POST /api/conversations/:id/messages/:messageId/correction',
    async ({ input: { params, body }, actor }) => ({
      correction: await addCorrection(ctx, face(actor.person), params, body),
    }),
  )
  routes.on('POST /api/corrections', async ({ input, actor }) => ({
    correction: await writeCorrection(ctx, face(actor.person), input.body),
  }))
  routes.on('PATCH /api/corrections/:id', async ({ input: { params, body }, actor }) => ({
    correction: await changeCorrection(ctx, face(actor.person), params.id, body),
  }))
  routes.on('DELETE /api/corrections/:id', async ({ input, actor }) => ({
    correction: await retireCorrection(ctx, face(actor.person), input.params.id),
  }))
  routes.on('GET /api/corrections/:id/firings', async ({ input }) => ({
    firings: await firingsOf(ctx.db.reads, 'correction', input.params.id),
  }))
}

function learningRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/corrections/:id/phrasings', async ({ input }) => ({
    phrasings: await listPhrasings(ctx, input.params.id),
  }))
  routes.on('POST /api/corrections/:id/phrasings', async ({ input: { params, body }, actor }) => ({
    phrasing: await teachPhrasing(ctx, face(actor.person), params.id, body),
  }))
  routes.on('PATCH /api/corrections/:id/phrasings/:phrasingId', async ({ input: { params, body }, actor }) => ({
    phrasing: await changePhrasing(ctx, face(actor.person), params, body),
  }))
  routes.on('GET /api/matching', async () => ({ matching: await readMatching(ctx) }))
  routes.on('PUT /api/matching', async ({ input }) => ({
    matching: await overrideThresholds(ctx, input.body.bands),
  }))
  routes.on('GET /api/vectors', async () => ({ models: ctx.vectors?.meaning.progress ?? [] }))
}

function directiveRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/guidance', async () => ({ guidance: await listGuidance(ctx) }))
  routes.on('PUT /api/guidance/:id', async ({ input: { params, body } }) => ({
    row: await writeGuidance(ctx, params.id, body),
  }))
  routes.on('DELETE /api/guidance/:id', async ({ input }) => {
    await removeGuidance(ctx, input.params.id)
    return { ok: true as const }
  })
  routes.on('POST /api/guidance/order', async ({ input }) => ({
    guidance: await orderGuidance(ctx, input.body.ids),
  }))
  routes.on('GET /api/internal-docs', async () => ({ docs: await listDocs(ctx) }))
  routes.on('PUT /api/internal-docs/:id', async ({ input: { params, body } }) => ({
    doc: await writeDoc(ctx, params.id, body),
  }))
  routes.on('DELETE /api/internal-docs/:id', async ({ input }) => {
    await removeDoc(ctx, input.params.id)
    return { ok: true as const }
  })
  routes.on('GET /api/instructions', () => readInstructions(ctx.db.reads))
  routes.on('PUT /api/instructions', ({ input }) => writeInstructions(ctx, input.body.text))
}
