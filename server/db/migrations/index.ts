import type { Kysely } from 'kysely'
import * as first from './0001-first.ts'

interface Migration {
  name: string
  up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void>
}

/** In order, numbered from 1. Only ever add at the end: databases out there have the earlier ones. */
export const migrations: Migration[] = [{ name: 'first', up: first.up }]
