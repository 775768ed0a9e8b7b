import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { Effect } from '../teaching/effect.tsx'
import { texts } from '../texts.ts'
import { BuiltinLimit } from './limits.tsx'

/** What every agent is told, beside its own instructions. */
export function InstructionsScreen() {
  const { value, error, reload } = useLoad('instructions', () => call('GET /api/instructions'))
  return (
    <Page name={texts.knowledge.instructions}>
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">{texts.knowledge.everyAgentGoesBy}</p>
        <BuiltinLimit of="prose" />
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {value && <InstructionsForm stored={value} />}
      </div>
    </Page>
  )
}

function InstructionsForm({ stored }: { stored: { text: string; changedAt: number | null } }) {
  const [kept, setKept] = useState(stored)
  const [text, setText] = useState(stored.text)
  const [state, setState] = useState<'idle' | 'busy' | 'saved' | { problem: string }>('idle')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    try {
      setKept(await call('PUT /api/instructions', { body: { text } }))
      setState('saved')
    } catch (error) {
      setState({ problem: texts.knowledge.notSavedYourText(messageOf(error)) })
    }
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <Area
        label={texts.knowledge.instructionsForEveryAgent}
        value={text}
        rows={14}
        maxLength={20_000}
        onChange={(event) => setText(event.target.value)}
        hint={
          kept.changedAt ? texts.knowledge.changed(fullTime(kept.changedAt)) : texts.knowledge.nothingWrittenYet
        }
      />
      <Effect change={text === kept.text ? null : { kind: 'instructions', text }} />
      <div className="flex items-center gap-3">
        <Button type="submit" look="solid" disabled={state === 'busy' || text === kept.text}>
          {state === 'busy' ? texts.knowledge.saving : texts.knowledge.save}
        </Button>
        <p role="status" className={typeof state === 'object' ? 'text-bad' : 'text-soft'}>
          {typeof state === 'object' && state.problem}
          {state === 'saved' && text === kept.text && texts.knowledge.savedHoldsFromThe}
        </p>
      </div>
    </form>
  )
}
