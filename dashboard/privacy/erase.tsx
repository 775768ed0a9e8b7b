import { useState, type FormEvent } from 'react'
import type { Holdings, Somebody } from '../../protocol/privacy.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** The one thing here that nothing can undo, so the name is written first. */
export function EraseDialog({
  person,
  onClose,
  onErased,
}: {
  person: Somebody
  onClose: () => void
  onErased: () => void
}) {
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
      setProblem(messageOf(error))
      setBusy(false)
    }
  }
  const shared = value?.holdings.shared ?? 0
  return (
    <Dialog open onClose={onClose} title={texts.privacy.eraseName(person.name)}>
      <form onSubmit={(event) => void erase(event)} className="flex flex-col gap-4 p-4">
        <p>
          {value ? listed(value.holdings) : texts.privacy.everythingHeldAboutThem} {texts.privacy.willBeGoneFrom}
        </p>
        {shared > 0 && (
          <div className="flex items-start gap-4">
            <p id="shared" className="flex-1 text-soft">
              <span className="font-medium text-ink">{texts.privacy.keepWhatWasTaught}</span>
              <br />
              {texts.privacy.lessonsCorrectionsAndArticles(shared)}
            </p>
            <Switch label={texts.privacy.keepWhatWasTaught} on={keepShared} onChange={setKeepShared} />
          </div>
        )}
        <Field
          label={texts.privacy.writeToErase(person.name)}
          value={name}
          autoComplete="off"
          error={problem}
          onChange={(event) => {
            setName(event.target.value)
            setProblem(null)
          }}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.privacy.cancel}</Button>
          <Button
            type="submit"
            look="danger"
            className="border border-current"
            disabled={busy || name.trim() !== person.name}
          >
            {texts.privacy.erase}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function listed({ conversations, live, messages, tickets, lessons, corrections }: Holdings): string {
  const parts = [
    count(conversations, 'conversation', 'conversations') + (live ? ` (${live} live)` : ''),
    count(messages, 'message', 'messages'),
    count(tickets, 'ticket', 'tickets'),
    count(lessons, 'lesson', 'lessons'),
    count(corrections, 'correction', 'corrections'),
  ]
  return new Intl.ListFormat('en').format([
    texts.privacy.theProfile,
    ...parts.filter((part) => !part.startsWith('0 ')),
  ])
}

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`
