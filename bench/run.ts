import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { delivery } from './delivery.ts'
import { feed } from './feed.ts'
import { describeMachine, describeMoment } from './machine.ts'
import { memory } from './memory.ts'
import { presence } from './presence.ts'
import { start } from './start.ts'
import type { Section } from './table.ts'

/** Measures, prints a table for each part, and puts each into RESULTS.md in place of the older one. */
async function main(): Promise<void> {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
  if (only !== undefined && !(only in parts))
    throw new Error(`--only takes one of ${Object.keys(parts).join(', ')}`)
  const machine = describeMachine()
  console.log(`${machine}\n`)
  const results = await readResults()
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    const moment = describeMoment()
    for (const section of await part()) {
      const text = textOf(section, moment)
      console.log(`${text}\n`)
      results.set(section.title, text)
    }
    await writeFile(file, `${[intro, machine, ...results.values()].join('\n\n')}\n`)
  }
}

const parts: Record<string, () => Promise<Section[]>> = {
  delivery: () => delivery({ saturated: 5, paced: 10 }),
  memory: async () => [await memory()],
  start: async () => [await start()],
  presence: async () => [await presence()],
  feed: async () => [await feed()],
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

await main()
