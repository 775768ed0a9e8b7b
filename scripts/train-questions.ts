import { writeFileSync } from 'node:fs'
import { readBanking } from '../bench/quality/corrections.ts'
import { haveDatasets } from '../bench/quality/datasets.ts'
import { learnStyleSubspace } from '../bench/quality/style-subspace.ts'
import { Encoder } from '../server/knowledge/vectors/encoder.ts'
import type { StoredStyleSubspace } from '../server/knowledge/vectors/question-vectors.ts'

/** Of each question so many ways to put it. */
const each = 40

/** Writes `server/knowledge/vectors/style-subspace.json`: which differences between two vectors are only manners of asking. */
async function main(): Promise<void> {
  if (!haveDatasets()) throw new Error('../shared/data is not there, so there is nothing to learn from')
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  const groups: Float32Array[][] = []
  for (const all of Map.groupBy(readBanking(), ({ category }) => category).values())
    groups.push((await encoder.encodePatiently(all.slice(0, each).map(({ text }) => text)))!)
  encoder.close()
  const { model, directions } = learnStyleSubspace(groups, `${encoder.model}-questions`)
  const stored: StoredStyleSubspace = {
    model,
    directions: directions.map(({ vector, stays }) => ({
      stays: Math.round(stays * 1000) / 1000,
      bytes: bytesOf(vector),
    })),
  }
  writeFileSync(
    new URL('../server/knowledge/vectors/style-subspace.json', import.meta.url),
    `${JSON.stringify(stored, null, 1)}\n`,
  )
}

function bytesOf(vector: Float32Array): string {
  const largest = Math.max(...vector.map(Math.abs))
  return Buffer.from(Int8Array.from(vector, (value) => Math.round((value / largest) * 127))).toString('base64')
}

await main()
