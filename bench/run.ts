import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { delivery } from './delivery.ts'
import { feed } from './feed.ts'
import { describeMachine } from './machine.ts'
import { memory } from './memory.ts'
import { presence } from './presence.ts'
import { start } from './start.ts'
import type { Section } from './table.ts'

/** Measures, prints a table for each part, and writes the tables of a whole run to RESULTS.md. */
async function main(): Promise<void> {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
  if (only !== undefined && !(only in parts)) throw new Error(`--only takes one of ${Object.keys(parts).join(', ')}`)
  const machine = describeMachine()
  console.log(`${machine}\n`)
  const sections: Section[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    for (const section of await part()) {
      console.log(`${textOf(section)}\n`)
      sections.push(section)
    }
  }
  const verdict = verdictOf(sections)
  console.log(verdict)
  if (only === undefined) await writeFile(new URL('RESULTS.md', import.meta.url), [intro, verdict, machine, ...sections.map(textOf), ''].join('\n\n').trimEnd() + '\n')
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

const textOf = ({ title, says, table }: Section) => `## ${title}\n\n${says}\n\n${table}`

function verdictOf(sections: Section[]): string {
  const missed = sections.flatMap(({ title, missed }) => missed.map((what) => `${what} (${title})`))
  return missed.length ? `**Missed: ${missed.join(', ')}.**` : '**Every target is met.**'
}

await main()
