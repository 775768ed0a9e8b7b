import { ArrowDown } from 'lucide-react'
import { Fragment, useCallback, useEffect, useMemo } from 'react'
import type { Conversation, Transcript, Whisper } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'
import { useStore } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Draft, Typing } from './draft.tsx'
import { entriesOf, type Entry } from './entries.ts'
import { BriefEntry, CutLine, DayLine, EscalationLine, FailureLine, WhisperEntry } from './lines.tsx'
import { InquiryEntry } from './inquiry.tsx'
import { HoldEntry, type HoldActions } from './hold.tsx'
import { useLinked } from './linked.ts'
import { MessageEntry, type Names } from './message.tsx'
import { forget, outbox, sendNew, type Unsent } from './outbox.ts'
import { Older, useOlder } from './older.tsx'
import { Preview } from './preview.tsx'
import type { Reading } from '../conversation/reader.ts'
import { useStickyEnd } from './sticky.ts'
import { CommentEntry, TicketLine } from '../tickets/lines.tsx'
import { UnsentEntry } from './unsent.tsx'

interface LogProps {
  reading: Reading
  conversation: Conversation
  names: Names
  myName: string
  onWhy: (id: string) => void
  onCorrect: (id: string) => void
  onEdit: (unsent: Unsent) => void
  hold: HoldActions
}

export function Log({
  reading,
  conversation,
  names: { visitor, agent },
  myName,
  onWhy,
  onCorrect,
  onEdit,
  hold: holdActions,
}: LogProps) {
  const transcript = useStore(reading.transcript)!
  const names = useMemo(() => ({ visitor, agent }), [visitor, agent])
  const entries = useMemo(() => entriesOf(transcript), [transcript])
  const seen = transcript.messages.findLast(
    ({ from, seq }) => from === 'operator' && seq <= (conversation.seen?.visitor ?? 0),
  )?.id
  const unsent = useUnsent(conversation.id, entries)
  const { box, content, behind, toEnd } = useStickyEnd(entries.at(-1)?.seq ?? 0)
  const older = useOlder(reading, box)
  useLinked(entries, transcript.stretch.from > 0, older)
  // What one says oneself one wants to see.
  const mine = unsent.at(-1)?.id
  useEffect(() => {
    if (mine) toEnd()
  }, [mine, toEnd])
  const withdraw = useWithdraw(conversation.id, transcript)
  const reload = useCallback(
    ({ text }: Whisper) => sendNew(conversation.id, 'training', text, { must: true }),
    [conversation.id],
  )

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        id="transcript"
        tabIndex={-1}
        role="log"
        aria-label={texts.transcript.transcript}
        aria-live="off"
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:outline-none"
      >
        <div ref={content} className="mx-auto max-w-3xl pb-2">
          {transcript.stretch.from > 0 && <Older key={transcript.stretch.from} {...older} />}
          {entries.map((entry) => (
            <Fragment key={entry.key}>
              {entry.day && <DayLine at={entry.at} />}
              <OneEntry
                conversationId={conversation.id}
                entry={entry}
                names={names}
                onWhy={onWhy}
                onCorrect={onCorrect}
                onWithdraw={conversation.status === 'live' ? withdraw : null}
                onAgain={reload}
              />
              {entry.key === seen && <p className="px-4 ps-12.5 text-xs text-faint">{texts.transcript.seen}</p>}
            </Fragment>
          ))}
          {!entries.length && !unsent.length && (
            <p className="px-4 pt-16 text-center text-faint">{texts.transcript.theVisitorOpenedThe}</p>
          )}
          {transcript.hold && (
            <HoldEntry
              key={transcript.hold.run}
              conversationId={conversation.id}
              hold={transcript.hold}
              names={names}
              actions={holdActions}
            />
          )}
          <Draft reading={reading} names={names} />
          {unsent.map((each) => (
            <UnsentEntry key={each.id} unsent={each} names={names} onEdit={onEdit} />
          ))}
        </div>
      </div>
      {behind && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-8 left-1/2 z-10 inline-flex -translate-x-1/2 animate-appear items-center gap-1 rounded-full bg-accent px-3 py-1 text-xs font-medium text-accent-ink shadow-float hover:bg-accent-hover"
        >
          {texts.transcript.newMessages} <ArrowDown size={12} aria-hidden />
        </button>
      )}
      <Preview reading={reading} conversation={conversation} visitor={visitor} />
      <Typing reading={reading} conversation={conversation} names={names} myName={myName} />
    </div>
  )
}

interface OneEntryProps {
  conversationId: string
  entry: Entry
  names: Names
  onWhy: (id: string) => void
  onCorrect: (id: string) => void
  onWithdraw: ((id: string) => void) | null
  onAgain: (whisper: Whisper) => void
}

function OneEntry({ conversationId, entry, names, onWhy, onCorrect, onWithdraw, onAgain }: OneEntryProps) {
  switch (entry.kind) {
    case 'message':
      return (
        <MessageEntry
          conversationId={conversationId}
          message={entry.message}
          first={entry.first}
          mood={entry.mood}
          ratings={entry.ratings}
          correction={entry.correction}
          verdict={entry.verdict}
          names={names}
          onWhy={onWhy}
          onCorrect={onCorrect}
        />
      )
    case 'whisper':
      return (
        <WhisperEntry
          whisper={entry.whisper}
          lesson={entry.lesson}
          onWithdraw={onWithdraw}
          onAgain={onWithdraw && !entry.repeated ? onAgain : null}
        />
      )
    case 'brief':
      return <BriefEntry brief={entry.brief} />
    case 'inquiry':
      return <InquiryEntry conversationId={conversationId} inquiry={entry.inquiry} agent={names.agent} />
    case 'cut':
      return <CutLine cut={entry.cut} agent={names.agent} />
    case 'failure':
      return <FailureLine failure={entry.failure} />
    case 'escalation':
      return <EscalationLine escalation={entry.escalation} />
    case 'comment':
      return <CommentEntry comment={entry.comment} />
    case 'ticket':
      return <TicketLine mark={entry.mark} changes={entry.changes} />
  }
}

/** What was sent from here and does not stand in the transcript yet. */
function useUnsent(conversationId: string, entries: Entry[]): Unsent[] {
  const all = useStore(outbox)
  const standing = useMemo(() => new Set(entries.map(({ key }) => key)), [entries])
  useEffect(() => all.forEach(({ id }) => standing.has(id) && forget(id)), [all, standing])
  return all.filter((each) => each.conversationId === conversationId && !standing.has(each.id))
}

/** Withdrawing holds at once, before a reply can take the whisper up; undoing it whispers the same again. */
function useWithdraw(conversationId: string, { whispers, lessons }: Transcript) {
  return useCallback(
    async (id: string) => {
      const { text = '', must = false } = whispers.find((whisper) => whisper.id === id) ?? {}
      const kept = lessons.some((lesson) => lesson.origin?.whisperId === id && !lesson.retiredAt)
      try {
        await call('DELETE /api/conversations/:id/whispers/:whisperId', {
          params: { id: conversationId, whisperId: id },
        })
        runUnlessUndone(
          kept ? texts.transcript.withdrawnTheAiWillNot : texts.transcript.withdrawnTheAiWill,
          () => {},
          () => sendNew(conversationId, 'training', text, { must }),
        )
      } catch (error) {
        showToast(messageOf(error))
      }
    },
    [conversationId, whispers, lessons],
  )
}
