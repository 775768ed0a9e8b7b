import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { openDatabase } from '../server/db/open.ts'
import { buildHttp, type HttpOptions } from '../server/http/http.ts'
import { openKeys } from '../server/http/keys/auth.ts'
import { openOperators } from '../server/people/operators/operators.ts'
import { peopleRoutes } from '../server/people/operators/sign-in-routes.ts'
import { openSetup } from '../server/people/operators/setup.ts'
import { freshDatabase } from './servers.ts'

const secret = 'a secret that is long enough for tests'

/** The HTTP door and the people behind it, with a database of their own; no conversations. `log` collects the lines that were logged. */
export async function openDoor(
  options: Partial<HttpOptions> & { failedSignIns?: number; wrongPasswords?: number } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'halo-door-'))
  const server = process.env.HALO_TEST_DATABASE_URL ? await freshDatabase(process.env.HALO_TEST_DATABASE_URL) : null
  const db = await openDatabase({ url: server?.url ?? null, folder })
  const lines: string[] = []
  const log = pino(
    { level: 'debug' },
    {
      write: (line: string) => {
        lines.push(line)
      },
    },
  )
  const operators = openOperators({ db, secret, baseUrl: options.url ?? null, trustedOrigins: [], log })
  const setup = openSetup(db, operators)
  const { app, routes } = buildHttp({
    log,
    operators,
    keys: openKeys(db, 600),
    secret,
    url: null,
    widgetOrigins: null,
    checkReplies: true,
    ...options,
  })
  peopleRoutes(app, routes, {
    db,
    operators,
    setup,
    widgetKey: () => 'halo_key',
    model: () => ({ name: 'built-in', follows: 'Topics.' }),
    failedSignIns: options.failedSignIns,
    wrongPasswords: options.wrongPasswords,
  })
  return {
    app,
    routes,
    db,
    operators,
    setup,
    lines,
    secret,
    listen: async () => {
      await app.listen({ host: '127.0.0.1', port: 0 })
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await db.close()
      await server?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
