import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { held, isUnread, reads } from './held.ts'
import { Row, rowHeight } from './row.tsx'

interface WithYouProps {
  chosen: string | null
  wide: boolean
  query: string
  onOpen: (id: string) => void
}

/** Whoever I took over, pinned above everything else, with a mark where I have not read. */
export function WithYou({ chosen, wide, query, onOpen }: WithYouProps) {
  const rows = useStore(held)
  const read = useStore(reads)
  if (!rows.length) return null
  return (
    <section aria-labelledby="with-you" className="max-h-1/2 shrink-0 overflow-y-auto border-b border-line-strong">
      <h2 id="with-you" className="px-3 pt-2 pb-1 text-xs font-medium text-soft">
        {texts.feed.withYou(rows.length)}
      </h2>
      <div
        role="list"
        aria-labelledby="with-you"
        onClick={(event) => {
          const id = (event.target as Element).closest<HTMLElement>('a[data-id]')?.dataset.id
          if (!id || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          onOpen(id)
        }}
      >
        {rows.map((row) => (
          <div key={row.id} role="listitem" style={{ height: rowHeight }} className="relative">
            {isUnread(row, read) && (
              <span className="absolute inset-y-0 start-0 w-1 bg-accent">
                <span className="sr-only">{texts.feed.unread}</span>
              </span>
            )}
            <Row
              row={row}
              href={`/inbox/live/${row.id}${query}`}
              sort="attention"
              chosen={row.id === chosen}
              away={false}
              wide={wide}
            />
          </div>
        ))}
      </div>
    </section>
  )
}
