import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'

/** OpenAPI 3.1 made of the protocol's table, and a page to read it by. */
export function serveDocs(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Halo',
        version: '1',
        description:
          'Every route of Halo. What fails answers with an error of one shape: a code for programs and a sentence for people.',
      },
      components: {
        securitySchemes: {
          visitor: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token that POST /api/widget/sessions gave.',
          },
          key: { type: 'http', scheme: 'bearer', description: 'An API key, made under Workspace, API keys.' },
          operator: {
            type: 'apiKey',
            in: 'cookie',
            name: 'halo.session_token',
            description: 'The session cookie of POST /api/auth/sign-in/email.',
          },
        },
      },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { target: 'draft-2020-12', unrepresentable: 'any' } }),
  })
  // Its policy would have a browser fetch the page's own scripts over TLS, which a Halo without a proxy does not speak, and refuse its own styles.
  const plain = (policy: string) =>
    policy
      .replace('upgrade-insecure-requests;', '')
      .replace("style-src 'self' https:", "style-src 'self' 'unsafe-inline'")
  app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, transformStaticCSP: plain })
  app.register(async (scope) => {
    scope.get('/api/openapi.json', { schema: { hide: true } as object }, () => app.swagger())
  })
}
