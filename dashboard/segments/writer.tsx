import { useNavigate } from '@tanstack/react-router'
import { Dialog } from '../components/dialog.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { SegmentForm } from './form.tsx'
import { saveSegment, writing } from './segments.ts'

const newTitles = { contacts: texts.segments.newSegmentOfContacts, tickets: texts.segments.newSegmentOfTickets }

/** Where segments are written, whichever screen it was asked for from. A new one is opened when it is saved. */
export function SegmentWriter() {
  const open = useStore(writing)
  const navigate = useNavigate()
  const close = () => writing.set(null)
  return (
    <Dialog
      open={open !== null}
      onClose={close}
      title={open?.segment ? texts.segments.editSegment : newTitles[open?.kind ?? 'tickets']}
    >
      {open && (
        <SegmentForm
          key={open.id}
          kind={open.kind}
          segment={open.segment}
          onClose={close}
          onSave={async (written) => {
            await saveSegment(open.id, written)
            close()
            if (!open.segment) await navigate({ to: `/${open.kind}`, search: { segment: open.id } })
          }}
        />
      )}
    </Dialog>
  )
}
