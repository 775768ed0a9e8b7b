import type { FastifyRequest } from 'fastify'
import type { Sighting } from '../../protocol/agents/shapes.ts'
import type { Context } from '../ground/context.ts'

const pause = 60_000
const mostOrigins = 100

/** Notes on which sites the widget was loaded: at most once a minute and site, and only so many sites, because anybody may claim to be one. */
export class Sightings {
  readonly #ctx: Context
  readonly #noted = new Map<string, number>()

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Nobody waits for it, and a widget is answered all the same when it cannot be noted. */
  note(
    request: FastifyRequest,
    { version = '', url: page = '' }: { version?: string | undefined; url?: string | undefined },
  ): void {
    const { origin } = request.headers
    const now = Date.now()
    if (!origin || !/^https?:\/\/\S{1,300}$/.test(origin) || now - (this.#noted.get(origin) ?? 0) < pause) return
    if (this.#noted.size >= mostOrigins) this.#noted.clear()
    this.#noted.set(origin, now)
    this.#keep(origin, version, withoutQuery(page), now).catch((error) =>
      this.#ctx.log.warn({ error, origin }, 'where the widget was loaded could not be noted'),
    )
  }

  async #keep(origin: string, version: string, page: string, now: number): Promise<void> {
    await this.#ctx.db.write(async (trx) => {
      await trx
        .insertInto('sightings')
        .values({ origin, version, page, first_at: now, seen_at: now })
        .onConflict((oc) => oc.column('origin').doUpdateSet({ version, page, seen_at: now }))
        .execute()
      const kept = trx.selectFrom('sightings').select('origin').orderBy('seen_at', 'desc').limit(mostOrigins)
      await trx.deleteFrom('sightings').where('origin', 'not in', kept).execute()
    })
  }
}

/** What stands behind the path may be about a person. */
function withoutQuery(page: string): string {
  const url = URL.parse(page)
  return url ? url.origin + url.pathname : ''
}

export async function listSightings(ctx: Context): Promise<Sighting[]> {
  const rows = await ctx.db.reads
    .selectFrom('sightings')
    .selectAll()
    .orderBy('seen_at', 'desc')
    .orderBy('origin')
    .limit(mostOrigins)
    .execute()
  return rows.map(({ first_at, seen_at, ...row }) => ({ ...row, firstAt: first_at, seenAt: seen_at }))
}
