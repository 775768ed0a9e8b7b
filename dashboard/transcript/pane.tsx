import { useState } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { Empty, Trouble } from '../components/empty.tsx'
import { nameOf } from '../feed/row.tsx'
import { useMe, usePart, useStore } from '../session/use.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { Composer, useFields } from './composer.tsx'
import { EndingNote } from './ending.tsx'
import { Head } from './head.tsx'
import { Log } from './log.tsx'
import { penOf, usePen } from './pen.ts'
import { useReading, type Reading } from './reader.ts'
import { Side } from './side.tsx'
import { Why } from './why.tsx'

/** One conversation: live or over, opened from whichever list. */
export function Pane({ id, back }: { id: string; back: '/inbox/live' | '/inbox/completed' }) {
  const reading = useReading(id)
  const known = usePart(reading.transcript, (transcript) => transcript !== null)
  const refused = useStore(reading.refused)
  if (known) return <Opened key={id} reading={reading} id={id} back={back} />
  if (refused?.missing)
    return (
      <Empty title="There is no such conversation">
        <p>The address may be mistyped, or the conversation was erased.</p>
      </Empty>
    )
  if (refused) return <Trouble again={reading.again}>{refused.message}</Trouble>
  return <div className="flex-1" aria-busy="true" />
}

function Opened({ reading, id, back }: { reading: Reading; id: string; back: '/inbox/live' | '/inbox/completed' }) {
  const conversation = usePart(reading.transcript, (transcript) => transcript!.conversation)
  const { operator } = useMe()
  const [why, setWhy] = useState<string | null>(null)
  const [side, setSide] = useState(false)
  const holder = penOf(conversation, operator.id)
  const fields = useFields(id, holder)
  const pen = usePen(id)
  // The field opens before the server has answered: what is typed next must not be lost on the page, or taken for shortcuts.
  const take = (from?: string) => {
    fields.go('reply')
    pen.take(from)
  }
  useShortcuts({
    'mod+shift+T': (event) => {
      event.preventDefault()
      if (holder === 'ai') take()
    },
    'shift+T': () => {
      if (holder === 'ai') take()
    },
    W: () => fields.go('training'),
    R: () => fields.go('reply'),
  })
  const names = { visitor: nameOf(conversation.visitor), agent: conversation.agent.name }

  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label={`Conversation with ${names.visitor}`} className="flex min-w-0 flex-1 flex-col">
        <Head
          conversation={conversation}
          reading={reading}
          back={back}
          pen={{ busy: pen.busy, take, handBack: pen.handBack }}
          onSide={() => setSide(true)}
        />
        {pen.problem && (
          <p role="alert" className="flex items-center justify-between bg-bad-tint px-4 py-1.5 text-bad">
            {pen.problem}{' '}
            <button type="button" onClick={pen.clear} className="rounded-sm underline">
              Dismiss
            </button>
          </p>
        )}
        <Log
          reading={reading}
          conversation={conversation}
          names={names}
          myName={operator.name}
          onWhy={setWhy}
          onEdit={(unsent) => fields.put(unsent.field, unsent.text)}
        />
        {holder === 'over' ? (
          <EndingNote conversation={conversation} />
        ) : (
          <Composer conversation={conversation} holder={holder} fields={fields} onTake={take} />
        )}
      </section>
      <aside aria-label="About this visitor" className="hidden w-64 shrink-0 overflow-y-auto border-s border-line bg-ground min-[1400px]:block">
        <Side conversation={conversation} />
      </aside>
      <Dialog open={side} onClose={() => setSide(false)} title="About this visitor" place="end">
        <Side conversation={conversation} />
      </Dialog>
      <Why conversationId={id} messageId={why} onClose={() => setWhy(null)} />
    </div>
  )
}
