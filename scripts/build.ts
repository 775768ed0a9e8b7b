import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSdk } from './build-sdk.ts'
import { compressFolder } from './compress.ts'
import { alone } from './lock.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', 'built-from')
const sources = [
  'widget',
  'dashboard',
  'sdk',
  'client',
  'texts',
  'protocol',
  'demo',
  'scripts/compress.ts',
  'package-lock.json',
  'tsconfig.json',
]

/** Builds the widget, the dashboard and the package for sites into dist/, unless they were built from exactly these sources. */
export async function buildOnce(options: { force?: boolean } = {}): Promise<void> {
  if (!options.force && isBuilt()) return
  await alone('build', root, async () => {
    if (!options.force && isBuilt()) return
    console.error('Building the widget and the dashboard.')
    const from = hashSources()
    // A build that breaks off must not pass for one.
    rmSync(stamp, { force: true })
    // Loaded only when there is something to build: most starts need none of it.
    const { build } = await import('vite')
    for (const part of ['widget', 'dashboard'])
      await build({ configFile: join(root, part, 'vite.config.ts'), logLevel: 'warn' })
    for (const part of ['widget', 'dashboard']) await compressFolder(join(root, 'dist', part))
    buildSdk()
    writeFileSync(stamp, from)
  })
}

function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources()
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesIn(join(root, source))))
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return hash.digest('hex')
}

function filesIn(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildOnce({ force: process.argv.includes('--force') })
