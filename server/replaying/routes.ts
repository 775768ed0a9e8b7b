import type { Context } from '../ground/context.ts'
import { face } from '../ground/face.ts'
import type { Routes } from '../http/http.ts'
import { effectOf } from './effect.ts'
import { practise } from './practise.ts'
import { previewWhisper } from './preview.ts'
import { replay } from './replay.ts'

/** Answers that nobody gets: tried in Live Train, or given once more as if something else were taught. */
export function replayRoutes(routes: Routes, ctx: Context): void {
  routes.on('POST /api/agents/:id/training', ({ input: { params, body }, actor }) =>
    practise(ctx, face(actor.person), params.id, body),
  )
  routes.on('POST /api/conversations/:id/messages/:messageId/replay', ({ input: { params, body } }) =>
    replay(ctx, params, body.changes),
  )
  routes.on('POST /api/conversations/:id/whispers/preview', ({ input: { params, body }, actor }) =>
    previewWhisper(ctx, face(actor.person), params.id, body),
  )
  routes.on('POST /api/effects', ({ input: { body } }) => effectOf(ctx, body.changes))
}
