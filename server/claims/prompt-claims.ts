import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import type { PromptLayer } from '../../protocol/entities.ts'
import type { Passage } from '../knowledge/search.ts'
import { checkClaims } from './check-claims.ts'
import { Evidence, type Given } from './evidence.ts'

/** Rules make nothing true, thoughts are the model's own, and what the AI said before may have been amber itself. */
const noEvidence = new Set(['rule', 'ai', 'reasoning', 'thought'])

/** What a prompt gives a model to go by, and what stands around the passages in it, which the built-in answerer quotes, too. */
function evidenceOf(layers: PromptLayer[], passages: Passage[], now: Date): Evidence {
  const given: Given[] = layers.flatMap(({ items }) => items.filter(({ kind }) => !noEvidence.has(kind)))
  const around = passages.map(({ articleId, title, around: text }) => ({
    kind: 'passage',
    id: articleId,
    text: `${title}\n${text}`,
  }))
  return new Evidence([...given, ...around], now)
}

/** The claims of a reply, looked up in its prompt. What supports one is named and not quoted: it may be erased later. */
export function claimsOf(
  text: string,
  layers: PromptLayer[],
  passages: Passage[],
  now = new Date(),
): CheckedClaim[] {
  return checkClaims(text, evidenceOf(layers, passages, now), now).map(({ kind, at, end, support }) => ({
    kind,
    at,
    end,
    support: support && { kind: support.kind, id: support.id },
  }))
}
