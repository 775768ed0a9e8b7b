import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { eventually } from './world.ts'

/** The program in a process of its own, on a port and a folder that outlive it. */
export class Server {
  readonly url: string
  readonly #port: number
  readonly #folder: string
  #child: ChildProcess | null = null

  constructor(port: number, folder: string) {
    this.#port = port
    this.#folder = folder
    this.url = `http://127.0.0.1:${port}`
  }

  async start(more: Record<string, string> = {}): Promise<void> {
    const env = {
      ...process.env,
      PORT: String(this.#port),
      HALO_DATA: this.#folder,
      HALO_LOG: 'silent',
      HALO_SAMPLE: 'on',
      HALO_ADMIN_EMAIL: 'ada@halo.test',
      HALO_ADMIN_PASSWORD: 'correct horse',
      ...more,
    }
    this.#child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    await eventually(
      () =>
        fetch(`${this.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      'a ready server',
      30,
    )
  }

  /** The exit code of a process that ends without a signal of ours. */
  async ended(): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null) return child?.exitCode ?? null
    return new Promise((resolve) => child.once('exit', resolve))
  }

  /** The exit code; null when the signal ended it. */
  async end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    return gone
  }

  kill = () => this.end('SIGKILL')
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
