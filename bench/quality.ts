import { readFileSync, writeFileSync } from 'node:fs'
import { describeMachine, describeMoment } from './machine.ts'
import { withSummary } from '../scripts/pages.ts'
import { datasetsFolder, haveDatasets } from './quality/datasets.ts'
import { qualityParts } from './quality/parts.ts'
import { isMet, type Row } from './quality/row.ts'
import { tableOf } from './table.ts'

/** `--only=answers,mood` measures those parts, prints them and writes nothing. */
const only = process.argv
  .find((given) => given.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',')

/** Prints how good the built-in intelligence is, and writes it into QUALITY.md: what is measured, what it should reach, what was seen. Takes minutes, so each part says when it is done. */
async function main(): Promise<void> {
  if (!haveDatasets()) return console.log(`There is no ${datasetsFolder}, so there is nothing to measure with.`)
  const measured = `${describeMachine()}\n\n${describeMoment()}`
  console.log(`${measured}\n`)
  const rows: Row[] = []
  for (const [name, part] of Object.entries(qualityParts)) {
    if (only && !only.some((word) => name.includes(word))) continue
    const seen = await part()
    for (const { what, seen: value } of seen) console.log(`${what}: ${value}`)
    rows.push(...seen)
  }
  const table = tableOf(
    ['what', 'target', 'seen'],
    rows.map((row) => [row.what, markOf(row), row.seen]),
  )
  console.log(`\n${table}`)
  if (!only) writeFileSync(file, withSummary(`${preface}\n\n${measured}\n\n${table}\n`))
}

function markOf({ target, seen }: Row): string {
  const met = isMet(target, seen)
  if (met === null) return target
  return `${target} ${met ? '✓' : '✗'}`
}

const file = new URL('QUALITY.md', import.meta.url)
const [preface] = readFileSync(file, 'utf8').split(/\n\n(?=\*\*|\|)/)

await main()
