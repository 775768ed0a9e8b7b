import { CornerDownLeft, MessageCircleQuestion } from 'lucide-react'
import { memo, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import { newId } from '../../client/id.ts'
import type { Inquiry } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Clock } from '../components/time.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import type { Fields } from './fields.ts'

/** A question to the team, and its answer, or the field for one. The visitor sees neither. */
export const InquiryEntry = memo(function InquiryEntry({
  conversationId,
  inquiry: { id, by, at, text, state, answer },
  agent,
}: {
  conversationId: string
  inquiry: Inquiry
  agent: string
}) {
  const asks = by?.name ?? `${agent} · ${texts.transcript.ai}`
  return (
    <div id={`inquiry-${id}`} className="px-4 ps-12.5 pt-3">
      <div className="max-w-xl rounded-md border border-dashed border-line-strong bg-sunken px-3 py-2">
        <p className="flex items-center gap-1.5 text-xs text-soft">
          <MessageCircleQuestion size={12} aria-hidden />
          <span>
            <span className="font-semibold">{asks}</span> {texts.transcript.asksTheTeam}
          </span>
          <Clock at={at} />
        </p>
        <p className="mt-0.5 text-md wrap-break-word whitespace-pre-wrap">{text}</p>
        {answer && (
          <p className="mt-1 text-md wrap-break-word whitespace-pre-wrap">
            <span className="text-xs text-soft">
              <span className="font-semibold">{answer.by.name}</span> {texts.transcript.answeredThat}{' '}
            </span>
            {answer.text}
          </p>
        )}
        {state === 'expired' && <p className="mt-0.5 text-xs text-warn">{texts.transcript.nobodyAnsweredInTime}</p>}
        {!answer && <Answer conversationId={conversationId} id={id} name={by?.name ?? agent} />}
      </div>
    </div>
  )
})

function Answer({ conversationId, id, name }: { conversationId: string; id: string; name: string }) {
  const [text, setText] = useState('')
  const send = () => {
    if (!text.trim()) return
    call('PUT /api/conversations/:id/inquiries/:inquiryId/answer', {
      params: { id: conversationId, inquiryId: id },
      body: { text: text.trim() },
    }).catch((error) => showToast(messageOf(error)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    send()
  }
  return (
    <div className="mt-2 flex items-end gap-2">
      <textarea
        value={text}
        rows={1}
        maxLength={10_000}
        aria-label={texts.transcript.answerTheTeam(name)}
        title={texts.transcript.theAiIsWhispered}
        placeholder={texts.transcript.answerTheTeam(name)}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content min-h-8 flex-1 resize-none rounded-md border border-line-strong bg-surface px-2 py-1.5 outline-none focus-visible:border-accent"
      />
      <Button size="small" onClick={send} disabled={!text.trim()}>
        {texts.transcript.answer} <CornerDownLeft size={13} aria-hidden />
      </Button>
    </div>
  )
}

/** Puts what stands in the field to the team, in place of the AI or a note. */
export function AskTeamButton({ conversationId, fields }: { conversationId: string; fields: Fields }) {
  const text = fields.text.trim()
  const ask = () => {
    fields.setText('')
    call('POST /api/conversations/:id/inquiries', {
      params: { id: conversationId },
      body: { id: newId(), text },
    }).catch((error) => {
      showToast(messageOf(error))
      fields.setText(text)
    })
  }
  return (
    <Button look="quiet" size="small" onClick={ask} disabled={!text}>
      {texts.transcript.askTheTeam}
    </Button>
  )
}
