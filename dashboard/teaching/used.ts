import type { Use } from '../../protocol/teaching.ts'
import { dayOrTime } from '../components/time.tsx'

/** How often it was used, in words. */
export function usedWords({ uses, lastUsedAt }: Use): string {
  if (!uses) return 'Not used yet'
  return `Used in ${uses === 1 ? 'one reply' : `${uses} replies`}${lastUsedAt ? `, last ${dayOrTime(lastUsedAt)}` : ''}`
}
