import { ArrowLeft, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Article } from '../../protocol/entities.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { fullTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { Effect } from '../teaching/effect.tsx'
import { texts } from '../texts.ts'

interface EditorProps {
  id: string
  article: Article | null
  /** What a new one begins with. */
  title: string
  onSaved: (article: Article) => void
  onDelete: (article: Article) => void
  onClose: () => void
}

export function Editor({ id, article, title: begun, onSaved, onDelete, onClose }: EditorProps) {
  const [title, setTitle] = useState(article?.title ?? begun)
  const [body, setBody] = useState(article?.body ?? '')
  const [url, setUrl] = useState(article?.url ?? '')
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null })
  const changed = title !== (article?.title ?? '') || body !== (article?.body ?? '') || url !== (article?.url ?? '')

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState({ busy: true, error: null })
    try {
      const reply = await call('PUT /api/articles/:id', {
        params: { id },
        body: { title, body, url: url.trim() || null },
      })
      onSaved(reply.article)
      setState({ busy: false, error: null })
    } catch (error) {
      setState({ busy: false, error: texts.knowledge.notSavedYourText(messageOf(error)) })
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
          {article ? article.title : texts.knowledge.newArticle}
        </h2>
        {article && (
          <IconButton label={texts.knowledge.delete} onClick={() => onDelete(article)}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
        <Button type="submit" look="solid" disabled={state.busy || !changed || !title.trim() || !body.trim()}>
          {state.busy ? texts.knowledge.saving : texts.knowledge[changed || !article ? 'save' : 'saved']}
        </Button>
      </header>
      {state.error && (
        <p role="alert" className="bg-bad-tint px-4 py-1.5 text-bad">
          {state.error}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <Field
          label={texts.knowledge.title}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
          autoFocus={!article}
        />
        <Area
          label={texts.knowledge.text}
          value={body}
          maxLength={100_000}
          onChange={(event) => setBody(event.target.value)}
          className="min-h-80 text-md"
          rows={16}
        />
        <Field
          label={texts.knowledge.address}
          type="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          placeholder={texts.knowledge.https}
          hint={texts.knowledge.whereAVisitorCan}
        />
        <Effect
          change={
            changed && title.trim() && body.trim() ? { kind: 'article', id, title, body, url: url || null } : null
          }
        />
        {article && <p className="text-xs text-faint">{texts.knowledge.changed(fullTime(article.changedAt))}</p>}
      </div>
    </form>
  )
}
