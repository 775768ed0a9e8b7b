import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = join(root, 'dist', 'sdk')
const packed = join(root, 'dist', 'packages')

/** The package for sites: plain modules and their types, and the same packed, as Halo serves it. */
export function buildSdk(): void {
  rmSync(built, { recursive: true, force: true })
  execFileSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'sdk')],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  for (const name of readdirSync(built).filter((name) => name.endsWith('.d.ts')))
    writeFileSync(join(built, name), asPublished(readFileSync(join(built, name), 'utf8')))
  copyFileSync(join(root, 'widget', 'halo.d.ts'), join(built, 'halo.d.ts'))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  writeFileSync(
    join(built, 'package.json'),
    `${JSON.stringify({ ...JSON.parse(readFileSync(join(root, 'sdk', 'package.json'), 'utf8')), version }, null, 2)}\n`,
  )
  copyFileSync(join(root, 'sdk', 'README.md'), join(built, 'README.md'))
  copyFileSync(join(root, 'LICENSE'), join(built, 'LICENSE'))
  rmSync(packed, { recursive: true, force: true })
  mkdirSync(packed, { recursive: true })
  execFileSync('npm', ['pack', built, '--silent', '--pack-destination', packed], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** The compiler names our sources in types, also those outside of the package. */
const asPublished = (types: string) =>
  types.replaceAll("'../widget/halo.d.ts'", "'./halo.js'").replace(/'(\.\/\w+)\.ts'/g, "'$1.js'")
