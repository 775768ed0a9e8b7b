/**
 * Text as it is compared in a search: without case and without accents, so that `Élodie` is found by `elodie`. SQLite calls this very function as
 * `folded(…)`; in PostgreSQL a migration makes one of the same name that answers the same.
 */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ıøłđςßæœ]/g, (letter) => plain[letter]!)
    .normalize('NFC')
}

/** Letters that Unicode takes for letters of their own, and people for variants. */
const plain: Record<string, string> = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe' }
