import { useState, type FormEvent } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf, readMe } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Name and picture, as colleagues and visitors see them. */
export function Face() {
  const { operator } = useMe()
  const [name, setName] = useState(operator.name)
  const [picture, setPicture] = useState(operator.image ?? '')
  const [error, setError] = useState<string | null>(null)
  const image = picture.trim() || null
  const changed = name.trim() !== operator.name || image !== operator.image
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await call('PUT /api/me', { body: { name, image } })
      await readMe()
      setError(null)
      showToast(texts.account.savedColleaguesAndVisitors)
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  return (
    <section aria-labelledby="face">
      <h2 id="face" className="mb-3 text-md font-semibold">
        {texts.account.nameAndPicture}
      </h2>
      <form onSubmit={save} className="flex flex-col gap-3">
        <div className="flex items-start gap-4">
          <Avatar person={{ id: operator.id, name: name || operator.name, image }} size={56} label={false} />
          <div className="flex min-w-0 flex-1 flex-col gap-3">
            <Field
              label={texts.account.name}
              value={name}
              maxLength={200}
              autoComplete="name"
              required
              onChange={({ target }) => setName(target.value)}
            />
            <Field label={texts.account.eMail} value={operator.email} readOnly disabled />
            <Field
              label={texts.account.picture}
              type="url"
              value={picture}
              maxLength={2000}
              placeholder={texts.account.https}
              hint={texts.account.theAddressOfAPicture}
              onChange={({ target }) => setPicture(target.value)}
            />
          </div>
        </div>
        {error && <ErrorMessage>{error}</ErrorMessage>}
        <Button type="submit" className="self-start" disabled={!changed || !name.trim()}>
          {texts.account.save}
        </Button>
      </form>
    </section>
  )
}
