import { useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import { maxGuidanceLength } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { messageOf } from '../session/session.ts'
import { Effect } from '../teaching/effect.tsx'
import { texts } from '../texts.ts'

interface GuidanceFormProps {
  /** The row that is changed; none for a new one. */
  row?: { id: string; on: boolean }
  label: string
  text?: string
  onSave: (text: string) => Promise<void>
  onClose: () => void
}

export function GuidanceForm({ row, label, text: stored = '', onSave, onClose }: GuidanceFormProps) {
  const [made] = useState(newId)
  const { id, on } = row ?? { id: made, on: true }
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
      <Effect change={text.trim() && text.trim() !== stored ? { kind: 'guidance', id, text, on } : null} />
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
