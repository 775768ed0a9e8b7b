import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { RouteParsed } from '../../../protocol/api.ts'
import { mostWidgetKeys, type WidgetKey } from '../../../protocol/widget/keys.ts'
import { stampOf } from '../../db/stamp.ts'
import { followTopic } from '../../events/follow-topic.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, NotAllowed, NotFound } from '../../ground/errors.ts'

const topic = 'widget-keys'
const minute = 60_000

/** The key that every Halo begins with; visits from before visits named their key came in by it. */
export const firstKey = 'first-key'

/** The keys by which sites carry the widget, in memory: every call of every visitor asks for them. */
export class WidgetKeys {
  readonly #ctx: Context
  readonly #changed: () => void
  #kept: WidgetKey[] = []
  readonly #noted = new Map<string, number>()
  stop = () => {}

  /** `changed`: whoever was let in by a key should be asked again. */
  constructor(ctx: Context, changed: () => void) {
    this.#ctx = ctx
    this.#changed = changed
  }

  async start(): Promise<void> {
    await this.#ctx.db.write((trx) =>
      trx
        .insertInto('widget_keys')
        .values(rowOf({ id: firstKey, name: 'First key', origins: [] }))
        .onConflict((oc) => oc.doNothing())
        .execute(),
    )
    const load = () => this.#read().then(this.#changed)
    this.stop = await followTopic(this.#ctx, {
      topic,
      load,
      stamp: () => stampOf(this.#ctx.db.reads, 'widget_keys', ['name', 'origins', 'revoked_at']),
    })
  }

  /** The one that is offered to be pasted into a page. */
  get newest(): string {
    return this.#kept.find(({ revokedAt }) => revokedAt === null)!.key
  }

  /** The id of the key by which a page comes in; `site` is its origin, null for our own pages and for programs. Throws `bad_key`, `key_revoked` or `origin`, each 403. */
  enter(key: string, site: string | null): string {
    const found = this.#kept.find((each) => each.key === key)
    if (!found)
      throw new NotAllowed(
        'bad_key',
        'This widget key is not known here. Copy the snippet again from the dashboard, under Installation.',
      )
    if (found.revokedAt !== null)
      throw new NotAllowed(
        'key_revoked',
        'This widget key was revoked. Copy the snippet again from the dashboard, under Installation.',
      )
    if (!mayUse(found, site))
      throw new NotAllowed(
        'origin',
        `${site} is not among the sites that may use this widget key. An Admin can add it in the dashboard, under Security.`,
      )
    this.#note(found.id)
    return found.id
  }

  /** Whether somebody who came in by this key may go on. */
  admits(id: string, site: string | null): boolean {
    const found = this.#kept.find((each) => each.id === id)
    return !!found && found.revokedAt === null && mayUse(found, site)
  }

  async make({ id, name, origins }: RouteParsed<'POST /api/widget-keys'>['body']): Promise<WidgetKey> {
    return this.#write(id, async (trx) => {
      if ((await listWidgetKeys(trx)).filter((each) => each.id !== id).length >= mostWidgetKeys)
        throw new Conflict('too_many_keys', `There are ${mostWidgetKeys} keys already. Use one that was revoked.`)
      await trx
        .insertInto('widget_keys')
        .values(rowOf({ id, name, origins }))
        .onConflict((oc) => oc.doNothing())
        .execute()
    })
  }

  change(id: string, { name, origins }: RouteParsed<'PUT /api/widget-keys/:id'>['body']): Promise<WidgetKey> {
    return this.#write(id, (trx) =>
      trx
        .updateTable('widget_keys')
        .set({ name, origins: JSON.stringify(origins) })
        .where('id', '=', id)
        .execute(),
    )
  }

  revoke(id: string): Promise<WidgetKey> {
    return this.#write(id, async (trx) => {
      // Locked in one order: of two that are revoked at once, the second sees that it is the last.
      const rows = await trx
        .selectFrom('widget_keys')
        .select(['id', 'revoked_at'])
        .orderBy('id')
        .$if(this.#ctx.db.dialect === 'postgres', (query) => query.forUpdate())
        .execute()
      if (!rows.some((row) => row.id !== id && row.revoked_at === null))
        throw new Conflict(
          'last_key',
          'This is the only key in force. Make another one first, and put it into your pages.',
        )
      await trx
        .updateTable('widget_keys')
        .set({ revoked_at: Date.now() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute()
    })
  }

  restore(id: string): Promise<WidgetKey> {
    return this.#write(id, (trx) =>
      trx.updateTable('widget_keys').set({ revoked_at: null }).where('id', '=', id).execute(),
    )
  }

  async #write(id: string, change: (trx: Kysely<Schema>) => Promise<unknown>): Promise<WidgetKey> {
    const after = await this.#ctx.db.write(async (trx) => {
      await change(trx)
      const keys = await listWidgetKeys(trx)
      return { keys, key: keys.find((each) => each.id === id) }
    })
    if (!after.key) throw new NotFound('There is no such widget key')
    this.#kept = after.keys
    this.#ctx.bus.publish(topic, {})
    return after.key
  }

  async #read(): Promise<void> {
    this.#kept = await listWidgetKeys(this.#ctx.db.reads)
  }

  /** At most once a minute and key; nobody waits for it. */
  #note(id: string): void {
    const now = Date.now()
    if (now - (this.#noted.get(id) ?? 0) < minute) return
    this.#noted.set(id, now)
    this.#ctx.db
      .write((trx) => trx.updateTable('widget_keys').set({ used_at: now }).where('id', '=', id).execute())
      .catch((error) => this.#ctx.log.warn({ error }, 'that a widget key was used could not be noted'))
  }
}

export async function listWidgetKeys(db: Kysely<Schema>): Promise<WidgetKey[]> {
  const keys = (
    await db.selectFrom('widget_keys').selectAll().orderBy('created_at', 'desc').orderBy('id').execute()
  ).map(present)
  return [
    ...keys.filter(({ revokedAt }) => revokedAt === null),
    ...keys.filter(({ revokedAt }) => revokedAt !== null),
  ]
}

type Row = Selectable<Schema['widget_keys']>

const rowOf = ({ id, name, origins }: Pick<WidgetKey, 'id' | 'name' | 'origins'>): Row => ({
  id,
  name,
  key: `halo_${randomBytes(12).toString('base64url')}`,
  origins: JSON.stringify(origins),
  created_at: Date.now(),
  used_at: null,
  revoked_at: null,
})

const present = ({ id, name, key, origins, created_at, used_at, revoked_at }: Row): WidgetKey => ({
  id,
  name,
  key,
  origins: JSON.parse(origins),
  createdAt: created_at,
  usedAt: used_at,
  revokedAt: revoked_at,
})

/** Our own pages may always: they show the widget as it will be. */
const mayUse = ({ origins }: WidgetKey, site: string | null) =>
  site === null || !origins.length || origins.some((origin) => covers(origin, site))

function covers(origin: string, site: string): boolean {
  if (!origin.includes('://*.')) return origin === site
  const [scheme, domain] = origin.split('://*') as [string, string]
  return site.startsWith(`${scheme}://`) && site.endsWith(domain) && site.length > scheme.length + 3 + domain.length
}
