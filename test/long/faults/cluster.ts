import { spawn, type ChildProcess } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../program.ts'
import { query, startNats, startPostgres, type Server } from '../../servers.ts'
import { Wire } from './wire.ts'

export const admin = { email: 'ada@halo.test', password: 'correct horse battery' }

type NodeParts = Pick<Node, 'name' | 'port' | 'clients' | 'wires'> & { env: Record<string, string> }

/** One Halo process, its wires to the servers, and the wire that its clients come over. */
export class Node {
  readonly name: string
  readonly clients: Wire
  readonly wires: { database?: Wire; bus?: Wire }
  readonly port: number
  readonly #env: Record<string, string>
  #child: ChildProcess | null = null
  #asked = false
  /** How it ended without having been asked to. */
  readonly endings: string[] = []
  output = ''
  /** Until then what was under way to its clients may arrive late. */
  clientsBrokenUntil = 0

  private constructor({ name, port, clients, wires, env }: NodeParts) {
    this.name = name
    this.port = port
    this.clients = clients
    this.wires = wires
    this.#env = env
  }

  static async of(name: string, env: Record<string, string>, wires: Node['wires'] = {}): Promise<Node> {
    const port = await freePort()
    const own: Record<string, string> = {
      ...env,
      PORT: String(port),
      HALO_LOG: 'error',
      HALO_SAMPLE: 'on',
      HALO_MESSAGE_PACE: '100000',
      HALO_PERSON_PACE: '100000',
      HALO_ADMIN_EMAIL: admin.email,
      HALO_ADMIN_PASSWORD: admin.password,
    }
    if (wires.database) own.DATABASE_URL = withPort(own.DATABASE_URL!, wires.database.port)
    if (wires.bus) own.NATS_URL = withPort(own.NATS_URL!, wires.bus.port)
    return new Node({ name, port, clients: await Wire.to(port), wires, env: own })
  }

  get url(): string {
    return `http://127.0.0.1:${this.clients.port}`
  }

  get pid(): number {
    return this.#child!.pid!
  }

  launch(): void {
    this.#asked = false
    // Node ignores the signal by which a full disk is played, if it was ignored when it began.
    const child = spawn('sh', ['-c', `trap '' XFSZ; exec "$@"`, 'sh', process.execPath, 'server/main.ts'], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes) => (this.output = (this.output + String(bytes)).slice(-20_000)))
    child.once('exit', (code, signal) => {
      if (this.#child === child && !this.#asked) this.endings.push(`${this.name}: ${code ?? signal}`)
    })
  }

  async ready(seconds = 120): Promise<void> {
    const until = performance.now() + seconds * 1000
    while (!(await isReady(this.port))) {
      if (performance.now() > until)
        throw new Error(`${this.name} is not ready after ${seconds} s:\n${this.output}`)
      await sleep(100)
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Its exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    const child = this.#child!
    this.#asked = true
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode!
    const gone = new Promise<number | string>((resolve) =>
      child.once('exit', (code, by) => resolve(code ?? by ?? 'gone')),
    )
    child.kill(signal)
    return gone
  }

  /** No file of this process may grow beyond what it is: what a full disk does. */
  fillDisk(full: boolean): void {
    execFileSync('prlimit', ['--pid', String(this.pid), `--fsize=${full ? '4096' : 'unlimited'}:unlimited`])
  }
}

export interface Cluster {
  webs: Node[]
  nodes: Node[]
  /** The server's own word, for faults that no wire plays. */
  sql: ((text: string) => Promise<void>) | null
  close(): Promise<void>
}

export async function sqliteCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'halo-faults-'))
  const node = await Node.of('halo', { HALO_DATA: folder, HALO_ENCODER: 'off' })
  return started([node], [node], null, async () => rmSync(folder, { recursive: true, force: true }))
}

export async function serversCluster(more: Record<string, string> = {}): Promise<Cluster> {
  const [postgres, nats] = await Promise.all([startPostgres(), startNats()])
  const env = {
    DATABASE_URL: postgres.url,
    NATS_URL: nats.url,
    HALO_SECRET: 'a secret of at least thirty-two characters',
    HALO_ENCODER: 'off',
    ...more,
  }
  const make = async (name: string, services: string) =>
    Node.of(name, { ...env, HALO_SERVICES: services }, await wiresTo(postgres, nats))
  const webs = [await make('web-1', 'web,realtime'), await make('web-2', 'web,realtime')]
  const agent = await make('agent', 'agent')
  const sql = (text: string) => query(postgres.url, text)
  return started(webs, [...webs, agent], sql, async () => {
    await Promise.all([postgres.stop(), nats.stop()])
  })
}

async function started(
  webs: Node[],
  nodes: Node[],
  sql: Cluster['sql'],
  tidy: () => Promise<void>,
): Promise<Cluster> {
  const close = async () => {
    await Promise.all(nodes.map((node) => node.end('SIGKILL')))
    const wires = nodes.flatMap(({ clients, wires }) => [clients, ...Object.values(wires)])
    await Promise.all(wires.map((wire) => wire.close()))
    await tidy()
  }
  try {
    for (const node of nodes) node.launch()
    await Promise.all(nodes.map((node) => node.ready()))
  } catch (error) {
    await close()
    throw error
  }
  return { webs, nodes, sql, close }
}

async function wiresTo(database: Server, bus: Server): Promise<{ database: Wire; bus: Wire }> {
  return { database: await Wire.to(portOf(database.url)), bus: await Wire.to(portOf(bus.url)) }
}

const portOf = (url: string) => Number(new URL(url).port)

function withPort(url: string, port: number): string {
  const other = new URL(url)
  other.port = String(port)
  return other.href
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
