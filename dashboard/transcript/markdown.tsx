import DOMPurify from 'dompurify'
import { memo } from 'react'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { carryClaims, markClaims } from './claim-marks.ts'
import { markdown } from './markdown-text.ts'

const purify = DOMPurify()
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer')
})

/** What the AI wrote. A model's words are input like any other: no HTML of theirs, and what is left is sanitised again. */
export const Markdown = memo(function Markdown({ text, claims = none }: { text: string; claims?: CheckedClaim[] }) {
  const html = markClaims(markdown.render(carryClaims(text, claims)), claims)
  return <div className="prose-message" dangerouslySetInnerHTML={{ __html: purify.sanitize(html) }} />
})

const none: CheckedClaim[] = []
