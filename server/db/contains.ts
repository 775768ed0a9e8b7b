import { sql, type Expression, type SqlBool } from 'kysely'

/** The words of a search, in the form in which `contains` takes them. */
export const searchedWords = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)

/** Whether this text holds the word, whatever its case; a `%` in it is a percent sign. */
export function contains(text: Expression<string | null>, word: string): Expression<SqlBool> {
  return sql<SqlBool>`lower(${text}) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
}
