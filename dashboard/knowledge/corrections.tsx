import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty, Trouble } from '../components/empty.tsx'
import { Select, type Option } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { CorrectionRow } from './correction-row.tsx'

const states: Option<'kept' | 'retired'>[] = [
  { value: 'kept', label: 'In force' },
  { value: 'retired', label: 'Retired' },
]

/** Every answer that was corrected, and where the right one was given since. */
export function CorrectionsScreen() {
  const { open } = useSearch({ from: '/in/knowledge/corrections' })
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [state, setState] = useState<'kept' | 'retired'>('kept')
  const query = { text, retired: String(state === 'retired') as 'true' }
  const { value, error, again } = useLoad(JSON.stringify(query), () => call('GET /api/corrections', { query }))
  const choose = (id: string | undefined) => void navigate({ to: '.', search: { open: id }, replace: true })
  return (
    <Page name="Corrections">
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">What the AI should have said. Questions like these get the corrected answer, before any article is looked up.</p>
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-52 flex-1">
            <SearchField value={text} label="Search questions and answers" onChange={setText} />
          </div>
          <Select label="State" value={state} options={states} onChange={setState} />
        </div>
        {error && <Trouble again={again}>{error}</Trouble>}
        {value && !value.corrections.length && (
          <Empty title={text || state === 'retired' ? 'No correction matches' : 'No corrections yet'}>
            <p>Add Correction stands under every answer of the AI, while it is live and afterwards.</p>
          </Empty>
        )}
        <ul aria-label="Corrections" className="flex flex-col">
          {value?.corrections.map((correction) => (
            <CorrectionRow key={correction.id} correction={correction} open={open === correction.id} onOpen={(on) => choose(on ? correction.id : undefined)} onChanged={again} />
          ))}
        </ul>
        {value?.more && <p className="text-faint">There are more. Search for what you are after.</p>}
      </div>
    </Page>
  )
}
