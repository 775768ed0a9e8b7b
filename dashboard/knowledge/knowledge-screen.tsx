import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { newId } from '../../client/id.ts'
import type { Article } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Editor } from './editor.tsx'
import { LoadSample, SampleHere } from './sample.tsx'
import { VectorProgress } from './vectors.tsx'

export function KnowledgeScreen() {
  const [text, setText] = useState('')
  const { value, error, reload } = useLoad(text, () => call('GET /api/articles', { query: { text } }))
  const [open, setOpen] = useState<{ id: string; article: Article | null; title?: string } | null>(null)
  const [deleting, setDeleting] = useState<ReadonlySet<string>>(new Set())
  const { write: wanted, open: led } = useSearch({ from: '/in/knowledge' })
  const navigate = useNavigate()
  useEffect(() => {
    if (!wanted) return
    setOpen({ id: newId(), article: null, title: wanted })
    void navigate({ to: '/knowledge', search: {}, replace: true })
  }, [wanted, navigate])
  useEffect(() => {
    const article = value?.articles.find(({ id }) => id === led)
    if (!article) return
    setOpen({ id: article.id, article })
    void navigate({ to: '/knowledge', search: {}, replace: true })
  }, [led, value, navigate])
  const write = () => setOpen({ id: newId(), article: null })
  const shown = value?.articles.filter(({ id }) => !deleting.has(id))

  const stay = (id: string) => setDeleting((before) => new Set([...before].filter((each) => each !== id)))
  const remove = (article: Article) => {
    setOpen(null)
    setDeleting((before) => new Set(before).add(article.id))
    const act = () =>
      void call('DELETE /api/articles/:id', { params: { id: article.id }, keepalive: true }).catch((problem) => {
        stay(article.id)
        showToast(texts.knowledge.wasNotDeleted(article.title, messageOf(problem)))
      })
    runUnlessUndone(texts.knowledge.deleted(article.title), act, () => stay(article.id))
  }

  return (
    <Screen
      name={texts.knowledge.articles}
      opened={open !== null}
      action={
        <Button size="small" onClick={write}>
          <Plus size={14} aria-hidden />
          {texts.knowledge.write}
        </Button>
      }
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label={texts.knowledge.searchTitlesAndTexts} onChange={setText} />
          </div>
          {/* Anew with every list, since it may have come with it. */}
          <SampleHere key={value?.articles.length} onChanged={reload} />
          <VectorProgress />
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {shown &&
            (shown.length ? (
              <Articles
                articles={shown}
                open={open?.id}
                onOpen={(article) => setOpen({ id: article.id, article })}
              />
            ) : (
              <NoArticles searching={text !== ''} onWrite={write} onChanged={reload} />
            ))}
        </>
      }
    >
      {open ? (
        <Editor
          key={open.id}
          id={open.id}
          article={open.article}
          title={open.title ?? ''}
          onSaved={(article) => {
            setOpen({ id: article.id, article })
            reload()
          }}
          onDelete={remove}
          onClose={() => setOpen(null)}
        />
      ) : (
        <Empty title={texts.knowledge.whatTheAiMay}>
          <p>{texts.knowledge.chooseAnArticleTo}</p>
        </Empty>
      )}
    </Screen>
  )
}

function Articles({
  articles,
  open,
  onOpen,
}: {
  articles: Article[]
  open: string | undefined
  onOpen: (article: Article) => void
}) {
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto">
      {articles.map((article) => (
        <li key={article.id} className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
          <button
            type="button"
            onClick={() => onOpen(article)}
            aria-current={open === article.id ? 'true' : undefined}
            className={`flex h-15 w-full flex-col justify-center gap-0.5 border-b border-line px-3 text-start transition-colors focus-visible:-outline-offset-2 ${open === article.id ? 'bg-chosen' : 'hover:bg-hover'}`}
          >
            <span className="flex w-full items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{article.title}</span>
              <time title={fullTime(article.changedAt)} className="text-xs text-faint">
                {dayOrTime(article.changedAt)}
              </time>
            </span>
            <span className="w-full truncate text-xs text-soft">{article.body}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface NoArticlesProps {
  searching: boolean
  onWrite: () => void
  onChanged: () => void
}

function NoArticles({ searching, onWrite, onChanged }: NoArticlesProps) {
  if (searching) return <Empty title={texts.knowledge.noArticleMatches} />
  return (
    <Empty title={texts.knowledge.theAiKnowsNothing}>
      <p>{texts.knowledge.writeWhatVisitorsAsk}</p>
      <Button look="solid" onClick={onWrite}>
        {texts.knowledge.writeAnArticle}
      </Button>
      <Link to="/knowledge/data" className="rounded-sm font-medium text-accent-text underline underline-offset-2">
        {texts.knowledge.readMyHelpSite}
      </Link>
      <LoadSample onChanged={onChanged} />
    </Empty>
  )
}
