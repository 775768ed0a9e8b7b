import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { texts } from '../texts.ts'

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

/** Carriers become marks; inside a tag, such as in the address of a link, they only go. */
export function markClaims(html: string, claims: CheckedClaim[]): string {
  return html
    .replaceAll(/<[^>]*>/gu, (tag) => tag.replaceAll(/\uE000\d+\uE001|\uE002/gu, ''))
    .replaceAll(/\uE000(\d+)\uE001/gu, (_, number: string) => openingOf(claims[Number(number)]))
    .replaceAll(to, '</mark>')
}

function openingOf(claim: CheckedClaim | undefined): string {
  const supported = Boolean(claim?.support)
  const title = supported ? texts.transcript.claimSupported : texts.transcript.claimUnsupported
  return `<mark class="${supported ? 'claim' : 'claim claim-amber'}" title="${title}">`
}
