import type { Conversation } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'
import { DraftButton } from '../tickets/draft.tsx'
import { members, mentionsIn } from '../session/team.ts'
import type { FieldName } from './drafts.ts'
import type { Fields } from './fields.ts'
import { waitFor } from './hold.tsx'
import { AskTeamButton } from './inquiry.tsx'
import { Field } from './writing-field.tsx'
import { sendNew } from './outbox.ts'
import type { Pen } from './pen.ts'
import { useTypingSignal } from './typing-signal.ts'
import { WhisperPreview } from './whisper-preview.tsx'

interface ComposerProps {
  conversation: Conversation
  holder: Pen
  fields: Fields
  modes: FieldName[]
  onTake: (from?: string) => void
}

/** A note needs a ticket to stand in, and the AI learns for a next reply only while there may be one. */
export function modesOf({ ticket }: Conversation, holder: Pen): FieldName[] {
  return ['reply', ...(ticket ? ['note' as const] : []), ...(holder === 'over' ? [] : ['training' as const])]
}

export function Composer({ conversation, holder, fields, modes, onTake }: ComposerProps) {
  const { operator, modelFollows } = useMe()
  const typing = useTypingSignal(conversation.id)
  const { name } = conversation.visitor
  const visitor = name ? name.split(' ')[0]! : texts.transcript.theVisitor
  const colleague = conversation.control.operator?.name ?? texts.transcript.aColleague
  const ask =
    conversation.status === 'live' && !conversation.inquiry ? (
      <AskTeamButton conversationId={conversation.id} fields={fields} />
    ) : null
  const send = () => {
    const text = fields.text.trim()
    sendNew(conversation.id, fields.open, text, {
      mentions: fields.open === 'note' ? mentionsIn(text, members.get()) : [],
    })
    fields.setText('')
    typing(false)
  }
  return (
    <footer className="shrink-0 px-4 pb-3">
      <div className="mx-auto max-w-3xl">
        {fields.open === 'reply' && holder === 'colleague' && (
          <Field
            key="held"
            kind="reply"
            fields={fields}
            onSend={send}
            placeholder=""
            hint=""
            person={operator}
            modes={modes}
          >
            <p className="flex flex-wrap items-center justify-between gap-2 px-3 py-2.5">
              {texts.transcript.hasThePenTwo(colleague)}
              <Button size="small" onClick={() => onTake(conversation.control.operator?.id)}>
                {texts.transcript.takeThePenFrom(colleague.split(' ')[0]!)}
              </Button>
            </p>
          </Field>
        )}
        {fields.open === 'reply' && holder !== 'colleague' && (
          <Field
            key="reply"
            kind="reply"
            fields={fields}
            onSend={send}
            onTyping={typing}
            person={operator}
            placeholder={
              holder === 'ai' ? texts.transcript.replyToTheAi(visitor) : texts.transcript.replyTo(visitor)
            }
            hint={
              holder === 'over'
                ? texts.transcript.keptUntilTheNext(name ? visitor : texts.transcript.theVisitor, operator.name)
                : texts.transcript.seesThisAs(name ? visitor : texts.transcript.theVisitor2, operator.name)
            }
            words={{ name, agent: operator.name, ticket: conversation.ticket?.number ?? null }}
            modes={modes}
            action={<DraftButton conversationId={conversation.id} onDraft={(text) => fields.put('reply', text)} />}
          />
        )}
        {fields.open === 'note' && (
          <Field
            key="note"
            kind="note"
            fields={fields}
            onSend={send}
            person={operator}
            placeholder={texts.transcript.writeANoteTo}
            hint={texts.transcript.itStandsInThe}
            modes={modes}
            action={ask}
          />
        )}
        {fields.open === 'training' && (
          <Field
            key="training"
            kind="training"
            fields={fields}
            onSend={send}
            onTyping={(on) => on && waitFor(conversation.id, conversation.hold)}
            person={operator}
            placeholder={`${holder === 'ai' ? texts.transcript.tellTheAiWhat : texts.transcript.theAiReadsThis}${conversation.visitor.contactId ? texts.transcript.alsoKeptAsA(visitor) : ''}`}
            hint={modelFollows}
            modes={modes}
            action={ask}
          />
        )}
        {fields.open === 'training' && conversation.status === 'live' && (
          <WhisperPreview conversationId={conversation.id} text={fields.text} />
        )}
      </div>
    </footer>
  )
}
