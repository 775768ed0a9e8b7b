import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildOnce } from '../../scripts/build.ts'

const most = 280_000

test(`before the first screen the dashboard loads at most ${most} bytes of script, gzipped, and its type face with it`, async () => {
  await buildOnce()
  const dist = join(import.meta.dirname, '../../dist/dashboard')
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/"\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path!)
  assert.ok(scripts.length > 1)
  const bytes = scripts.reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length,
    0,
  )
  assert.ok(bytes <= most, `${bytes} bytes`)
  assert.match(page, /rel="preload"[^>]*href="\/assets\/inter-latin-[^"]+\.woff2"/)
})
