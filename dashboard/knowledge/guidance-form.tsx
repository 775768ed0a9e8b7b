import { useState, type FormEvent } from 'react'
import { maxGuidanceLength } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

interface GuidanceFormProps {
  label: string
  text?: string
  onSave: (text: string) => Promise<void>
  onClose: () => void
}

export function GuidanceForm({ label, text: stored = '', onSave, onClose }: GuidanceFormProps) {
  const [text, setText] = useState(stored)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await onSave(text.trim())
      onClose()
    } catch (error) {
      setProblem(texts.knowledge.notSavedYourText(messageOf(error)))
    }
  }
  return (
    <form onSubmit={save} className="flex min-w-0 flex-1 flex-col gap-2 rounded-md border border-line p-3">
      <Area
        label={label}
        value={text}
        rows={2}
        maxLength={maxGuidanceLength}
        autoFocus
        error={problem}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          {texts.knowledge.cancel}
        </Button>
        <Button size="small" look="solid" type="submit" disabled={!text.trim() || text.trim() === stored}>
          {texts.knowledge.save}
        </Button>
      </div>
    </form>
  )
}
