import { sql, type Expression, type SqlBool } from 'kysely'
import { fold } from './fold.ts'

/** The words of a search; each may stand anywhere. */
export const searchedWords = (text: string): string[] => text.split(/\s+/).filter(Boolean).slice(0, 8)

/** Whether this text holds the words, whatever their case and accents; a `%` in them is a percent sign. */
export function contains(text: Expression<string | null>, words: string): Expression<SqlBool> {
  return sql<SqlBool>`folded(${text}) like ${`%${fold(words).replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
}
