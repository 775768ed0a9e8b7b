import { useState } from 'preact/hooks'
import { PersonIcon } from './icons.tsx'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { Visit } from './visit.ts'

/** The way to a person, always in the same place; what came of it once it was taken. */
export function Human({ visit, refocus }: { visit: Visit; refocus: () => void }) {
  const { current } = useStore(visit.thread.view)
  const [state, setState] = useState<'ready' | 'asking' | 'failed'>('ready')
  const live = current?.conversation.status === 'live' ? current.conversation : null
  if (live?.control.holder === 'operator') return <span />
  if (live?.humanRequestedAt)
    return (
      <span class="asked">
        <PersonIcon />
        {texts.humanAsked}
      </span>
    )
  const ask = async () => {
    if (state === 'asking') return
    setState('asking')
    refocus()
    await visit.thread.askForHuman().then(
      () => setState('ready'),
      () => setState('failed'),
    )
  }
  return (
    <button type="button" class="human" onClick={() => void ask()}>
      <PersonIcon />
      <span role={state === 'failed' ? 'alert' : undefined}>
        {state === 'failed' ? texts.humanFailed : texts.human}
      </span>
    </button>
  )
}
