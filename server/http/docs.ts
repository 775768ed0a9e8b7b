import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { api } from '../../protocol/api.ts'
import { v1Api } from '../../protocol/programs/v1.ts'
import { openApiOf } from './openapi.ts'

/** The document of every route, that of the programs' alone, and a page to read them by. Made when first asked for: a start need not wait for it. */
export function serveDocs(app: FastifyInstance, address: string | null): void {
  const everything = once(() => openApiOf(Object.entries(api), address))
  const programs = once(() => openApiOf(Object.entries(v1Api), address))
  app.register(swagger, { mode: 'static', specification: { document: { openapi: '3.1.0' } as never } })
  // Its policy would have a browser fetch the page's own scripts over TLS, which a Halo without a proxy does not speak, and refuse its own styles.
  const plain = (policy: string) =>
    policy
      .replace('upgrade-insecure-requests;', '')
      .replace("style-src 'self' https:", "style-src 'self' 'unsafe-inline'")
  app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    transformStaticCSP: plain,
    transformSpecification: everything,
  })
  app.get('/api/openapi.json', () => everything())
  app.get('/api/v1/openapi.json', () => programs())
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
