import { once } from 'node:events'
import type { Profiler } from 'node:inspector'
import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { newId } from '../client/id.ts'
import { amount } from './size.ts'
import { tableOf, type Section } from './table.ts'
import { openHalo } from './targets.ts'

const conversations = amount(50, 2)
const warmUpMs = amount(3_000, 100)
const measuredMs = amount(10_000, 300)
const shown = 24

/** What each part of the serving thread's work costs a message, while every conversation posts as fast as it is served. */
export async function profile(): Promise<Section> {
  const halo = await openHalo(conversations, { preload: './profiler.ts' })
  let arrived = 0
  halo.onArrival(() => arrived++)
  let open = true
  const load = Promise.all(
    Array.from({ length: conversations }, async (_, conversation) => {
      while (open) await halo.post(conversation, newId())
    }),
  )
  await sleep(warmUpMs)
  halo.child.send('begin')
  await once(halo.child, 'message')
  const [before, cpu] = [arrived, halo.cpu()]
  await sleep(measuredMs)
  const [messages, seconds] = [arrived - before, halo.cpu() - cpu]
  halo.child.send('end')
  const [sampled] = (await once(halo.child, 'message')) as [Profiler.Profile]
  open = false
  await load
  await halo.close()
  return present(sampled, messages, seconds)
}

function present(sampled: Profiler.Profile, messages: number, seconds: number): Section {
  const parts = [...timeByPart(sampled)].sort(([, one], [, other]) => other - one)
  const all = parts.reduce((sum, [, us]) => sum + us, 0)
  const rows = parts
    .slice(0, shown)
    .map(([part, us]) => [part, (us / messages).toFixed(1), `${((us / all) * 100).toFixed(1)} %`])
  return {
    title: `What a message costs at ${conversations} conversations`,
    says:
      `The serving thread, sampled for ${measuredMs / 1000} s at saturation: ${Math.round(messages / (measuredMs / 1000))} messages a second, ` +
      `${Math.round((seconds / messages) * 1e6)} µs of the process each, its other threads included. Time belongs to the nearest part of the server on the stack that is not only ground.`,
    table: tableOf(['part', 'µs a message', 'share'], rows),
    missed: [],
  }
}

/** Microseconds by part. */
function timeByPart({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const partOf = (id: number): string => {
    let outer: string | null = null
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName, url } = byId.get(at)!.callFrame
      if (functionName === '(idle)') return 'idle'
      if (functionName === '(garbage collector)') return 'garbage collection'
      const place = placeOf(url)
      if (place?.startsWith('server/') && !borne.test(place)) return place
      outer = place ?? outer
    }
    return outer ?? 'node'
  }
  const times = new Map<string, number>()
  samples.forEach((id, at) => {
    const part = partOf(id)
    times.set(part, (times.get(part) ?? 0) + timeDeltas[at]!)
  })
  return times
}

// What is called from everywhere; whoever called it pays.
const borne = /^server\/(db\/(kysely|prepared|scope)\.ts)/

function placeOf(url: string): string | null {
  if (!url.startsWith('file:')) return null
  const path = relative(root, fileURLToPath(url))
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)
  return dependency ? dependency[1]! : path
}

const root = fileURLToPath(new URL('..', import.meta.url))
