import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program under measurement, in a process and a folder of its own. */
export interface Program { url: string; pid: number; email: string; password: string; folder: string; startedIn: number; stop(): Promise<void> }

export async function startProgram(file: string, env: Record<string, string> = {}, keepFolder?: string): Promise<Program> {
  const port = await freePort()
  const folder = keepFolder ?? (await mkdtemp(join(tmpdir(), 'halo-bench-')))
  const [email, password] = ['ada@halo.test', 'correct horse']
  const began = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, file], {
    env: { ...process.env, HALO_TEST: '', PORT: String(port), HALO_DATA: folder, HALO_LOG: 'error', HALO_ADMIN_EMAIL: email, HALO_ADMIN_PASSWORD: password, HALO_ADMIN_NAME: 'Ada', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await Promise.race([answers(url), new Promise((_, reject) => child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`))))])
  const startedIn = performance.now() - began
  return {
    url, email, password, folder, startedIn,
    pid: child.pid!,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      if (!keepFolder) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false))) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
