import { useRef, useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import { scopes, type KeyScope } from '../../protocol/programs/scopes.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

const day = 24 * 3_600_000
const lives = [
  { value: 'never', label: texts.keys.neverExpires },
  { value: '30', label: texts.keys.expiresIn30Days },
  { value: '90', label: texts.keys.expiresIn90Days },
  { value: '365', label: texts.keys.expiresIn365Days },
]

/** The secret is shown here, once. */
export function KeyDialog({ open, onClose, onMade }: { open: boolean; onClose: () => void; onMade: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<KeyScope>>(new Set())
  const [life, setLife] = useState('never')
  const [secret, setSecret] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(newId())

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!chosen.size) return setError(texts.keys.chooseWhatItMay)
    setBusy(true)
    try {
      const name = String(new FormData(event.currentTarget).get('name')).trim()
      const expiresAt = life === 'never' ? null : Date.now() + Number(life) * day
      const made = await call('POST /api/keys', {
        body: { id: id.current, name, scopes: scopes.filter((scope) => chosen.has(scope)), expiresAt },
      })
      setSecret(made.secret)
      setError(null)
      onMade()
    } catch (problem) {
      setError(messageOf(problem))
    }
    id.current = newId()
    setBusy(false)
  }
  const close = () => {
    setSecret(null)
    setError(null)
    setChosen(new Set())
    setLife('never')
    onClose()
  }

  return (
    <Dialog open={open} onClose={close} title={texts.keys.newKey}>
      {secret ? (
        <div className="flex flex-col gap-4 p-4">
          <p className="text-soft">{texts.keys.copyItNowIt}</p>
          <code aria-label={texts.keys.secret} className="rounded-md bg-sunken p-3 text-xs break-all">
            {secret}
          </code>
          <CopyButton text={secret} label={texts.keys.copyKey} />
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field
            label={texts.keys.name}
            name="name"
            required
            maxLength={80}
            autoFocus
            hint={texts.keys.itsChangesAreSigned}
          />
          <ScopeFields chosen={chosen} onChange={setChosen} />
          <span>
            <Select label={texts.keys.expiry} value={life} options={lives} shown onChange={setLife} />
          </span>
          {error && (
            <p role="alert" className="text-bad">
              {error}
            </p>
          )}
          <Button type="submit" look="solid" className="self-end" disabled={busy}>
            {busy ? texts.keys.making : texts.keys.makeKey}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

const nouns = [...new Set(scopes.map((scope) => scope.split(':')[0]!))]

function ScopeFields({
  chosen,
  onChange,
}: {
  chosen: ReadonlySet<KeyScope>
  onChange: (chosen: ReadonlySet<KeyScope>) => void
}) {
  const toggle = (scope: KeyScope) => {
    const next = new Set(chosen)
    if (!next.delete(scope)) next.add(scope)
    onChange(next)
  }
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{texts.keys.may}</legend>
      {nouns.map((noun) => (
        <span key={noun} className="flex min-h-8 items-center gap-4 border-b border-line">
          <span className="flex-1 capitalize">{noun}</span>
          {(['read', 'write'] as const).map((what) => {
            const scope = `${noun}:${what}` as KeyScope
            return scopes.includes(scope) ? (
              <label key={what} className="flex min-h-8 w-18 items-center gap-2">
                <input
                  type="checkbox"
                  aria-label={`${noun}: ${what}`}
                  checked={chosen.has(scope)}
                  onChange={() => toggle(scope)}
                  className="size-4 accent-accent"
                />
                {what}
              </label>
            ) : (
              <span key={what} className="w-18" />
            )
          })}
        </span>
      ))}
    </fieldset>
  )
}
