import type { Kysely } from 'kysely'
import { keepSetting, readSetting } from '../db/settings.ts'
import type { Thresholds, Matching } from '../../protocol/teaching/learning-routes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { calibrations as calibrated, calibrationOf } from './thresholds.ts'

const key = 'bands'
/** Every process that answers visitors reads them again. */
export const thresholdsTopic = 'bands'

/** Where an admin overrode the thresholds, by model. A model that is set up later begins with its own. */
export async function readThresholdOverrides(db: Kysely<Schema>): Promise<Record<string, Thresholds>> {
  return (await readSetting<Record<string, Thresholds>>(db, key)) ?? {}
}

export async function readMatching(ctx: Context): Promise<Matching> {
  return matchingOf(ctx.compares, await readThresholdOverrides(ctx.db.reads))
}

export async function overrideThresholds(ctx: Context, thresholds: Thresholds | null): Promise<Matching> {
  const moved = await ctx.db.write(async (trx) => {
    const others = Object.entries(await readThresholdOverrides(trx)).filter(([model]) => model !== ctx.compares)
    const moved: Record<string, Thresholds> = Object.fromEntries(
      thresholds ? [...others, [ctx.compares, thresholds]] : others,
    )
    await keepSetting(trx, key, moved)
    return moved
  })
  ctx.corrections.overrideThresholds(moved)
  ctx.bus.publish(thresholdsTopic, {})
  return matchingOf(ctx.compares, moved)
}

function matchingOf(model: string, moved: Record<string, Thresholds>): Matching {
  const calibration = calibrationOf(model)
  return {
    model,
    bands: moved[model] ?? { sure: calibration.sure, unsure: calibration.unsure },
    moved: model in moved,
    calibration,
    calibrated: model in calibrated,
  }
}
