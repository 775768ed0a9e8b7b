import { X } from 'lucide-react'
import { useState } from 'react'
import type { MailSettings } from '../../protocol/mail/mail.ts'
import { Button, IconButton } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'
import { MailForm } from './mail-form.tsx'

/** The server that mail goes out by, and what did not go out. */
export function MailServerSettings() {
  const { value, error, reload, change } = useLoad('mail', () => call('GET /api/mail'))
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const take = (saved: MailSettings) => change(() => saved)
  const remove = () => {
    setRemoving(true)
    runUnlessUndone(
      texts.mail.removed,
      () =>
        void call('DELETE /api/mail', { keepalive: true })
          .then(take, (problem) => showToast(messageOf(problem)))
          .finally(() => setRemoving(false)),
      () => setRemoving(false),
    )
  }
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  return (
    <section aria-labelledby="mail" className="flex flex-col gap-3">
      <div>
        <h2 id="mail" className="text-md font-semibold">
          {texts.mail.mail}
        </h2>
        <p className="mt-1 text-soft">{texts.mail.whatMailIsFor}</p>
      </div>
      {value.server && !removing ? (
        <Server settings={value} onEdit={() => setEditing(true)} onRemove={remove} />
      ) : (
        <Button size="small" className="self-start" onClick={() => setEditing(true)}>
          {texts.mail.setUp}
        </Button>
      )}
      <Failures />
      {editing && <MailForm settings={value} onClose={() => setEditing(false)} onSaved={take} />}
    </section>
  )
}

interface ServerProps {
  settings: MailSettings
  onEdit: () => void
  onRemove: () => void
}

function Server({ settings: { server, fromEnvironment }, onEdit, onRemove }: ServerProps) {
  const { host, port, security, from, fromName } = server!
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2 border-y border-line py-2">
        <div className="min-w-48 flex-1">
          <p className="font-medium wrap-anywhere">
            {texts.mail.by(host, port)}{' '}
            <span className="text-xs font-normal text-soft">{texts.mail.securities[security]}</span>
          </p>
          <p className="text-xs wrap-anywhere text-soft">
            {texts.mail.as(fromName ? `${fromName} <${from}>` : from)}
          </p>
        </div>
        {!fromEnvironment && (
          <>
            <Button size="small" onClick={onEdit}>
              {texts.mail.change}
            </Button>
            <Button size="small" onClick={onRemove}>
              {texts.mail.remove}
            </Button>
          </>
        )}
      </div>
      {fromEnvironment && <p className="text-xs text-faint">{texts.mail.theEnvironmentSays}</p>}
      <Test />
    </div>
  )
}

function Test() {
  const [state, setState] = useState<'sending' | { said: string; failed: boolean } | null>(null)
  const send = () => {
    setState('sending')
    call('POST /api/mail/test').then(
      ({ to }) => setState({ said: texts.mail.testSent(to), failed: false }),
      (problem) => setState({ said: messageOf(problem), failed: true }),
    )
  }
  return (
    <>
      <Button size="small" className="self-start" disabled={state === 'sending'} onClick={send}>
        {state === 'sending' ? texts.mail.sendingTest : texts.mail.sendTest}
      </Button>
      {state && state !== 'sending' && (
        <p role="status" className={`rounded-md bg-sunken px-3 py-2 text-xs ${state.failed ? 'text-bad' : ''}`}>
          {state.said}
        </p>
      )}
    </>
  )
}

function Failures() {
  const { value, error, reload } = useLoad('mail failures', () => call('GET /api/mail/failures'))
  const after = (work: Promise<unknown>) =>
    void work.catch((problem) => showToast(messageOf(problem))).finally(() => reload())
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value?.mails.length) return null
  return (
    <div>
      <h3 className="mb-2 font-medium">{texts.mail.notSent}</h3>
      <ul aria-label={texts.mail.notSent} className="border-t border-line">
        {value.mails.map(({ id, kind, to, attempts, error: why, nextAt, at }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line py-2">
            <span className="min-w-48 flex-1 wrap-anywhere">
              {texts.mail.toAddress(texts.mail.kinds[kind], to)}
              <span className="block text-xs text-bad">{texts.mail.tried(attempts, why)}</span>
              {nextAt !== null && <span className="block text-xs text-faint">{texts.mail.triedAgain}</span>}
            </span>
            <Age since={at} className="text-xs text-faint" />
            <Button
              size="small"
              onClick={() => after(call('POST /api/mail/failures/:id/again', { params: { id } }))}
            >
              {texts.mail.sendAgain}
            </Button>
            <IconButton
              label={texts.mail.giveUp(to)}
              onClick={() => after(call('DELETE /api/mail/failures/:id', { params: { id } }))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  )
}
