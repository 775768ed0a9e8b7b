import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotAllowed } from '../ground/errors.ts'

export interface OriginRules {
  /** The public address, when it is known. */
  url: string | null
  /** Sites that may embed the widget; null: any. */
  widgetOrigins: string[] | null
}

/** Which pages of the web may talk to us, and how. The widget's routes take a token and no cookie, so any site may; everything else is ours alone. */
export function guardOrigins(app: FastifyInstance, rules: OriginRules): void {
  const ours = rules.url === null ? null : new URL(rules.url).origin
  app.addHook('onRequest', async (request, reply) => {
    if (!routePath(request).startsWith('/api/')) return
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store')
    if (isWidgetRoute(request)) return allowWidgetOrigin(request, reply, rules.widgetOrigins, ours)
    if (changesState(request)) refuseForeignPages(request, ours)
  })
}

export const isWidgetRoute = (request: FastifyRequest): boolean => routePath(request).startsWith('/api/widget/')

/** The route that was found, and not the address as it was written: `/%61pi/…` finds the same one. What finds none, as every question before a request does, has only its address. */
const routePath = ({ routeOptions, url }: FastifyRequest): string => routeOptions.url ?? url

function allowWidgetOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: string[] | null,
  ours: string | null,
): FastifyReply | undefined {
  const { origin } = request.headers
  if (allowed) void reply.header('vary', 'origin')
  if (origin !== undefined) {
    if (allowed && !allowed.includes(origin) && !isOurs(origin, request, ours)) {
      throw new NotAllowed(
        'origin',
        'This site is not on the list of sites that may embed the widget (HALO_WIDGET_ORIGINS).',
      )
    }
    void reply
      .header('access-control-allow-origin', allowed ? origin : '*')
      .header('access-control-expose-headers', 'retry-after, x-request-id')
  }
  if (request.method !== 'OPTIONS') return
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', 'authorization, content-type')
    .header('access-control-max-age', '86400')
    .send()
}

// The session cookie travels with every request to us, whichever page caused it. A browser says which page that was; programs have no cookie to steal.
function refuseForeignPages(request: FastifyRequest, ours: string | null): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin') return
  if (origin === undefined ? site === undefined || site === 'none' : isOurs(origin, request, ours)) return
  throw new NotAllowed(
    'origin',
    'This request came from a page of another site. Use the dashboard at its own address, or set HALO_URL to the address you use.',
  )
}

/** The origin of the page that asks, as far as it is not one of ours; null for programs, too, which name none. */
export function siteOf(request: FastifyRequest, ours: string | null): string | null {
  const { origin } = request.headers
  return origin === undefined || isOurs(origin, request, ours) ? null : origin
}

/** Only the host is compared: behind a proxy that ends TLS we see http where the browser sees https. */
function isOurs(origin: string, request: FastifyRequest, ours: string | null): boolean {
  return origin === ours || (URL.canParse(origin) && new URL(origin).host === request.host)
}

const changesState = ({ method }: FastifyRequest) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
