import type { Use } from '../../protocol/teaching/shapes.ts'
import { dayOrTime } from '../components/time.tsx'
import { texts } from '../texts.ts'

/** How often it was used, in words. */
export function usedWords({ uses, lastUsedAt }: Use): string {
  if (!uses) return texts.teaching.notUsedYet
  return texts.teaching.usedIn(
    uses === 1 ? texts.teaching.oneReply : texts.teaching.replies(uses),
    lastUsedAt ? texts.teaching.last(dayOrTime(lastUsedAt)) : '',
  )
}
