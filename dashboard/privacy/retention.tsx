import { useState } from 'react'
import type { Kept, KeptCounts, Retention } from '../../protocol/privacy.ts'
import { Button } from '../components/button.tsx'
import { Select } from '../components/select.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

const kinds: { kind: Kept; name: string; says: string; one: string; many: string }[] = [
  {
    kind: 'transcripts',
    name: texts.privacy.transcripts,
    says: texts.privacy.completedConversationsWithAll,
    one: 'conversation',
    many: 'conversations',
  },
  {
    kind: 'whispers',
    name: texts.privacy.whispersAndNotes,
    says: texts.privacy.whatOperatorsWroteFor,
    one: texts.privacy.conversationLosesThem,
    many: texts.privacy.conversationsLoseThem,
  },
  {
    kind: 'prompts',
    name: texts.privacy.whatTheAiSaw,
    says: texts.privacy.thePromptOfEach,
    one: texts.privacy.conversationLosesThem,
    many: texts.privacy.conversationsLoseThem,
  },
  {
    kind: 'alerts',
    name: texts.privacy.alerts,
    says: texts.privacy.incidentsThatAreOver,
    one: 'alert',
    many: 'alerts',
  },
]

const choices = [7, 14, 30, 60, 90, 180, 365, 730, 1825]

/** Nothing goes before Save, and what would go now stands there before. */
export function RetentionForm({
  retention,
  onSave,
}: {
  retention: Retention
  onSave: (retention: Retention) => Promise<boolean>
}) {
  const [wanted, setWanted] = useState(retention)
  const changed = kinds.some(({ kind }) => wanted[kind] !== retention[kind])
  const { value } = useLoad(JSON.stringify(wanted), () =>
    call('POST /api/privacy/due', { body: { retention: wanted } }),
  )
  const save = async () => {
    if (await onSave(wanted)) showToast(texts.privacy.saved)
  }
  return (
    <section aria-labelledby="retention">
      <h2 id="retention" className="text-md font-semibold">
        {texts.privacy.retention}
      </h2>
      <p className="mt-1 text-soft">{texts.privacy.whatIsOlderGoes}</p>
      <ul className="mt-3 border-t border-line">
        {kinds.map(({ kind, name, says, one, many }) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2.5">
            <div className="min-w-56 flex-1">
              <h3 className="font-medium">{name}</h3>
              <p className="text-xs text-soft">{says}</p>
              <Due count={wanted[kind] === null ? 0 : (value?.due[kind] ?? 0)} one={one} many={many} />
            </div>
            <Select
              label={name}
              shown
              value={String(wanted[kind])}
              options={optionsFor(wanted[kind])}
              onChange={(days) =>
                setWanted((before) => ({ ...before, [kind]: days === 'null' ? null : Number(days) }))
              }
            />
          </li>
        ))}
      </ul>
      <div className="mt-3 flex items-center gap-3">
        <Button look="solid" disabled={!changed} onClick={() => void save()}>
          {texts.privacy.save}
        </Button>
        <p role="status" className="text-soft">
          {changed && value && sum(value.due) > 0 && texts.privacy.whatIsDueGoes}
        </p>
      </div>
    </section>
  )
}

function Due({ count, one, many }: { count: number; one: string; many: string }) {
  if (!count) return null
  return (
    <p className="mt-0.5 text-xs font-medium text-bad">
      {texts.privacy.now(count.toLocaleString('en'), count === 1 ? one : many)}
    </p>
  )
}

const sum = (due: KeptCounts) => Object.values(due).reduce((all, count) => all + count, 0)

/** Through the API any number can be set; it is a choice then, too. */
function optionsFor(days: number | null) {
  const all = days === null || choices.includes(days) ? choices : [...choices, days].sort((a, b) => a - b)
  return [
    { value: 'null', label: texts.privacy.keep },
    ...all.map((each) => ({ value: String(each), label: spanOf(each) })),
  ]
}

const spanOf = (days: number) =>
  days % 365 === 0 ? `${days / 365} ${days === 365 ? 'year' : 'years'}` : `${days} ${days === 1 ? 'day' : 'days'}`
