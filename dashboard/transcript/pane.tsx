import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Verdict } from '../completed/verdict.tsx'
import { showActionToast, showToast } from '../components/toast.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { useMarkRead } from '../feed/held.ts'
import { nameOf } from '../feed/row.tsx'
import { useMe, useSelector, useStore } from '../session/use.ts'
import { CorrectDialog, type Wrong } from '../teaching/correct.tsx'
import { wrongHeld, wrongOf } from '../teaching/wrong.ts'
import { texts } from '../texts.ts'
import type { Back } from './back.ts'
import { useConversationCommands } from './commands.ts'
import { useOpenedMentions } from '../session/mentions.ts'
import { resolveOf } from '../tickets/change.ts'
import { TicketBar } from '../tickets/bar.tsx'
import { Composer, modesOf } from './composer.tsx'
import { useFields } from './fields.ts'
import { Head } from './head.tsx'
import type { HoldActions } from './hold.tsx'
import { Log } from './log.tsx'
import { penOf, usePen } from './pen.ts'
import { replyTo } from '../conversation/reply-to.ts'
import { useReading, type Reading } from '../conversation/reader.ts'
import { Side } from './side.tsx'
import { Why } from './why.tsx'

/** One conversation: live or over, opened from whichever list. Among the tickets it is the thread of its ticket. */
export function Pane({ id, back }: { id: string; back: Back }) {
  const reading = useReading(id)
  const known = useSelector(reading.transcript, (transcript) => transcript !== null)
  const refused = useStore(reading.refused)
  if (refused?.missing)
    return (
      <Empty title={texts.transcript.thereIsNoSuch}>
        <p>{texts.transcript.theAddressMayBe}</p>
      </Empty>
    )
  if (known) return <Opened key={id} reading={reading} id={id} back={back} />
  if (refused) return <ErrorMessage reload={reading.reload}>{refused.message}</ErrorMessage>
  return <div className="flex-1" aria-busy="true" />
}

function Opened({ reading, id, back }: { reading: Reading; id: string; back: Back }) {
  const conversation = useSelector(reading.transcript, (transcript) => transcript!.conversation)
  const { operator } = useMe()
  const [why, setWhy] = useState<string | null>(null)
  const [side, setSide] = useState(false)
  const taught = useSelector(reading.transcript, (transcript) =>
    transcript!.lessons.map(({ id, changedAt }) => `${id} ${changedAt}`).join(),
  )
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const correct = useCallback(
    (messageId: string) => setWrong(wrongOf(reading.transcript.get()!, messageId, operator.id)),
    [reading, operator.id],
  )
  const holder = penOf(conversation, operator.id)
  const fields = useFields(id, holder)
  const pen = usePen(id)
  const asTicket = back.startsWith('/tickets')
  const modes = holder === 'over' && !asTicket ? [] : modesOf(conversation, holder)
  // The field opens before the server has answered: what is typed next must not be lost on the page, or taken for shortcuts.
  const take = (from?: string) => {
    fields.go('reply')
    pen.take(from)
  }
  const called = useStore(replyTo) === id && modes.includes('reply')
  useEffect(() => {
    if (!called) return
    replyTo.set(null)
    fields.go('reply')
  })
  useOpenedMentions(id)
  useMarkRead(conversation, holder === 'me')
  const resolve = resolveOf(conversation, operator.id)
  const navigate = useNavigate()
  const aside = useRef<HTMLElement>(null)
  const penActions = { busy: pen.busy, take, handBack: pen.handBack }
  useConversationCommands({
    transcript: reading.transcript,
    holder,
    fields,
    pen: penActions,
    modes,
    onWhy: setWhy,
    onCorrect: correct,
    onResolve: resolve,
    // Where there is room for it beside the transcript it is there already.
    onAbout: () => (aside.current?.checkVisibility() ? aside.current.focus() : setSide(true)),
    onBack: () => void navigate({ to: back, search: true }),
  })
  const held: HoldActions = {
    whisper: () => fields.go('training'),
    take: holder === 'ai' && !pen.busy ? () => take() : null,
    onEdited: (hold, text) =>
      showActionToast(texts.transcript.youChangedTheDraft, texts.transcript.makeACorrection, () =>
        setWrong(wrongHeld(reading.transcript.get()!, hold, text)),
      ),
    onLost: (text) => {
      fields.put('reply', text)
      showToast(texts.transcript.theDraftIsGone)
    },
  }
  const names = { visitor: nameOf(conversation.visitor), agent: conversation.agent.name }

  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label={texts.transcript.conversationWith(names.visitor)}
        className="flex min-w-0 flex-1 flex-col"
      >
        <Head
          conversation={conversation}
          reading={reading}
          back={back}
          pen={penActions}
          onResolve={resolve}
          onSide={() => setSide(true)}
        />
        {asTicket && conversation.ticket && (
          <TicketBar conversation={conversation} ticket={conversation.ticket} back={back} />
        )}
        {pen.problem && (
          <p role="alert" className="flex items-center justify-between bg-bad-tint px-4 py-1.5 text-bad">
            {pen.problem}{' '}
            <button type="button" onClick={pen.clear} className="rounded-sm underline">
              {texts.transcript.dismiss}
            </button>
          </p>
        )}
        <Log
          reading={reading}
          conversation={conversation}
          names={names}
          myName={operator.name}
          onWhy={setWhy}
          onCorrect={correct}
          onEdit={(unsent) => fields.put(unsent.field, unsent.text)}
          hold={held}
        />
        {holder === 'over' && !asTicket ? (
          <Verdict conversation={conversation} reading={reading} />
        ) : (
          <Composer conversation={conversation} holder={holder} fields={fields} modes={modes} onTake={take} />
        )}
      </section>
      <aside
        ref={aside}
        tabIndex={-1}
        aria-label={texts.transcript.aboutThisVisitor}
        className="hidden w-64 shrink-0 overflow-y-auto border-s border-line bg-ground min-[1400px]:block"
      >
        <Side conversation={conversation} taught={taught} />
      </aside>
      <Dialog open={side} onClose={() => setSide(false)} title={texts.transcript.aboutThisVisitor} place="end">
        <Side conversation={conversation} taught={taught} />
      </Dialog>
      {wrong && (
        <CorrectDialog
          wrong={wrong}
          correction={
            reading.transcript.get()!.corrections.find(({ messageId }) => messageId === wrong.place?.messageId) ??
            null
          }
          onClose={() => setWrong(null)}
        />
      )}
      <Why conversationId={id} messageId={why} onClose={() => setWhy(null)} />
    </div>
  )
}
