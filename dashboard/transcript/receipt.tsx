import { Ban, CircleCheck, CircleDashed } from 'lucide-react'
import type { Whisper } from '../../protocol/entities.ts'
import type { ReceiptKind } from '../../protocol/agents/escalation.ts'
import { texts } from '../texts.ts'

const looks: Record<ReceiptKind, { name: string; Icon: typeof Ban; tone: string }> = {
  followed: { name: texts.transcript.followed, Icon: CircleCheck, tone: 'text-good' },
  partly: { name: texts.transcript.partlyFollowed, Icon: CircleDashed, tone: 'text-warn' },
  ignored: { name: texts.transcript.ignored, Icon: Ban, tone: 'text-bad' },
}

interface ReceiptProps {
  whisper: Whisper
  /** Null when it cannot be sent again, or was. */
  onAgain: ((whisper: Whisper) => void) | null
}

/** What became of a whisper in its reply, and the sentence that shows it. */
export function ReceiptLine({ whisper, onAgain }: ReceiptProps) {
  if (!whisper.receipt) return null
  const { receipt, sentence } = whisper.receipt
  const { name, Icon, tone } = looks[receipt]
  return (
    <div className="mt-1.5 flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-t border-whisper-edge pt-1.5 text-xs">
      <span className={`inline-flex items-center gap-1 font-semibold ${tone}`}>
        <Icon size={12} aria-hidden className="shrink-0" />
        {name}
      </span>
      {sentence && <q className="min-w-0 wrap-break-word text-whisper-ink">{sentence}</q>}
      {receipt === 'ignored' && onAgain && (
        <button
          type="button"
          onClick={() => onAgain(whisper)}
          className="min-h-6 rounded-sm font-medium text-whisper-ink underline underline-offset-2"
        >
          {texts.transcript.sendAgainAsA}
        </button>
      )}
    </div>
  )
}
