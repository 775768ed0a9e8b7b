import type { Kysely, Selectable } from 'kysely'
import { setMark } from '../db/settings.ts'
import { usualSending } from '../../protocol/agents/sending.ts'
import { usualStyle } from '../../protocol/agents/shapes.ts'
import type { RouteParsed } from '../../protocol/api.ts'
import type { Agent } from '../../protocol/entities.ts'
import { newId, type Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Conflict, Invalid, NotFound } from '../ground/errors.ts'
import { readEscalation } from './escalation.ts'

type AgentRow = Selectable<Schema['agents']>
type AgentText = RouteParsed<'PATCH /api/agents/:id'>['body']

/** In their order, those in the archive last. */
export async function listAgents(ctx: Context, db: Kysely<Schema> = ctx.db.reads): Promise<Agent[]> {
  const rows = await inOrder(db).execute()
  const agents = rows.map((row) => agentOf(ctx, row))
  return [
    ...agents.filter(({ archivedAt }) => archivedAt === null),
    ...agents.filter(({ archivedAt }) => archivedAt !== null),
  ]
}

export async function findAgent(ctx: Context, id: string, db: Kysely<Schema> = ctx.db.reads): Promise<Agent> {
  const row = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such agent')
  return agentOf(ctx, row)
}

const inOrder = (db: Kysely<Schema>) => db.selectFrom('agents').selectAll().orderBy('place').orderBy('id')

function agentOf(
  ctx: Context,
  {
    suggestions,
    ideal_customer,
    escalation,
    style,
    sending,
    on,
    standard,
    archived_at,
    created_at: _,
    place: __,
    ...row
  }: AgentRow,
): Agent {
  return {
    ...row,
    suggestions: JSON.parse(suggestions),
    idealCustomer: ideal_customer,
    escalation: readEscalation(escalation),
    style: { ...usualStyle, ...(style && JSON.parse(style)) },
    sending: { ...usualSending, ...(sending && JSON.parse(sending)) },
    answersWith: ctx.models.of(row.model).name,
    on: on === 1,
    isDefault: standard === 1,
    archivedAt: archived_at,
  }
}

/** A new one, or a copy, which is off until somebody switches it on: nobody meets it half done. */
export async function createAgent(
  ctx: Context,
  { id, name, from }: RouteParsed<'POST /api/agents'>['body'],
): Promise<Agent> {
  await ctx.db.write(async (trx) => {
    const { last } = await trx
      .selectFrom('agents')
      .select((eb) => eb.fn.max('place').as('last'))
      .executeTakeFirstOrThrow()
    const copied =
      from === undefined
        ? blank
        : await trx.selectFrom('agents').selectAll().where('id', '=', from).executeTakeFirst()
    if (!copied) throw new NotFound('There is no such agent')
    await trx
      .insertInto('agents')
      .values({
        ...copied,
        id,
        name,
        place: Number(last ?? 0) + 1,
        created_at: Date.now(),
        on: 0,
        standard: 0,
        archived_at: null,
      })
      .onConflict((oc) => oc.column('id').doNothing())
      .execute()
  })
  return findAgent(ctx, id)
}

const blank = {
  greeting: 'Hi, how can I help?',
  suggestions: '[]',
  instructions: '',
  goal: '',
  ideal_customer: '',
  boundaries: '',
  escalation: null,
  role: '',
  initials: '',
  image: null,
  style: null,
  model: '',
  sending: null,
}

/** Holds from the agent's next reply; conversations under way keep the name they began with. */
export async function editAgent(
  ctx: Context,
  id: string,
  { idealCustomer, suggestions, style, sending, on, ...text }: AgentText,
): Promise<Agent> {
  if (text.model && !ctx.models.names.includes(text.model))
    throw new Invalid('no_model', `There is no model “${text.model}” here. Choose one of those that are set up.`)
  const changed = {
    ...text,
    ...(idealCustomer !== undefined && { ideal_customer: idealCustomer }),
    ...(suggestions && { suggestions: JSON.stringify(suggestions) }),
    ...(style && { style: JSON.stringify(style) }),
    ...(sending && { sending: JSON.stringify(sending) }),
    ...(on !== undefined && { on: on ? 1 : 0 }),
  }
  if (Object.keys(changed).length)
    await update(
      ctx,
      id,
      changed,
      on === false ? 'The default agent cannot be switched off. Make another one the default first.' : null,
    )
  return findAgent(ctx, id)
}

/** Its conversations keep its name, and what it had is there again when it is taken out. */
export async function archiveAgent(ctx: Context, id: string): Promise<Agent> {
  await update(
    ctx,
    id,
    { archived_at: Date.now() },
    'The default agent cannot be put away. Make another one the default first.',
  )
  return findAgent(ctx, id)
}

/** `unlessDefault`: what is said when the default agent is not to be changed so. Asked of the very row, so that no one becomes the default meanwhile. */
async function update(
  ctx: Context,
  id: string,
  changed: Partial<AgentRow>,
  unlessDefault: string | null,
): Promise<void> {
  await ctx.db.write(async (trx) => {
    let wanted = trx.updateTable('agents').set(changed).where('id', '=', id)
    if (unlessDefault) wanted = wanted.where('standard', '=', 0)
    const { numUpdatedRows } = await wanted.executeTakeFirst()
    if (numUpdatedRows) return
    await findAgent(ctx, id, trx)
    throw new Conflict('default', unlessDefault!)
  })
}

export async function unarchiveAgent(ctx: Context, id: string): Promise<Agent> {
  await update(ctx, id, { archived_at: null }, null)
  return findAgent(ctx, id)
}

export async function makeDefault(ctx: Context, id: string): Promise<Agent[]> {
  await ctx.db.write(async (trx) => {
    await findAgent(ctx, id, trx)
    // One after the other: an index lets only one have it.
    await trx.updateTable('agents').set({ standard: 0 }).where('standard', '=', 1).execute()
    const { numUpdatedRows } = await trx
      .updateTable('agents')
      .set({ standard: 1 })
      .where('id', '=', id)
      .where('on', '=', 1)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (!numUpdatedRows)
      throw new Conflict('off', 'Only an agent that is on can be the default. Switch it on first.')
  })
  return listAgents(ctx)
}

/** Those that are not named, because somebody else made them meanwhile, follow in the order they had. */
export async function orderAgents(ctx: Context, ids: string[]): Promise<Agent[]> {
  await ctx.db.write(async (trx) => {
    const rows = await inOrder(trx).execute()
    const placeOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
    for (const [index, { id, place }] of rows.toSorted((a, b) => placeOf(a.id) - placeOf(b.id)).entries()) {
      if (place !== index + 1)
        await trx
          .updateTable('agents')
          .set({ place: index + 1 })
          .where('id', '=', id)
          .execute()
    }
  })
  return listAgents(ctx)
}

/** A new Halo has one agent, so that the first conversation is answered. Several processes may start at once; one row results. */
export async function ensureAgent(
  ctx: Context,
  text: Pick<Agent, 'name' | 'greeting' | 'suggestions' | 'instructions'>,
): Promise<void> {
  await ctx.db.write(async (trx) => {
    const isFirst = await setMark(trx, 'first_agent', 'made')
    if (!isFirst || (await trx.selectFrom('agents').select('id').executeTakeFirst())) return
    await trx
      .insertInto('agents')
      .values({
        ...blank,
        ...text,
        id: newId(),
        suggestions: JSON.stringify(text.suggestions),
        created_at: Date.now(),
        on: 1,
        place: 1,
        standard: 1,
        archived_at: null,
      })
      .execute()
  })
}
