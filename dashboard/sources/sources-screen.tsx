import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { KnowledgeSource } from '../../protocol/knowledge/sources.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { SearchField } from '../feed/filters.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { AddSource } from './add.tsx'
import { SourceDetail } from './detail.tsx'
import { SourceList } from './list.tsx'
import { useRefresh } from './refresh.ts'

const busyState = ({ state }: KnowledgeSource) => state === 'waiting' || state === 'working'

/** Everything the AI can find, by where it came from. */
export function SourcesScreen() {
  const [text, setText] = useState('')
  const { value, error, reload } = useLoad(text, () => call('GET /api/sources', { query: { text } }))
  const [open, setOpen] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const shown = value?.sources.filter(({ id }) => !removing.has(id))
  useRefresh(shown?.some(busyState) ?? false, reload)

  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = (source: KnowledgeSource) => {
    setOpen(null)
    setRemoving((before) => new Set(before).add(source.id))
    const act = () =>
      void call('DELETE /api/sources/:id', { params: { id: source.id }, keepalive: true }).catch((problem) => {
        stay(source.id)
        showToast(texts.sources.wasNotRemoved(source.name, messageOf(problem)))
      })
    runUnlessUndone(texts.sources.removed(source.name), act, () => stay(source.id))
  }

  return (
    <Screen
      name={texts.sources.allData}
      opened={open !== null}
      action={
        <Button size="small" onClick={() => setAdding(true)}>
          <Plus size={14} aria-hidden />
          {texts.sources.add}
        </Button>
      }
      list={
        <>
          <div className="border-b border-line px-3 pb-2">
            <SearchField value={text} label={texts.sources.searchNamesAddressesAnd} onChange={setText} />
          </div>
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {shown &&
            (shown.length ? (
              <SourceList sources={shown} open={open} onOpen={setOpen} />
            ) : (
              <Nothing searching={text !== ''} onAdd={() => setAdding(true)} />
            ))}
        </>
      }
    >
      {open ? (
        <SourceDetail key={open} id={open} onChanged={reload} onRemove={remove} onClose={() => setOpen(null)} />
      ) : (
        <Empty title={texts.sources.whatTheAiCan}>
          <p>{texts.sources.pagesSitesAndFiles}</p>
        </Empty>
      )}
      <AddSource
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={(id) => {
          setAdding(false)
          setOpen(id)
          reload()
        }}
      />
    </Screen>
  )
}

function Nothing({ searching, onAdd }: { searching: boolean; onAdd: () => void }) {
  if (searching) return <Empty title={texts.sources.nothingMatches} />
  return (
    <Empty title={texts.sources.theAiKnowsNothing}>
      <p>{texts.sources.addYourHelpSite}</p>
      <Button look="solid" onClick={onAdd}>
        {texts.sources.addASource}
      </Button>
    </Empty>
  )
}
