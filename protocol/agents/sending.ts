import { z } from 'zod'
import type { ClaimKind } from './claims.ts'

/** When what an agent wrote reaches the visitor. */

/** at_once: word by word · hold: it waits so many seconds while somebody watches · draft: a person sends it. */
export const SendingMode = z.enum(['at_once', 'hold', 'draft'])
export type SendingMode = z.infer<typeof SendingMode>

/**
 * A sum, date or promise that stands in nothing the AI was given · show: operators see it underlined · hold: the reply waits for a few seconds while
 * somebody watches · rephrase: the AI writes it once more without; failing that it says that it will be checked, and there is a ticket.
 */
export const ClaimBrake = z.enum(['show', 'hold', 'rephrase'])
export type ClaimBrake = z.infer<typeof ClaimBrake>

export const Sending = z.strictObject({
  mode: SendingMode,
  holdSeconds: z.int().min(1).max(120),
  claims: ClaimBrake,
})
export type Sending = z.infer<typeof Sending>

export const usualSending: Sending = { mode: 'at_once', holdSeconds: 10, claims: 'show' }

/** The sums, dates and promises among the claims: what a company is held to. */
const binding: ClaimKind[] = ['sum', 'percentage', 'date', 'time', 'duration', 'absolute']
export const isBinding = (kind: ClaimKind): boolean => binding.includes(kind)
