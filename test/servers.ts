import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** A private PostgreSQL or NATS on a port of its own, which leaves nothing behind. Run as a program: the tests of the ports and the story against both. */
export interface Server {
  url: string
  stop(): Promise<void>
}

export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'halo-postgres-'))
  const bin = postgresFolder()
  const port = await freePort()
  // PostgreSQL refuses to run as root.
  const as = process.getuid?.() === 0 ? owner('postgres') : {}
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid!)
  const quiet = { ...as, cwd: folder, stdio: 'ignore' as const }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'cluster'), '-U', 'halo', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'],
    quiet,
  )
  const child = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      join(folder, 'cluster'),
      '-p',
      `${port}`,
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=300',
    ],
    quiet,
  )
  const url = `postgres://halo@127.0.0.1:${port}/postgres`
  await until(child, () => answers(url))
  return {
    url,
    async stop() {
      await end(child, 'SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Give the port of an earlier one to start it again where its clients look for it. */
export async function startNats(port?: number): Promise<Server & { port: number }> {
  const own = port ?? (await freePort())
  const child = spawn(natsProgram() ?? 'nats-server', ['-a', '127.0.0.1', '-p', `${own}`], { stdio: 'ignore' })
  await until(child, () => listens(own))
  return { url: `nats://127.0.0.1:${own}`, port: own, stop: () => end(child, 'SIGKILL') }
}

/** An empty database of its own on the server at `url`, so that tests beside each other do not meet. */
export async function freshDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `halo_${randomUUID().replaceAll('-', '')}`
  await query(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => query(url, `drop database if exists ${name} with (force)`) }
}

export async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** Where the program lies, or null if this machine has none. */
export function natsProgram(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin']
  return folders.map((folder) => join(folder, 'nats-server')).find(existsSync) ?? null
}

function postgresFolder(): string {
  const root = '/usr/lib/postgresql'
  const newest = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a))[0] : undefined
  if (newest) return join(root, newest, 'bin')
  return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
}

function owner(name: string): { uid?: number; gid?: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    () => false,
  )
}

async function listens(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    (error) => error.cause?.code !== 'ECONNREFUSED',
  )
}

async function until(child: ChildProcess, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await ready())) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${child.spawnfile} did not start (exit code ${child.exitCode})`)
    await new Promise((later) => setTimeout(later, 100))
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await new Promise((gone) => child.once('exit', gone))
}

const testedOnBoth = ['contracts', 'story', 'agreement', 'audience', 'property', 'regressions']

/** The tests named, or those that are worth repeating on the bigger servers. Answers their exit code. */
async function runTests(named: string[]): Promise<number> {
  const [postgres, nats] = await Promise.all([startPostgres(), startNats()])
  const files = named.length ? named : testedOnBoth.map((folder) => join('test', folder)).filter(existsSync)
  const env = { ...process.env, HALO_TEST_DATABASE_URL: postgres.url, HALO_TEST_NATS_URL: nats.url }
  const child = spawn(process.execPath, ['scripts/test.ts', ...files], { stdio: 'inherit', env })
  // The tests end first, then the servers that they need.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const code = await new Promise<number>((exited) => child.once('exit', (code) => exited(code ?? 1)))
  await Promise.all([postgres.stop(), nats.stop()])
  return code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await runTests(process.argv.slice(2))
