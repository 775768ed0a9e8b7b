import type { FastifyInstance } from 'fastify'
import { isWidgetRoute } from './origins.ts'
import { notJson } from './problems.ts'

/** JSON, and an empty body where none is needed. The leave beacon calls its JSON text, because a beacon may not say otherwise without asking first. */
export function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  )
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (request, body: string, done) =>
    isWidgetRoute(request) ? parse(request, body, done) : done(notJson()),
  )
}
