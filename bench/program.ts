import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Options {
  /** Kept after the program has stopped; otherwise it gets a folder of its own, which goes with it. */
  folder?: string
  /** Preloaded into the program; it may talk to us over `child`. */
  preload?: string
  env?: Record<string, string>
}

/** A program under measurement, in a process of its own. `startedIn` is how many milliseconds it took from nothing to ready. */
export interface Program {
  url: string
  child: ChildProcess
  email: string
  password: string
  startedIn: number
  stop(): Promise<void>
}

/** One process plays all visitors here, so what one of them may do in a minute is no limit. */
const asFastAsItGoes = {
  HALO_VISITOR_PACE: '9999999',
  HALO_MESSAGE_PACE: '9999999',
  HALO_PERSON_PACE: '9999999',
  HALO_CONVERSATION_MESSAGES: '9999999',
  HALO_ADDRESS_PACE: '9999999',
  HALO_ARRIVAL_PACE: '9999999',
}

/** Starts a file of this repository with Node, or `npm start`, and waits until it says that it is ready. */
export async function startProgram(what: string, { folder, preload, env }: Options = {}): Promise<Program> {
  const port = await freePort()
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'halo-bench-')))
  const [email, password] = ['ada@halo.test', 'correct horse']
  const flags = preload ? ['--expose-gc', '--import', new URL(preload, import.meta.url).href] : []
  const [command, args] =
    what === 'npm start' ? ['npm', ['start']] : [process.execPath, [...process.execArgv, ...flags, what]]
  const began = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    // In a group of its own, because npm does not pass a signal on to what it started.
    detached: true,
    env: {
      ...process.env,
      HALO_TEST: '',
      PORT: String(port),
      HALO_DATA: own,
      HALO_LOG: 'error',
      HALO_SAMPLE: 'on',
      HALO_ADMIN_EMAIL: email,
      HALO_ADMIN_PASSWORD: password,
      HALO_ADMIN_NAME: 'Ada',
      npm_config_loglevel: 'error',
      ...asFastAsItGoes,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.add(child)
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() =>
    running.delete(child),
  )
  const url = `http://127.0.0.1:${port}`
  await Promise.race([
    isReady(url),
    gone.then((code) => {
      throw new Error(`${what} ended with ${code}`)
    }),
  ])
  const startedIn = performance.now() - began
  return {
    url,
    child,
    email,
    password,
    startedIn,
    stop: async () => {
      end(child)
      await gone
      if (!folder) await rm(own, { recursive: true, force: true })
    },
  }
}

// What has a group of its own would outlive a run that breaks off.
const running = new Set<ChildProcess>()
const end = ({ pid }: ChildProcess) => process.kill(-pid!, 'SIGTERM')
process.once('exit', () => running.forEach(end))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Seconds of processor time that a process has used so far; not a number where the system does not tell. */
export function cpuOf({ child }: Program): number {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return NaN
  }
}

async function isReady(url: string): Promise<void> {
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 10))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
