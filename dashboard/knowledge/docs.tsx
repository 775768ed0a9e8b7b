import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import type { InternalDoc } from '../../protocol/teaching/shapes.ts'
import { maxDocsTogether } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { DocEditor } from './doc-editor.tsx'
import { BuiltinLimit } from './limits.tsx'

const sizeOf = (docs: InternalDoc[]) =>
  docs.filter(({ on }) => on).reduce((sum, { title, body }) => sum + title.length + body.length, 0)

/** Documents that the AI always has before it. */
export function DocsScreen() {
  const { value, error, reload } = useLoad('docs', () => call('GET /api/internal-docs'))
  const [open, setOpen] = useState<{ id: string; doc: InternalDoc | null } | null>(null)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const docs = value?.docs.filter(({ id }) => !removing.has(id)) ?? []
  const write = () => setOpen({ id: newId(), doc: null })
  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = ({ id, title }: InternalDoc) => {
    setOpen(null)
    setRemoving((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/internal-docs/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(texts.knowledge.wasNotRemoved(title, messageOf(problem)))
      })
    runUnlessUndone(texts.knowledge.removed(title), act, () => stay(id))
  }
  return (
    <Screen
      name={texts.knowledge.internalDocs}
      opened={open !== null}
      action={
        <Button size="small" onClick={write}>
          <Plus size={14} aria-hidden />
          {texts.knowledge.write}
        </Button>
      }
      list={
        <>
          <div className="flex flex-col gap-2 border-b border-line px-3 pb-2 text-xs text-faint">
            <p className="tabular-nums">
              {texts.knowledge.ofCharactersAreOn(sizeOf(docs).toLocaleString(), maxDocsTogether.toLocaleString())}
            </p>
            <BuiltinLimit of="prose" />
          </div>
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {value && !docs.length && (
            <Empty title={texts.knowledge.noInternalDocumentsYet}>
              <p>{texts.knowledge.whatTheTeamKnows}</p>
            </Empty>
          )}
          <ul aria-label={texts.knowledge.internalDocuments} className="min-h-0 flex-1 overflow-y-auto">
            {docs.map((doc) => (
              <li key={doc.id}>
                <button
                  type="button"
                  onClick={() => setOpen({ id: doc.id, doc })}
                  aria-current={open?.id === doc.id ? 'true' : undefined}
                  className={`flex h-15 w-full flex-col justify-center gap-0.5 border-b border-line px-3 text-start transition-colors focus-visible:-outline-offset-2 ${open?.id === doc.id ? 'bg-chosen' : 'hover:bg-hover'}`}
                >
                  <span className={`w-full truncate font-medium ${doc.on ? '' : 'text-faint'}`}>{doc.title}</span>
                  <span className="w-full truncate text-xs text-soft">
                    {doc.on ? doc.body : texts.knowledge.switchedOff}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      }
    >
      {open ? (
        <DocEditor
          key={open.id}
          id={open.id}
          doc={open.doc}
          onSaved={(doc) => {
            setOpen({ id: doc.id, doc })
            reload()
          }}
          onRemove={remove}
          onClose={() => setOpen(null)}
        />
      ) : (
        <Empty title={texts.knowledge.whatTheAiAlways}>
          <p>{texts.knowledge.itGoesByThese}</p>
        </Empty>
      )}
    </Screen>
  )
}
