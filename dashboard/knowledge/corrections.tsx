import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Select, type Option } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { CorrectionRow } from './correction-row.tsx'

const states: Option<'kept' | 'retired'>[] = [
  { value: 'kept', label: texts.knowledge.inForce },
  { value: 'retired', label: texts.knowledge.retired },
]

/** Every answer that was corrected, and where the right one was given since. */
export function CorrectionsScreen() {
  const { open } = useSearch({ from: '/in/knowledge/corrections' })
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [state, setState] = useState<'kept' | 'retired'>('kept')
  const query = { text, retired: String(state === 'retired') as 'true' }
  const { value, error, reload } = useLoad(JSON.stringify(query), () => call('GET /api/corrections', { query }))
  const choose = (id: string | undefined) => void navigate({ to: '.', search: { open: id }, replace: true })
  return (
    <Page name={texts.knowledge.corrections}>
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">{texts.knowledge.whatTheAiShould}</p>
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-52 flex-1">
            <SearchField value={text} label={texts.knowledge.searchQuestionsAndAnswers} onChange={setText} />
          </div>
          <Select label={texts.knowledge.state} value={state} options={states} onChange={setState} />
        </div>
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {value && !value.corrections.length && (
          <Empty
            title={
              text || state === 'retired' ? texts.knowledge.noCorrectionMatches : texts.knowledge.noCorrectionsYet
            }
          >
            <p>{texts.knowledge.addCorrectionStandsUnder}</p>
          </Empty>
        )}
        <ul aria-label={texts.knowledge.corrections} className="flex flex-col">
          {value?.corrections.map((correction) => (
            <CorrectionRow
              key={correction.id}
              correction={correction}
              open={open === correction.id}
              onOpen={(on) => choose(on ? correction.id : undefined)}
              onChanged={reload}
            />
          ))}
        </ul>
        {value?.more && <p className="text-faint">{texts.knowledge.thereAreMoreSearch}</p>}
      </div>
    </Page>
  )
}
