import type { Kysely } from 'kysely'
import type { Bands, Matching } from '../../protocol/teaching/learning-routes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { bands as calibrated, calibrationOf } from './thresholds.ts'

const key = 'bands'
/** Every process that answers visitors reads them again. */
export const bandsTopic = 'bands'

/** Where an admin moved the bands, by model. A model that is set up later begins with its own. */
export async function readMovedBands(db: Kysely<Schema>): Promise<Record<string, Bands>> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row ? JSON.parse(row.value) : {}
}

export async function readMatching(ctx: Context): Promise<Matching> {
  return matchingOf(ctx.compares, await readMovedBands(ctx.db.reads))
}

export async function moveBands(ctx: Context, bands: Bands | null): Promise<Matching> {
  const moved = await ctx.db.write(async (trx) => {
    const others = Object.entries(await readMovedBands(trx)).filter(([model]) => model !== ctx.compares)
    const moved: Record<string, Bands> = Object.fromEntries(bands ? [...others, [ctx.compares, bands]] : others)
    const value = JSON.stringify(moved)
    await trx
      .insertInto('settings')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
      .execute()
    return moved
  })
  ctx.corrections.moveBands(moved)
  ctx.bus.publish(bandsTopic, {})
  return matchingOf(ctx.compares, moved)
}

function matchingOf(model: string, moved: Record<string, Bands>): Matching {
  const calibration = calibrationOf(model)
  return {
    model,
    bands: moved[model] ?? { sure: calibration.sure, unsure: calibration.unsure },
    moved: model in moved,
    calibration,
    calibrated: model in calibrated,
  }
}
