import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { BadConfig, readConfig } from '../server/ground/config.ts'

/**
 * Copies the database of a Halo that may be running, as it stands at one moment, to `file`, and its secret beside it. What was confirmed to anybody before
 * the copy began is in it. Nobody has to wait: the copy is a reader, and readers hold up nobody.
 */
function backUp(folder: string, file: string): { file: string; secret: string | null } {
  const from = join(folder, 'halo.db')
  if (!existsSync(from)) throw new Error(`There is no database in ${folder}. HALO_DATA names the folder.`)
  if (existsSync(file)) throw new Error(`${file} is there already. Name another file.`)
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  try {
    // What was deleted lies in free pages for a while; a copy made like this has none.
    database.prepare('vacuum into ?').run(file)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  } finally {
    database.close()
  }
  chmodSync(file, 0o600)
  return { file, secret: copySecret(folder, file) }
}

/** Without it, stored tokens and signatures are worth nothing. Null where it comes from the environment. */
function copySecret(folder: string, file: string): string | null {
  if (!existsSync(join(folder, 'secret'))) return null
  copyFileSync(join(folder, 'secret'), `${file}.secret`)
  chmodSync(`${file}.secret`, 0o600)
  return `${file}.secret`
}

function main(): void {
  const [file] = process.argv.slice(2)
  if (!file) throw new Error('Say where to: npm run backup -- /backup/halo.db')
  const config = readConfig(process.env)
  if (config.databaseUrl)
    throw new Error(
      'This Halo keeps everything in PostgreSQL. Back it up with pg_dump; docs/production.md says how.',
    )
  const made = backUp(config.folder, resolve(file))
  console.log(
    [
      `Backed up to ${made.file}`,
      ...(made.secret
        ? [`The secret is beside it, in ${made.secret}. Keep both where nobody else reads them.`]
        : []),
    ].join('\n'),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main()
  } catch (error) {
    console.error(error instanceof BadConfig ? error.message : `Not backed up. ${(error as Error).message}`)
    process.exitCode = 1
  }
}
