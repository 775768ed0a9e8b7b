import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import type { GuidanceRow } from '../../protocol/teaching/shapes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { GuidanceForm } from './guidance-form.tsx'
import { GuidanceList } from './guidance-list.tsx'
import { BuiltinLimit } from './limits.tsx'

/** Short rules for every agent, above everything else that is taught. */
export function GuidanceScreen() {
  const { value, error, reload, change } = useLoad('guidance', () => call('GET /api/guidance'))
  const [writing, setWriting] = useState(false)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const rows = value?.guidance.filter(({ id }) => !removing.has(id)) ?? []

  const save = async (id: string, body: { text: string; on: boolean }) => {
    const { row } = await call('PUT /api/guidance/:id', { params: { id }, body })
    change(({ guidance }) => ({
      guidance: guidance.some((each) => each.id === id)
        ? guidance.map((each) => (each.id === id ? row : each))
        : [...guidance, row],
    }))
  }
  const order = async (ids: string[], keep: boolean) => {
    change(({ guidance }) => ({ guidance: guidance.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) }))
    if (keep)
      await call('POST /api/guidance/order', { body: { ids } }).catch((problem) => {
        showToast(texts.knowledge.theOrderWasNot(messageOf(problem)))
        reload()
      })
  }
  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = ({ id }: GuidanceRow) => {
    setRemoving((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/guidance/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(texts.knowledge.notRemoved(messageOf(problem)))
      })
    runUnlessUndone(texts.knowledge.guidanceRemoved, act, () => stay(id))
  }

  return (
    <Page
      name={texts.knowledge.guidance}
      action={
        <Button size="small" onClick={() => setWriting(true)}>
          <Plus size={14} aria-hidden />
          {texts.knowledge.addGuidance}
        </Button>
      }
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-soft">{texts.knowledge.everyAgentHeedsThese}</p>
        <BuiltinLimit of="guidance" />
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {writing && (
          <GuidanceForm
            label={texts.knowledge.newGuidance}
            onSave={(text) => save(newId(), { text, on: true })}
            onClose={() => setWriting(false)}
          />
        )}
        {value && !rows.length && !writing && (
          <Empty title={texts.knowledge.noGuidanceYet}>
            <p>{texts.knowledge.forExampleNeverMention}</p>
          </Empty>
        )}
        <GuidanceList rows={rows} onOrder={order} onSave={save} onRemove={remove} />
      </div>
    </Page>
  )
}
