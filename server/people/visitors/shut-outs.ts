import type { Kysely, Selectable } from 'kysely'
import { mostShutOuts, type ShutOut, type ShutOutWhom } from '../../../protocol/people/shut-outs.ts'
import type { Visitor } from '../../../protocol/entities.ts'
import { stampOf } from '../../db/stamp.ts'
import { followTopic } from '../../events/follow-topic.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { NotAllowed } from '../../ground/errors.ts'
import { contactName } from './contacts.ts'

const topic = 'shut-outs'

/** What keeps somebody out; `provenToo`: those as well who prove who they are. */
interface Bar {
  until: number
  provenToo: boolean
}

type Bars = Map<string, Bar>

/** Who is kept out, in memory: every call of every visitor asks. */
export class ShutOuts {
  readonly #ctx: Context
  readonly #changed: () => void
  #bars: Record<'visitors' | 'contacts' | 'users' | 'networks', Bars> = {
    visitors: new Map(),
    contacts: new Map(),
    users: new Map(),
    networks: new Map(),
  }
  stop = () => {}

  /** `changed`: whoever was let in should be asked again. */
  constructor(ctx: Context, changed: () => void) {
    this.#ctx = ctx
    this.#changed = changed
  }

  async start(): Promise<void> {
    const stamp = () => stampOf(this.#ctx.db.reads, 'shut_outs', ['id', 'at', 'until'])
    this.stop = await followTopic(this.#ctx, { topic, load: () => this.load(), stamp })
  }

  /** Resolves when it holds in this process. */
  async load(): Promise<void> {
    const { reads } = this.#ctx.db
    const rows = await reads.selectFrom('shut_outs').selectAll().execute()
    const people = await reads
      .selectFrom('contacts')
      .leftJoin('visitors', 'visitors.contact_id', 'contacts.id')
      .innerJoin('shut_outs', 'shut_outs.target', 'contacts.id')
      .select(['contacts.user_id', 'visitors.id', 'visitors.verified', 'shut_outs.until', 'shut_outs.proven'])
      .where('shut_outs.whom', '=', 'contact')
      .execute()
    const of = (whom: ShutOutWhom): Bars =>
      new Map(rows.filter((row) => row.whom === whom).map((row) => [row.target, barOf(row)]))
    const visitors = of('visitor')
    for (const { id, verified, ...row } of people)
      if (id !== null && (row.proven === 1 || verified === 0)) visitors.set(id, barOf(row))
    const users: Bars = new Map(people.map((row) => [row.user_id, barOf(row)]))
    this.#bars = { visitors, contacts: of('contact'), users, networks: of('network') }
    this.#changed()
  }

  /** After a change: here at once, in other processes as soon as they hear of it. */
  async tell(): Promise<void> {
    await this.load()
    this.#ctx.bus.publish(topic, {})
  }

  keepsOut(visitorId: string, network: string): boolean {
    return holds(this.#bars.visitors.get(visitorId)) || holds(this.#bars.networks.get(network))
  }

  /** Whose words a program passes on. */
  keepsOutPerson({ id, contactId, verified }: Pick<Visitor, 'id' | 'contactId' | 'verified'>): boolean {
    const contact = contactId === null ? undefined : this.#bars.contacts.get(contactId)
    return holds(this.#bars.visitors.get(id)) || (holds(contact) && (contact!.provenToo || !verified))
  }

  /** Asked before a visitor is begun or named. Throws `shut_out`. */
  mayComeIn({ visitorId, network, userId, proven }: Arrival): void {
    const user = userId === undefined ? undefined : this.#bars.users.get(userId)
    const asUser = user && (user.provenToo || !proven) ? user : undefined
    if (holds(asUser) || this.keepsOut(visitorId ?? '', network)) throw shutOut()
  }
}

interface Arrival {
  visitorId: string | null
  network: string
  userId?: string | undefined
  proven: boolean
}

export const shutOut = () => new NotAllowed('shut_out', 'You cannot use this chat at the moment.')

const barOf = ({ until, proven }: Pick<Row, 'until' | 'proven'>): Bar => ({
  until: until ?? Infinity,
  provenToo: proven === 1,
})

const holds = (bar: Bar | undefined): boolean => bar !== undefined && bar.until > Date.now()

type Row = Selectable<Schema['shut_outs']>

/** Those that hold now, the latest first. */
export async function listShutOuts(db: Kysely<Schema>): Promise<ShutOut[]> {
  const rows = await db
    .selectFrom('shut_outs')
    .leftJoin('contacts', (join) =>
      join.onRef('contacts.id', '=', 'shut_outs.target').on('shut_outs.whom', '=', 'contact'),
    )
    .selectAll('shut_outs')
    .select(['contacts.name', 'contacts.user_id'])
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', Date.now())]))
    .orderBy('at', 'desc')
    .orderBy('shut_outs.id')
    .limit(mostShutOuts)
    .execute()
  return rows.map(present)
}

const present = (row: Row & { name: string | null; user_id: string | null }): ShutOut => ({
  id: row.id,
  whom: row.whom as ShutOutWhom,
  name: nameIn(row),
  reason: row.reason,
  by: JSON.parse(row.by),
  at: row.at,
  until: row.until,
  conversationId: row.conversation_id,
})

function nameIn({ whom, target, name, user_id }: Parameters<typeof present>[0]): string | null {
  if (whom === 'network') return target
  return user_id === null ? null : contactName({ name, user_id })
}

/** With a person goes what says that they are kept out, and what was decided in their conversations. */
export async function forgetShutOuts(
  trx: Kysely<Schema>,
  { targets, conversationIds }: { targets: string[]; conversationIds: string[] },
): Promise<void> {
  await trx
    .deleteFrom('shut_outs')
    .where((eb) => eb.or([eb('target', 'in', targets), eb('conversation_id', 'in', conversationIds)]))
    .execute()
}

declare module '../../ground/context.ts' {
  interface Context {
    shutOuts: ShutOuts
  }
}
