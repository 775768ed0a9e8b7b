import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { delivery } from './delivery.ts'
import { feed } from './feed.ts'
import { growth } from './growth.ts'
import { describeMachine, describeMoment } from './machine.ts'
import { memory } from './memory.ts'
import { withSummary } from '../scripts/pages.ts'
import { presence } from './presence.ts'
import { profile } from './profile.ts'
import { qualityParts } from './quality/parts.ts'
import { amount, isQuick } from './size.ts'
import { start } from './start.ts'
import { supervision } from './supervision.ts'
import type { Section } from './table.ts'

/**
 * Measures, prints a table for each part, and puts each into RESULTS.md in place of the older one. `--only PART` measures one; `--quick` runs every part of every
 * benchmark for a moment, those of bench:quality too, and judges nothing.
 */
async function main(): Promise<void> {
  const { only } = readFlags()
  if (only !== undefined && !(only in parts))
    throw new Error(`--only takes one of ${Object.keys(parts).join(', ')}`)
  const machine = describeMachine()
  console.log(`${machine}\n`)
  const results = await readResults()
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    const moment = describeMoment()
    if (isQuick) {
      await quickly(name, part)
      continue
    }
    for (const section of await part()) {
      const text = textOf(section, moment)
      console.log(`${text}\n`)
      results.set(section.title, text)
    }
    await writeFile(file, withSummary([intro, machine, ...results.values()].join('\n\n')))
  }
  if (isQuick && only === undefined)
    for (const [name, part] of Object.entries(qualityParts)) await quickly(name, part)
}

function readFlags(): { only?: string } {
  try {
    return parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } }).values
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}. There are --only PART and --quick.`)
  }
}

/** Shows that a part still runs: what it measures is of no account. */
async function quickly(name: string, part: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  await part()
  console.log(`${name} runs (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

const parts: Record<string, () => Promise<Section[]>> = {
  delivery: () => delivery(amount({ saturated: 5, paced: 10 }, { saturated: 0.5, paced: 0.5 })),
  profile: async () => [await profile()],
  memory: async () => [await memory()],
  start: async () => [await start()],
  presence: async () => [await presence()],
  supervision: async () => [await supervision()],
  feed: async () => [await feed()],
  growth: async () => [await growth()],
}

const intro = `# Results

Written by \`npm run bench\`. Delivery is the time from a visitor's POST until the message is on an operator's socket, stored and synced to disk. The *floor* is the
least that could be called durable and live: bare \`node:http\`, one SQLite insert committed in groups, one push over \`ws\`. The load comes from a process of its own on
the same machine. CPU is the server's own time, which says more than the clock where other work shares the machine.`

const file = new URL('RESULTS.md', import.meta.url)

/** The sections of earlier runs by title, as they stand in the file. */
async function readResults(): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const sections = text
    .trim()
    .split(/^(?=## )/m)
    .filter((section) => section.startsWith('## '))
  return new Map(sections.map((section) => [section.slice(3, section.indexOf('\n')), section.trim()]))
}

const textOf = ({ title, says, table, missed }: Section, moment: string) =>
  `## ${title}\n\n${says} ${moment}\n\n${table}\n\n${verdictOf(missed)}`

const verdictOf = (missed: string[]) =>
  missed.length ? `**Missed: ${missed.join(', ')}.**` : '**Every target is met.**'

await main().catch((error: Error) => {
  console.error(isQuick ? error : error.message)
  process.exitCode = 1
})
