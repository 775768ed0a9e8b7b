import { Dialog } from '../components/dialog.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** One page or file as it was read: what answers can be made of, and what was left out. */
export function ReadPage({
  sourceId,
  page,
  onClose,
}: {
  sourceId: string
  page: { id: string; name: string } | null
  onClose: () => void
}) {
  return (
    <Dialog open={page !== null} onClose={onClose} title={page?.name ?? ''} place="end">
      {page && <Words sourceId={sourceId} pageId={page.id} />}
    </Dialog>
  )
}

function Words({ sourceId, pageId }: { sourceId: string; pageId: string }) {
  const { value, error, reload } = useLoad(pageId, () =>
    call('GET /api/sources/:id/pages/:pageId', { params: { id: sourceId, pageId } }),
  )
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return <p className="h-24" aria-busy="true" />
  const { page, text } = value
  return (
    <div className="flex flex-col gap-3 p-4">
      {page.error && <p className="text-bad">{page.error}</p>}
      {page.leftOut.length > 0 && (
        <ul aria-label={texts.sources.leftOut} className="rounded-md bg-sunken px-3 py-2 text-sm text-soft">
          {page.leftOut.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <p className="text-xs text-faint">{texts.sources.characters(text.length)}</p>
      <p className="wrap-break-word whitespace-pre-wrap">{text || texts.sources.nothingRead}</p>
    </div>
  )
}
