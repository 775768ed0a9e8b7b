import { useState, type FormEvent } from 'react'
import type { Holdings, Somebody } from '../../protocol/privacy.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { call, sentence } from '../session/session.ts'
import { useLoad } from '../session/use.ts'

/** The one thing here that nothing can undo, so the name is written first. */
export function EraseDialog({ person, onClose, onErased }: { person: Somebody; onClose: () => void; onErased: () => void }) {
  const { value } = useLoad(person.id, () => call('GET /api/people/:id', { params: { id: person.id } }))
  const [name, setName] = useState('')
  const [keepShared, setKeepShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const erase = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await call('POST /api/people/:id/erasure', { params: { id: person.id }, body: { name, keepShared } })
      onErased()
    } catch (error) {
      setProblem(sentence(error))
      setBusy(false)
    }
  }
  const shared = value?.holdings.shared ?? 0
  return (
    <Dialog open onClose={onClose} title={`Erase ${person.name}`}>
      <form onSubmit={(event) => void erase(event)} className="flex flex-col gap-4 p-4">
        <p>
          {value ? listed(value.holdings) : 'Everything held about them'} will be gone: from the database, the Live Feed, and alerts in Slack that can still be edited. Backups keep it until they are deleted. This cannot be undone.
        </p>
        {shared > 0 && (
          <div className="flex items-start gap-4">
            <p id="shared" className="flex-1 text-soft">
              <span className="font-medium text-ink">Keep what was taught for others</span>
              <br />
              {`${shared} ${shared === 1 ? 'lesson, correction or article' : 'lessons, corrections and articles'} from these conversations ${shared === 1 ? 'holds' : 'hold'} for others, too. Kept, ${shared === 1 ? 'it loses its' : 'they lose their'} origin; a question stays in the visitor’s words.`}
            </p>
            <Switch label="Keep what was taught for others" on={keepShared} onChange={setKeepShared} />
          </div>
        )}
        <Field label={`Write “${person.name}” to erase`} value={name} autoComplete="off" error={problem} onChange={(event) => { setName(event.target.value); setProblem(null) }} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" className="border border-current" disabled={busy || name.trim() !== person.name}>
            Erase
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function listed({ conversations, live, messages, tickets, lessons, corrections }: Holdings): string {
  const parts = [
    count(conversations, 'conversation', 'conversations') + (live ? ` (${live} live)` : ''), count(messages, 'message', 'messages'), count(tickets, 'ticket', 'tickets'), count(lessons, 'lesson', 'lessons'), count(corrections, 'correction', 'corrections'),
  ]
  return new Intl.ListFormat('en').format(['The profile', ...parts.filter((part) => !part.startsWith('0 '))])
}

const count = (number: number, one: string, many: string) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`
