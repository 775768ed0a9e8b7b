import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/open.ts'
import { freshDatabase } from '../servers.ts'

/** A place where a database can be opened, closed and opened again. */
export interface Place {
  open(): Promise<Database>
  options: { url: string | null; folder: string }
  clear(): Promise<void>
}

async function sqlitePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'halo-contract-'))
  const options = { url: null, folder }
  return { options, open: () => openDatabase(options), clear: async () => rmSync(folder, { recursive: true }) }
}

async function postgresPlace(): Promise<Place> {
  const { url, drop } = await freshDatabase(process.env.HALO_TEST_DATABASE_URL!)
  const options = { url, folder: '' }
  return { options, open: () => openDatabase(options), clear: drop }
}

export const kinds: { name: string; place: () => Promise<Place>; skip: string | false }[] = [
  { name: 'SQLite', place: sqlitePlace, skip: false },
  {
    name: 'PostgreSQL',
    place: postgresPlace,
    skip: process.env.HALO_TEST_DATABASE_URL ? false : 'set HALO_TEST_DATABASE_URL to run this against PostgreSQL',
  },
]
