import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { Trouble } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { call, sentence } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { BuiltinLimit } from './limits.tsx'

/** What every agent is told, beside its own instructions. */
export function InstructionsScreen() {
  const { value, error, again } = useLoad('instructions', () => call('GET /api/instructions'))
  return (
    <Page name="Instructions">
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">Every agent goes by these, and by its own below them. Guidance, inbox training and internal documents outrank them.</p>
        <BuiltinLimit of="prose" />
        {error && <Trouble again={again}>{error}</Trouble>}
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
      setState({ problem: `Not saved: ${sentence(error)} Your text is kept here.` })
    }
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <Area
        label="Instructions for every agent"
        value={text}
        rows={14}
        maxLength={20_000}
        onChange={(event) => setText(event.target.value)}
        hint={kept.changedAt ? `Changed ${fullTime(kept.changedAt)}` : 'Nothing written yet.'}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" look="solid" disabled={state === 'busy' || text === kept.text}>
          {state === 'busy' ? 'Saving…' : 'Save'}
        </Button>
        <p role="status" className={typeof state === 'object' ? 'text-bad' : 'text-soft'}>
          {typeof state === 'object' ? state.problem : state === 'saved' && text === kept.text ? 'Saved. Holds from the next reply.' : ''}
        </p>
      </div>
    </form>
  )
}
