import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../ground/errors.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const dashboard = folder('../../dist/dashboard')
const widget = folder('../../dist/widget')
const demo = folder('../../demo/site')
const packages = folder('../../dist/packages')

/** The pages: the dashboard at /, the widget's scripts, and a customer's site at /demo to try it on. */
export async function serveStatic(
  app: FastifyInstance,
  { widgetKey, demo: hasDemo }: { widgetKey: () => string; demo: boolean },
): Promise<void> {
  app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      serve: false,
      root: [dashboard, widget, demo, packages],
      suppressWarning: true,
      // As the build has laid them beside the files.
      preCompressed: true,
    })
    serveWidget(scope)
    if (hasDemo) serveDemo(scope, widgetKey)
    serveDashboard(scope)
  })
}

const hidden = { schema: { hide: true } as object }

/** Scripts that any site may load. The first has a fixed name and must be fresh soon after an update; it names the others, which never change. */
function serveWidget(app: FastifyInstance): void {
  app.get('/widget.js', hidden, (_request, reply) =>
    openToAll(reply).sendFile('widget.js', widget, { maxAge: '5m' }),
  )
  app.get('/packages/*', hidden, (request, reply) =>
    openToAll(reply).sendFile(restOf(request), packages, { maxAge: '5m' }),
  )
  app.get('/widget/*', hidden, (request, reply) =>
    openToAll(reply).sendFile(restOf(request), widget, lifeOf(restOf(request))),
  )
}

function serveDemo(app: FastifyInstance, widgetKey: () => string): void {
  app.get('/demo', hidden, (_request, reply) => reply.redirect('/demo/'))
  app.get('/demo/*', hidden, async (request, reply) => {
    const path = restOf(request) || 'index.html'
    reply.headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': demoPolicy })
    if (!isPage(path)) return reply.sendFile(path, demo, { maxAge: 0 })
    const page = await readPage(demo, path.endsWith('.html') ? path : `${path}.html`)
    if (page === null) throw new NotFound('The demo site has no such page.')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(page.replaceAll('{{WIDGET_KEY}}', widgetKey()))
  })
}

/** Every address without a file name is a screen of the dashboard, which finds its own way from there. */
function serveDashboard(app: FastifyInstance): void {
  app.get('/*', hidden, async (request, reply) => {
    const path = restOf(request)
    if (path === 'api' || path.startsWith('api/')) return reply.callNotFound()
    guard(reply)
    if (!isPage(path)) return reply.sendFile(path, dashboard, lifeOf(path))
    const page = await readPage(dashboard, 'index.html')
    if (page === null)
      throw new NotFound('The dashboard has not been built yet. Run "npm run build", or start with "npm start".')
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  })
}

const demoPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')
const policy = `${demoPolicy}; frame-ancestors 'none'`

const guard = (reply: FastifyReply) =>
  reply.headers({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // The address of the set-up page holds a token: no other site may learn it as a referrer.
    'referrer-policy': 'no-referrer',
    // Nobody who opened this window, or whom it opened, gets a hold of it; no other site draws its files.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  })

const openToAll = (reply: FastifyReply) =>
  reply.headers({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })

function restOf(request: FastifyRequest): string {
  const path = (request.params as { '*': string })['*']
  // The file sender would refuse these itself, but as if something had broken.
  if (/(^|[\\/])\.\.([\\/]|$)|\0/.test(path)) throw new NotFound('There is no such file.')
  return path
}

const isPage = (path: string) => /(^|\/)[^./]*$|\.html$/.test(path)

/** A file whose name holds the hash of its content never changes. */
const lifeOf = (path: string) =>
  /-[\w-]{8,}\.\w+$/.test(path) ? { maxAge: '365d', immutable: true } : { maxAge: 0 }

async function readPage(root: string, path: string): Promise<string | null> {
  if (!/^[\w-]+(\/[\w-]+)*\.html$/.test(path)) return null
  try {
    return await readFile(join(root, path), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
