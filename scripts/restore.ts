import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { BadConfig, readConfig } from '../server/ground/config.ts'
import { migrations } from '../server/db/migrations/index.ts'

/** Puts a backup in the place of the database. Refuses while a Halo runs there, and keeps what was there before. Answers where. */
function restore(folder: string, file: string, now = new Date()): { kept: string | null } {
  mustBeBackup(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const place = join(folder, 'halo.db')
  const stamp = now.toISOString().replace(/[:.]/g, '-')
  const fresh = join(folder, `halo-restored-${stamp}.db`)
  copyFileSync(file, fresh)
  sync(fresh)
  try {
    return {
      kept: exchange({
        place,
        fresh,
        kept: join(folder, `halo-before-${stamp}.db`),
        backedUpSecret: `${file}.secret`,
        secret: join(folder, 'secret'),
      }),
    }
  } finally {
    rmSync(fresh, { force: true })
  }
}

function mustBeBackup(file: string): void {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const [check] = database.prepare('pragma integrity_check').all() as { integrity_check: string }[]
    if (check?.integrity_check !== 'ok') throw new Error(`${file} is damaged: ${check?.integrity_check}.`)
    const { last } = database.prepare('select max(number) as last from migrations').get() as { last: number }
    if (last > migrations.length) throw new Error(`${file} was made by a newer Halo. Restore it with that one.`)
  } catch (error) {
    if (/not a database|no such table/.test((error as Error).message))
      throw new Error(`${file} is no backup of a Halo.`)
    throw error
  } finally {
    database.close()
  }
}

type Exchange = Record<'place' | 'fresh' | 'kept' | 'backedUpSecret' | 'secret', string>

function exchange({ place, fresh, kept, backedUpSecret, secret }: Exchange): string | null {
  const had = existsSync(place)
  if (had) {
    mustBeAlone(place)
    renameSync(place, kept)
  }
  // Left over from the old file; beside the new one it would be taken for its own.
  for (const leftover of ['-wal', '-shm']) rmSync(place + leftover, { force: true })
  renameSync(fresh, place)
  if (existsSync(backedUpSecret)) {
    if (existsSync(secret)) copyFileSync(secret, `${kept}.secret`)
    copyFileSync(backedUpSecret, secret)
  }
  return had ? kept : null
}

/**
 * Only the sole connection to a file may take its write-ahead log away, so this fails while any process has it open, whatever that one is doing. Done, the old
 * file is whole by itself and can be kept.
 */
function mustBeAlone(place: string): void {
  const database = new DatabaseSync(place, { timeout: 0 })
  try {
    const [{ journal_mode: mode } = { journal_mode: '' }] = database
      .prepare('pragma journal_mode = delete')
      .all() as { journal_mode: string }[]
    if (mode !== 'delete') throw new Error('database is locked')
  } catch (error) {
    if (/locked|busy/.test((error as Error).message))
      throw new Error('A Halo is running on this folder. Stop it first.')
    throw error
  } finally {
    database.close()
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

function main(): void {
  const [file] = process.argv.slice(2)
  if (!file) throw new Error('Say from where: npm run restore -- /backup/halo.db')
  const config = readConfig(process.env)
  if (config.databaseUrl)
    throw new Error(
      'This Halo keeps everything in PostgreSQL. Restore it with pg_restore; docs/production.md says how.',
    )
  const { kept } = restore(config.folder, resolve(file))
  console.log(
    [
      `Restored into ${config.folder}. Start Halo now.`,
      ...(kept ? [`What was there before is kept in ${kept}.`] : []),
    ].join('\n'),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main()
  } catch (error) {
    console.error(error instanceof BadConfig ? error.message : `Not restored. ${(error as Error).message}`)
    process.exitCode = 1
  }
}
