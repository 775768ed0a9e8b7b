import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { texts } from '../texts.ts'
import { Button } from './button.tsx'

export function CopyButton({ text, label = texts.components.copy }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await copyText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Button size="small" onClick={copy} aria-live="polite">
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {copied ? texts.components.copied : label}
    </Button>
  )
}

/** The clipboard API exists only on https and localhost; a Halo on a plain http address copies the old way. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
