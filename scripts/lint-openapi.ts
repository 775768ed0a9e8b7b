import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { api } from '../protocol/api.ts'
import { v1Api } from '../protocol/programs/v1.ts'
import { openApiOf } from '../server/http/openapi.ts'

/** Has a linter read the documents that are served as OpenAPI. Nothing leaves this machine. */
const folder = mkdtempSync(join(tmpdir(), 'halo-openapi-'))
const documents = { 'openapi.json': Object.entries(api), 'v1.json': Object.entries(v1Api) }
const redocly = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url))
try {
  for (const [name, routes] of Object.entries(documents))
    writeFileSync(join(folder, name), JSON.stringify(openApiOf(routes, null)))
  execFileSync(process.execPath, [redocly, 'lint', '--skip-rule=tag-description', ...Object.keys(documents)], {
    cwd: folder,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: 'pipe',
  })
} catch (error) {
  const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
  console.error(`OpenAPI has errors.\n${String(stdout ?? '')}${String(stderr ?? error)}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
