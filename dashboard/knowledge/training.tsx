import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Scope } from '../../protocol/teaching/shapes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Select, type Option } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { LessonDialog } from '../teaching/lesson-form.tsx'
import { texts } from '../texts.ts'
import { BuiltinLimit } from './limits.tsx'
import { LessonRow } from './lesson-row.tsx'

const scopes: Option<Scope | 'any'>[] = [
  { value: 'any', label: texts.knowledge.forAnybody },
  { value: 'customer', label: texts.knowledge.oneCustomer },
  { value: 'company', label: texts.knowledge.oneCompany },
  { value: 'everyone', label: texts.knowledge.everyone },
]
const states: Option<'kept' | 'dropped'>[] = [
  { value: 'kept', label: texts.knowledge.kept },
  { value: 'dropped', label: texts.knowledge.dropped },
]

/** Every lesson: what the AI was told and keeps in mind. */
export function TrainingScreen() {
  const { open } = useSearch({ from: '/in/knowledge/training' })
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [scope, setScope] = useState<Scope | 'any'>('any')
  const [state, setState] = useState<'kept' | 'dropped'>('kept')
  const [writing, setWriting] = useState(false)
  const query = { text, ...(scope !== 'any' && { scope }), retired: String(state === 'dropped') as 'true' }
  const { value, error, reload } = useLoad(JSON.stringify(query), () => call('GET /api/lessons', { query }))
  const choose = (id: string | undefined) => void navigate({ to: '.', search: { open: id }, replace: true })
  return (
    <Page
      name={texts.knowledge.inboxTraining}
      action={
        <Button size="small" onClick={() => setWriting(true)}>
          <Plus size={14} aria-hidden />
          {texts.knowledge.addLesson}
        </Button>
      }
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">{texts.knowledge.whatWasWhisperedAbout}</p>
        <BuiltinLimit of="lessons" />
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-52 flex-1">
            <SearchField value={text} label={texts.knowledge.searchLessonsCustomersAuthors} onChange={setText} />
          </div>
          <Select label={texts.knowledge.forWhom} value={scope} options={scopes} onChange={setScope} />
          <Select label={texts.knowledge.state} value={state} options={states} onChange={setState} />
        </div>
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {value && !value.lessons.length && (
          <Nothing searching={text !== '' || scope !== 'any' || state === 'dropped'} />
        )}
        <ul aria-label={texts.knowledge.lessons} className="flex flex-col">
          {value?.lessons.map((lesson) => (
            <LessonRow
              key={lesson.id}
              lesson={lesson}
              open={open === lesson.id}
              onOpen={(on) => choose(on ? lesson.id : undefined)}
              onChanged={reload}
            />
          ))}
        </ul>
        {value?.more && <p className="text-faint">{texts.knowledge.thereAreMoreSearch}</p>}
      </div>
      {writing && (
        <LessonDialog
          lesson={null}
          title={texts.knowledge.newLesson}
          onClose={() => setWriting(false)}
          onSaved={reload}
        />
      )}
    </Page>
  )
}

function Nothing({ searching }: { searching: boolean }) {
  if (searching) return <Empty title={texts.knowledge.noLessonMatches} />
  return (
    <Empty title={texts.knowledge.noLessonsYet}>
      <p>{texts.knowledge.whisperToTheAi}</p>
    </Empty>
  )
}
