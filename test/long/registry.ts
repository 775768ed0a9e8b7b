import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'

const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/

/** An empty project of a customer's with these packages of the registry; null, and the test says so, where the registry is not to be reached. */
export async function installed(t: TestContext, dependencies: Record<string, string>): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'halo-customer-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  const missing = await run(folder, 'npm', 'install', '--no-audit', '--no-fund')
  if (missing === null) return folder
  if (!unreachable.test(missing)) throw new Error(missing)
  t.skip('the registry is not to be reached')
  return null
}

/** Null when it went well, or else all that it said. */
export async function run(cwd: string, command: string, ...args: string[]): Promise<string | null> {
  const { NODE_ENV: _, ...around } = process.env
  const env = { ...around, NEXT_TELEMETRY_DISABLED: '1', CI: '1' }
  try {
    await promisify(execFile)(command, args, { cwd, timeout: 240_000, env })
    return null
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string }
    return [message, stdout, stderr].join('\n')
  }
}
