import { newId } from '../../client/id.ts'
import type { Phrasing } from '../../protocol/teaching/learning-routes.ts'
import { call, messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** Beside a reply that a correction went into: whether it was right for what had been asked. */
export function JudgeMatch({
  correctionId,
  messageId,
  visitor,
  phrasings,
  reload,
}: {
  correctionId: string
  messageId: string
  visitor: string
  phrasings: Phrasing[]
  reload: () => void
}) {
  const judged = phrasings.find((phrasing) => phrasing.messageId === messageId && !phrasing.removedAt)
  const judge = async (right: boolean) => {
    try {
      await call('POST /api/corrections/:id/phrasings', {
        params: { id: correctionId },
        body: { id: newId(), right, messageId },
      })
      reload()
    } catch (problem) {
      showToast(texts.teaching.notJudged(messageOf(problem)))
    }
  }
  const button = (right: boolean, label: string) => (
    <button
      type="button"
      aria-pressed={judged?.right === right}
      aria-label={texts.teaching.for(label, visitor)}
      onClick={() => void judge(right)}
      className="rounded-sm px-1 py-0.5 text-soft hover:bg-hover hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
    >
      {label}
    </button>
  )
  return (
    <span className="flex shrink-0">
      {button(true, texts.teaching.rightMatch)}
      {button(false, texts.teaching.wrongMatch)}
    </span>
  )
}
