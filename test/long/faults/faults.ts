import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster, Node } from './cluster.ts'
import type { Judge } from './judge.ts'
import type { Wire } from './wire.ts'

export interface Fault {
  name: string
  /** Resolves when it is over: processes that were ended are started again, wires are mended. */
  act(): Promise<void>
}

/** Everything that can break in this cluster. */
export function faultsOf({ webs, nodes, sql }: Cluster, judge: Judge, random: () => number): Fault[] {
  const between = (least: number, most: number) => sleep(least + random() * (most - least))
  const fault = (name: string, act: () => Promise<void>): Fault => ({ name, act })
  const broken = async (node: Node, breakIt: (wire: Wire) => void) => {
    breakIt(node.clients)
    await between(500, 6_000)
    node.clients.mend()
    node.clientsBrokenUntil = performance.now() + 3_000
  }
  const ofNode = (node: Node): Fault[] => [
    fault(`kill ${node.name}`, async () => {
      await node.end('SIGKILL')
      await between(0, 2_000)
      node.launch()
      await node.ready()
    }),
    fault(`restart ${node.name}`, async () => {
      const ended = await node.end('SIGTERM')
      if (ended !== 0) judge.violated('SIGTERM', `${node.name} ended with ${ended}`)
      node.launch()
      await node.ready()
    }),
    fault(`stop ${node.name}`, async () => {
      node.signal('SIGSTOP')
      await between(500, 8_000)
      node.signal('SIGCONT')
    }),
  ]
  const ofClients = (node: Node): Fault[] => [
    fault(`stall clients of ${node.name}`, () => broken(node, (wire) => wire.stall())),
    fault(`kill lines of clients of ${node.name}`, () => broken(node, (wire) => wire.kill())),
    fault(`cut clients of ${node.name}`, () => broken(node, (wire) => wire.cut())),
  ]
  const ofWire = (node: Node, kind: 'database' | 'bus'): Fault[] =>
    (['stall', 'kill', 'cut'] as const).map((how) =>
      fault(`${how} ${kind} of ${node.name}`, () => away([node.wires[kind]!], how)),
    )
  const away = async (wires: Wire[], how: 'stall' | 'kill' | 'cut') => {
    for (const wire of wires) wire[how]()
    await between(1_000, 8_000)
    for (const wire of wires) wire.mend()
  }
  const all = (kind: 'database' | 'bus') => nodes.map(({ wires }) => wires[kind]!)
  const servers = sql
    ? [
        ...nodes.flatMap((node) => [...ofWire(node, 'database'), ...ofWire(node, 'bus')]),
        fault('partition of the bus', () => away(all('bus'), 'stall')),
        fault('bus away', () => away(all('bus'), 'cut')),
        fault('database away', () => away(all('database'), 'cut')),
        fault('database silent', () => away(all('database'), 'kill')),
        fault('both away, the bus comes back first', async () => {
          for (const wire of [...all('database'), ...all('bus')]) wire.cut()
          await between(1_000, 6_000)
          for (const wire of all('bus')) wire.mend()
          await between(1_000, 4_000)
          for (const wire of all('database')) wire.mend()
        }),
        fault('database takes no writes', async () => {
          await sql('alter system set default_transaction_read_only = on')
          await sql('select pg_reload_conf()')
          await between(1_000, 5_000)
          await sql('alter system reset default_transaction_read_only')
          await sql('select pg_reload_conf()')
        }),
      ]
    : [
        fault('disk full', async () => {
          nodes[0]!.fillDisk(true)
          await between(1_000, 5_000)
          nodes[0]!.fillDisk(false)
        }),
      ]
  return [...nodes.flatMap(ofNode), ...webs.flatMap(ofClients), ...servers]
}
