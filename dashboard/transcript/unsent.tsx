import { Button } from '../components/button.tsx'
import { CommentEntry } from '../tickets/lines.tsx'
import { WhisperEntry } from './lines.tsx'
import { Turn, type Names } from './message.tsx'
import { forget, sendAgain, type Unsent } from './outbox.ts'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

interface UnsentProps {
  unsent: Unsent
  names: Names
  onEdit: (unsent: Unsent) => void
}

/** Stands at the end of the transcript until the log tells it; a failure keeps the text and says what to do. */
export function UnsentEntry({ unsent, names, onEdit }: UnsentProps) {
  const { operator } = useMe()
  const { id, at, text, problem } = unsent
  const asMessage = { id, seq: 0, at, from: 'operator' as const, author: operator, text, sources: [], run: null }
  return (
    <div className={problem ? '' : 'opacity-60'}>
      {unsent.field === 'reply' && (
        <Turn from="operator" message={asMessage} first names={names}>
          <p className="wrap-break-word whitespace-pre-wrap">{text}</p>
        </Turn>
      )}
      {unsent.field === 'note' && (
        <CommentEntry
          comment={{ id, seq: 0, at, by: operator, text, mentions: [] }}
          fate={problem ? texts.transcript.notSent : texts.transcript.sending}
        />
      )}
      {unsent.field === 'training' && (
        <WhisperEntry
          whisper={{
            id,
            seq: 0,
            at,
            by: operator,
            text,
            state: 'waiting',
            messageId: null,
            settledAt: null,
            must: unsent.must ?? false,
            receipt: null,
          }}
          fate={problem ? texts.transcript.notSent : texts.transcript.sending}
          onWithdraw={null}
        />
      )}
      {problem && (
        <div role="alert" className="flex flex-wrap items-center gap-1 px-4 ps-12.5 pt-1 text-bad">
          <span>
            {unsent.field === 'reply' && texts.transcript.notSent2}
            {texts.transcript.yourTextIsKept(problem)}
          </span>
          <Button look="danger" size="small" onClick={() => sendAgain(unsent)}>
            {texts.transcript.tryAgain}
          </Button>
          <Button
            look="danger"
            size="small"
            onClick={() => {
              forget(id)
              onEdit(unsent)
            }}
          >
            {texts.transcript.edit}
          </Button>
        </div>
      )}
    </div>
  )
}
