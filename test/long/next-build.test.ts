import assert from 'node:assert/strict'
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildOnce } from '../../scripts/build.ts'
import { sized } from '../size.ts'
import { installed, run } from './registry.ts'

// A customer's Next.js app builds with the package as it is published. Next comes from the registry; where that is not to be reached, it says so.

const published = fileURLToPath(new URL('../../dist/sdk', import.meta.url))

for (const major of sized({ little: [15], short: [15], full: [15, 16] }))
  test(`Next.js ${major}: a page of the App Router that is no client component renders the chat`, async (t) => {
    await buildOnce()
    const app = await installed(t, { next: `^${major}.0.0`, react: '^19.0.0', 'react-dom': '^19.0.0' })
    if (!app) return
    cpSync(published, join(app, 'node_modules/halo-widget'), { recursive: true })
    mkdirSync(join(app, 'app'))
    writeFileSync(join(app, 'app/layout.js'), layout)
    writeFileSync(join(app, 'app/page.js'), page)
    assert.equal(await run(app, process.execPath, 'node_modules/next/dist/bin/next', 'build'), null)
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
