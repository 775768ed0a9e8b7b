import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildOnce } from '../../scripts/build.ts'
import { sized } from '../size.ts'

// A customer's Next.js app builds with the package as it is published. Next comes from the registry; where that is not to be reached, it says so.

const published = fileURLToPath(new URL('../../dist/sdk', import.meta.url))
const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/

for (const major of sized({ little: [15], short: [15], full: [15, 16] }))
  test(`Next.js ${major}: a page of the App Router that is no client component renders the chat`, async (t) => {
    await buildOnce()
    const app = mkdtempSync(join(tmpdir(), 'halo-next-'))
    t.after(() => rmSync(app, { recursive: true, force: true }))
    const dependencies = { next: `^${major}.0.0`, react: '^19.0.0', 'react-dom': '^19.0.0' }
    writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies }))
    const missing = run(app, 'npm', 'install', '--no-audit', '--no-fund')
    if (missing && unreachable.test(missing)) return t.skip('the registry is not to be reached')
    assert.equal(missing, null)

    cpSync(published, join(app, 'node_modules/halo-widget'), { recursive: true })
    mkdirSync(join(app, 'app'))
    writeFileSync(join(app, 'app/layout.js'), layout)
    writeFileSync(join(app, 'app/page.js'), page)
    assert.equal(run(app, process.execPath, 'node_modules/next/dist/bin/next', 'build'), null)
    assert.match(readFileSync(join(app, '.next/server/app/index.html'), 'utf8'), /Shop/)
    const chunks = globSync('.next/static/chunks/**/*.js', { cwd: app })
    assert.ok(chunks.some((chunk) => readFileSync(join(app, chunk), 'utf8').includes('widget.js')))
  })

const layout = `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}`
const page = `import { HaloWidget } from 'halo-widget/react'
export default function Page() {
  return <main>Shop<HaloWidget url="https://halo.example.com" widgetKey="halo_key" /></main>
}`

/** Null when it went well, or else all that it said. */
function run(cwd: string, command: string, ...args: string[]): string | null {
  const { NODE_ENV: _, ...around } = process.env
  const env = { ...around, NEXT_TELEMETRY_DISABLED: '1', CI: '1' }
  try {
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 240_000, env })
    return null
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string }
    return [message, stdout, stderr].join('\n')
  }
}
