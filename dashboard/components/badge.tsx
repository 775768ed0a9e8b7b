import type { ReactNode } from 'react'

const tones = {
  plain: 'bg-sunken text-soft',
  accent: 'bg-accent-tint text-accent-text',
  good: 'bg-sunken text-good',
  warn: 'bg-sunken text-warn',
  bad: 'bg-bad-tint text-bad',
}
export type Tone = keyof typeof tones

export function Badge({ tone = 'plain', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  )
}
