import { Upload } from 'lucide-react'
import { useRef, useState, type DragEvent, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import { largestFile } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

type Kind = 'page' | 'site' | 'sitemap' | 'file'

const kinds: { kind: Kind; name: string; says: string }[] = [
  { kind: 'page', name: texts.sources.page, says: texts.sources.onePageIsRead },
  { kind: 'site', name: texts.sources.site, says: texts.sources.thePageAndThose },
  { kind: 'sitemap', name: texts.sources.sitemap, says: texts.sources.thePagesThatA },
  { kind: 'file', name: texts.sources.files, says: texts.sources.textMarkdownCsvHtml },
]

export function AddSource({
  open,
  onClose,
  onAdded,
}: {
  open: boolean
  onClose: () => void
  onAdded: (id: string) => void
}) {
  const [kind, setKind] = useState<Kind>('page')
  return (
    <Dialog open={open} onClose={onClose} title={texts.sources.addASource}>
      <div className="flex flex-col gap-4 p-4">
        <div role="radiogroup" aria-label={texts.sources.kind} className="flex flex-wrap gap-1">
          {kinds.map(({ kind: each, name }) => (
            <label
              key={each}
              className={`cursor-pointer rounded-md px-3 py-1.5 font-medium has-focus-visible:outline-2 ${kind === each ? 'bg-accent-tint text-accent-text' : 'text-soft hover:bg-hover'}`}
            >
              <input
                type="radio"
                name="kind"
                checked={kind === each}
                onChange={() => setKind(each)}
                className="sr-only"
              />
              {name}
            </label>
          ))}
        </div>
        <p className="text-soft">{kinds.find((each) => each.kind === kind)?.says}</p>
        {kind === 'file' ? <Files onAdded={onAdded} /> : <Web key={kind} kind={kind} onAdded={onAdded} />}
      </div>
    </Dialog>
  )
}

function Web({ kind, onAdded }: { kind: Exclude<Kind, 'file'>; onAdded: (id: string) => void }) {
  const [url, setUrl] = useState('')
  const [depth, setDepth] = useState('3')
  const [limit, setLimit] = useState('200')
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null })
  const id = useRef(newId())

  const add = async (event: FormEvent) => {
    event.preventDefault()
    setState({ busy: true, error: null })
    const address = /^https?:\/\//i.test(url.trim()) ? url.trim() : `https://${url.trim()}`
    try {
      const { source } = await call('POST /api/sources', {
        body: {
          id: id.current,
          kind,
          url: address,
          ...(kind === 'site' && { depth: Number(depth) }),
          ...(kind !== 'page' && { pageLimit: Number(limit) }),
        } as never,
      })
      onAdded(source.id)
    } catch (error) {
      // A refused id stays refused for other words.
      id.current = newId()
      setState({ busy: false, error: messageOf(error) })
    }
  }

  return (
    <form onSubmit={add} className="flex flex-col gap-4">
      <Field
        label={texts.sources.address}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        placeholder={kind === 'sitemap' ? 'https://example.com/sitemap.xml' : 'https://example.com/help'}
        error={state.error}
        autoFocus
        inputMode="url"
      />
      {kind !== 'page' && (
        <div className="flex gap-4">
          {kind === 'site' && (
            <Field
              label={texts.sources.linksDeep}
              type="number"
              min={0}
              max={10}
              value={depth}
              onChange={(event) => setDepth(event.target.value)}
            />
          )}
          <Field
            label={texts.sources.pagesAtMost}
            type="number"
            min={1}
            max={5000}
            value={limit}
            onChange={(event) => setLimit(event.target.value)}
          />
        </div>
      )}
      <Button type="submit" look="solid" className="self-end" disabled={state.busy || !url.trim()}>
        {state.busy ? texts.sources.adding : texts.sources.add}
      </Button>
    </form>
  )
}

function Files({ onAdded }: { onAdded: (id: string) => void }) {
  const [problems, setProblems] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)

  const upload = async (files: File[]) => {
    setBusy(true)
    const results = await Promise.all(files.map(send))
    const failed = results.flatMap(({ problem }) => problem ?? [])
    setProblems(failed)
    setBusy(false)
    const last = results.findLast(({ id }) => id)?.id
    if (last && !failed.length) onAdded(last)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void upload([...event.dataTransfer.files])
  }

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex flex-col items-center gap-3 rounded-md border border-dashed p-8 ${over ? 'border-accent bg-accent-tint' : 'border-line-strong'}`}
    >
      <Upload size={20} aria-hidden className="text-faint" />
      <Button disabled={busy} onClick={() => picker.current?.click()}>
        {busy ? texts.sources.uploading : texts.sources.chooseFiles}
      </Button>
      <p className="text-xs text-faint">{texts.sources.orDropThemHere}</p>
      <input
        ref={picker}
        type="file"
        multiple
        aria-label={texts.sources.files}
        className="sr-only"
        tabIndex={-1}
        accept=".txt,.md,.markdown,.csv,.html,.htm,.pdf,.json,.xml,.docx"
        onChange={(event) => void upload([...(event.target.files ?? [])])}
      />
      {problems.map((problem) => (
        <p key={problem} role="alert" className="text-bad">
          {problem}
        </p>
      ))}
    </div>
  )
}

async function send(file: File): Promise<{ id?: string; problem?: string }> {
  if (file.size > largestFile) return { problem: texts.sources.largerThan10Mb(file.name) }
  try {
    const { source } = await call('POST /api/sources', {
      body: { id: newId(), kind: 'file', name: file.name, content: await base64(file) },
    })
    return { id: source.id }
  } catch (error) {
    return { problem: `${file.name}: ${messageOf(error)}` }
  }
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(new Error(texts.sources.theFileCouldNot))
    reader.readAsDataURL(file)
  })
}
