import type { CheckedClaim } from '../../protocol/agents/claims.ts'

/** Characters for private use carry a claim through the Markdown reader, which leaves them alone. */
const from = '\uE000'
const behind = '\uE001'
const to = '\uE002'
const carriers = /[\uE000-\uE002]/gu

/** The text with a carrier around each claim. Its own private characters would be taken for ours and are replaced, one for one. */
export function carryClaims(text: string, claims: CheckedClaim[]): string {
  let carried = text.replaceAll(carriers, '\uFFFD')
  for (const [number, { at, end }] of [...claims.entries()].toReversed())
    carried = `${carried.slice(0, at)}${from}${number}${behind}${carried.slice(at, end)}${to}${carried.slice(end)}`
  return carried
}

/** What a text is of: plain words, and words of a claim. `open` is the claim that began before this text. */
interface Piece {
  text: string
  claim: number | null
}

/** The text in pieces, without the carriers, and the claim that is still open behind it. */
export function piecesOf(text: string, open: number | null): { pieces: Piece[]; open: number | null } {
  const pieces: Piece[] = []
  for (const [index, part] of text.split(/(\uE000\d+\uE001|\uE002)/u).entries()) {
    if (index % 2) open = part === to ? null : Number(part.slice(1, -1))
    else if (part) pieces.push({ text: part, claim: open })
  }
  return { pieces, open }
}

/** In code and in the address of a link they only go. */
export const withoutCarriers = (text: string): string =>
  text.replaceAll(/\uE000\d+\uE001|\uE002|%EE%80%80\d+%EE%80%81|%EE%80%82/giu, '')
