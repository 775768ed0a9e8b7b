import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sarah, startDemo } from '../demo/start.ts'
import { buildOnce } from './build.ts'

/**
 * A Halo to look at: data of its own, an operator, and a shop full of simulated visitors. Nothing of the environment is read, so that
 * no setting can lead it to a real database.
 */
const usual = {
  folder: fileURLToPath(new URL('../.halo-demo', import.meta.url)),
  port: 4100,
  seed: 1,
  visitors: 40,
}
const mark = 'this-is-a-demo'

async function main(): Promise<void> {
  const { folder, port, seed, visitors, fresh } = readWishes()
  prepareFolder(folder, fresh)
  await buildOnce()
  const demo = await startDemo({ folder, port: port ?? (await freePortFrom(usual.port)), seed, visitors })
  endOnSignal(() => demo.close())
  console.log(welcome(demo.halo.url, visitors, folder))
}

interface Wishes {
  folder: string
  port: number | null
  seed: number
  visitors: number
  fresh: boolean
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      seed: { type: 'string' },
      port: { type: 'string' },
      visitors: { type: 'string' },
      data: { type: 'string' },
    },
  })
  return {
    folder: resolve(values.data ?? usual.folder),
    port: values.port === undefined ? null : whole('port', values.port, 65_535),
    seed: whole('seed', values.seed ?? String(usual.seed), 4_294_967_295),
    visitors: whole('visitors', values.visitors ?? String(usual.visitors), 500),
    fresh: values.fresh,
  }
}

function whole(name: string, given: string, most: number): number {
  if (!/^\d+$/.test(given) || Number(given) > most)
    throw new Wrong(`--${name} is a whole number from 0 to ${most}, not "${given}".`)
  return Number(given)
}

/** Only a folder that is empty or that an earlier demo made is ever used, let alone emptied. */
function prepareFolder(folder: string, fresh: boolean): void {
  const inUse = existsSync(folder) && readdirSync(folder).length > 0
  if (inUse && !existsSync(join(folder, mark)))
    throw new Wrong(`${folder} holds something that is not the demo's. Name another folder with --data.`)
  if (fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, mark), "Halo's demo keeps its data here. Nothing in it is real.\n")
}

async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 100; port++) if (await isFree(port)) return port
  throw new Wrong(`No port from ${first} to ${first + 99} is free. Name one with --port.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
      .once('error', () => answer(false))
      .listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
  })
}

function endOnSignal(end: () => Promise<void>): void {
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      // A second Ctrl-C means now.
      if (ending) process.exit(130)
      ending = true
      await end()
      process.exit(0)
    })
  }
}

function welcome(url: string, visitors: number, folder: string): string {
  const unused = ['DATABASE_URL', 'NATS_URL'].filter((name) => process.env[name])
  return [
    '',
    `  Halo's demo is running: ${visitors} simulated visitors in a coffee shop`,
    '',
    `  Dashboard   ${url}/`,
    `  E-mail      ${sarah.email}`,
    `  Password    ${sarah.password}`,
    `  Demo site   ${url}/demo`,
    '',
    `  Its data is in ${folder}; --fresh starts anew. Ctrl-C ends it.`,
    ...unused.map((name) => `  ${name} is set, but the demo does not use it.`),
    '',
  ].join('\n')
}

class Wrong extends Error {}

main().catch((error) => {
  console.error(error instanceof Wrong || error?.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error)
  process.exit(1)
})
