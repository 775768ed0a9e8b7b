import type { FastifyInstance } from 'fastify'

/** Which methods an address takes: for whoever knocked with another one. */
export function methodsByPath(app: FastifyInstance): (path: string) => string[] {
  const byPattern = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    // What takes every address, as the dashboard's screens do, says nothing of one.
    if (url.endsWith('*')) return
    const methods = byPattern.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    byPattern.set(url, methods)
  })
  return (path) => {
    const parts = path.split('/')
    const found = [...byPattern].filter(([pattern]) => fits(pattern.split('/'), parts))
    return [...new Set(found.flatMap(([, methods]) => [...methods]))].toSorted()
  }
}

const fits = (pattern: string[], parts: string[]) =>
  pattern.length === parts.length &&
  pattern.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
