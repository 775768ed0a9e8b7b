import { ArrowLeft, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { InternalDoc } from '../../protocol/teaching/shapes.ts'
import { maxDocLength } from '../../protocol/sizes.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { fullTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { Effect } from '../teaching/effect.tsx'
import { texts } from '../texts.ts'

interface DocEditorProps {
  id: string
  doc: InternalDoc | null
  onSaved: (doc: InternalDoc) => void
  onRemove: (doc: InternalDoc) => void
  onClose: () => void
}

export function DocEditor({ id, doc, onSaved, onRemove, onClose }: DocEditorProps) {
  const stored = { title: doc?.title ?? '', body: doc?.body ?? '', on: doc?.on ?? true }
  const [form, setForm] = useState(stored)
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null })
  const changed = JSON.stringify(form) !== JSON.stringify(stored)
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState({ busy: true, problem: null })
    try {
      const reply = await call('PUT /api/internal-docs/:id', { params: { id }, body: form })
      onSaved(reply.doc)
      setForm({ title: reply.doc.title, body: reply.doc.body, on: reply.doc.on })
      setState({ busy: false, problem: null })
    } catch (error) {
      setState({ busy: false, problem: texts.knowledge.notSavedYourText(messageOf(error)) })
    }
  }
  return (
    <form onSubmit={save} className="flex h-full flex-col">
      <header className="flex h-15 shrink-0 items-center gap-2 border-b border-line px-4 max-md:ps-2">
        <span className="md:hidden">
          <IconButton label={texts.knowledge.backToTheList} onClick={onClose}>
            <ArrowLeft size={16} aria-hidden />
          </IconButton>
        </span>
        <h2 className="min-w-0 flex-1 truncate text-md font-semibold">
          {doc ? doc.title : texts.knowledge.newInternalDocument}
        </h2>
        <Switch label={texts.knowledge.theAiGoesBy} on={form.on} onChange={(on) => set({ on })} />
        {doc && (
          <IconButton label={texts.knowledge.remove} onClick={() => onRemove(doc)}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
        <Button
          type="submit"
          look="solid"
          disabled={state.busy || !changed || !form.title.trim() || !form.body.trim()}
        >
          {state.busy ? texts.knowledge.saving : texts.knowledge[changed || !doc ? 'save' : 'saved']}
        </Button>
      </header>
      {state.problem && (
        <p role="alert" className="bg-bad-tint px-4 py-1.5 text-bad">
          {state.problem}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <Field
          label={texts.knowledge.title}
          value={form.title}
          maxLength={200}
          autoFocus={!doc}
          onChange={(event) => set({ title: event.target.value })}
        />
        <Area
          label={texts.knowledge.text}
          value={form.body}
          maxLength={maxDocLength}
          rows={16}
          className="min-h-80 text-md"
          onChange={(event) => set({ body: event.target.value })}
          hint={texts.knowledge.ofCharacters(form.body.length.toLocaleString(), maxDocLength.toLocaleString())}
        />
        <Effect change={changed && form.title.trim() && form.body.trim() ? { kind: 'doc', id, ...form } : null} />
        {doc && <p className="text-xs text-faint">{texts.knowledge.changed(fullTime(doc.changedAt))}</p>}
      </div>
    </form>
  )
}
