import { sql, type Kysely } from 'kysely'

/**
 * `folded(text)`, by which searches compare: no case, no accents. SQLite is given it at each opening. PostgreSQL's own `lower` knows letters
 * beyond ASCII only under some locales, so they are named here.
 */
export async function up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect === 'sqlite') return
  const { from, to } = letters()
  await sql
    .raw(
      `create or replace function folded(given text) returns text language sql immutable parallel safe as $$
        select case when octet_length(given) = length(given) then lower(given) else
          normalize(replace(replace(replace(
            translate(lower(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036f]', '', 'g')), '${from}', '${to}'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), NFC)
        end
      $$`,
    )
    .execute(db)
}

// Latin, Greek, Cyrillic, Armenian, and the rest of Latin.
const ranges = [
  [0xc0, 0x24f],
  [0x370, 0x58f],
  [0x1e00, 0x1eff],
] as const

const variants: Record<string, string> = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ς: 'σ' }

/** Each letter that is another one in lower case, and which. */
function letters(): { from: string; to: string } {
  let [from, to] = ['', '']
  for (const [first, last] of ranges)
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code)
      const small = letter.toLowerCase()
      const plain = variants[small] ?? small
      if (letter.normalize('NFKD') !== letter || plain === letter || plain.length !== 1) continue
      from += letter
      to += plain
    }
  return { from, to }
}
