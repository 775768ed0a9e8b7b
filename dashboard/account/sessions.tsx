import { useState } from 'react'
import type { OperatorSession } from '../../protocol/people/team.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

export function Sessions() {
  const { value, error, reload } = useLoad('sessions', () => call('GET /api/sessions'))
  const [ending, setEnding] = useState<ReadonlySet<string>>(new Set())
  const stay = (id: string) => setEnding((before) => new Set([...before].filter((each) => each !== id)))
  const end = (session: OperatorSession) => {
    const { id } = session
    setEnding((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/sessions/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(texts.account.notSignedOut(messageOf(problem)))
      })
    runUnlessUndone(texts.account.signedOut(browserName(session)), act, () => stay(id))
  }
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">{texts.account.signedIn}</h2>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <ul aria-label={texts.account.signedIn} className="border-t border-line">
        {value?.sessions
          .filter(({ id }) => !ending.has(id))
          .map((session) => (
            <li key={session.id} className="flex min-h-11 items-center gap-3 border-b border-line py-2">
              <span className="min-w-0 flex-1 truncate">{browserName(session)}</span>
              <span className="text-xs text-faint">
                {session.address} <Age since={session.seenAt} />
              </span>
              {session.current ? (
                <Badge tone="good">{texts.account.thisBrowser}</Badge>
              ) : (
                <Button size="small" onClick={() => end(session)}>
                  {texts.account.signOut}
                </Button>
              )}
            </li>
          ))}
      </ul>
    </section>
  )
}

/** The first that fits: Edge calls itself Chrome too, and Chrome Safari. */
const browsers: [sign: RegExp, name: string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const systems: [sign: RegExp, name: string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a person would call it: "Firefox on Linux". */
function browserName({ browser }: OperatorSession): string {
  if (!browser) return texts.account.unknownBrowser
  const isNamed = ([sign]: readonly [RegExp, string]) => sign.test(browser)
  const name = browsers.find(isNamed)?.[1] ?? browser.slice(0, 40)
  const system = systems.find(isNamed)?.[1]
  return system ? texts.account.onNameSystem(name, system) : name
}
