import { ChevronRight } from 'lucide-react'
import type { ModelUsage } from '../../protocol/agents/usage.ts'
import type { PromptLayer } from '../../protocol/entities.ts'
import { Place } from './why-place.tsx'
import { Without, type Posted } from './without.tsx'
import { Dialog } from '../components/dialog.tsx'
import { money } from '../components/money.ts'
import { ErrorMessage } from '../components/empty.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** What the AI saw when it wrote this message, layer by layer; the upper one wins. */
export function Why({
  conversationId,
  messageId,
  onClose,
}: {
  conversationId: string
  messageId: string | null
  onClose: () => void
}) {
  return (
    <Dialog open={messageId !== null} onClose={onClose} title={texts.transcript.whatTheAiSaw} place="end">
      {messageId && <Layers conversationId={conversationId} messageId={messageId} onGo={onClose} />}
    </Dialog>
  )
}

function Layers({
  conversationId,
  messageId,
  onGo,
}: {
  conversationId: string
  messageId: string
  onGo: () => void
}) {
  const { value, error, reload } = useLoad(messageId, () =>
    call('GET /api/conversations/:id/messages/:messageId/prompt', { params: { id: conversationId, messageId } }),
  )
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return <p className="h-24" aria-busy="true" />
  if (!value.layers.length) return <p className="p-4 text-soft">{texts.transcript.nothingWasRecordedFor}</p>
  return (
    <>
      <SeenLayers layers={value.layers} posted={{ conversationId, messageId }} onGo={onGo} />
      <Tokens usage={value.usage} />
    </>
  )
}

/** What the message took at a language model; nothing where none counted. */
function Tokens({ usage }: { usage: ModelUsage[] }) {
  if (!usage.length) return null
  return (
    <ul className="px-4 pb-4 text-xs text-soft tabular-nums">
      {usage.map((one) => (
        <li key={`${one.kind} ${one.model}`}>
          {one.kind === 'reply' ? texts.transcript.tokensOfReply(one) : texts.transcript.tokensOfAssessment(one)}
          {one.cost && texts.transcript.cost(money(one.cost.amount, one.cost.currency))}
        </li>
      ))}
    </ul>
  )
}

interface LayersProps {
  layers: PromptLayer[]
  /** Where they led to a message: each part of it can be left out for a try. */
  posted?: Posted
  onGo: () => void
}

/** The layers themselves; `onGo` is told when one follows a link out of them. */
export function SeenLayers({ layers, posted, onGo }: LayersProps) {
  return (
    <div className="p-4">
      <p className="mb-4 text-soft">{texts.transcript.inTheOrderOf}</p>
      <ol className="flex flex-col gap-4">
        {layers.map((layer) => (
          <li key={layer.layer}>
            <Layer layer={layer} posted={posted} onGo={onGo} />
          </li>
        ))}
      </ol>
    </div>
  )
}

const fewItems = 4

/** Long layers, such as the rules that never change, begin closed. */
function Layer({
  layer: { layer, name, items },
  posted,
  onGo,
}: Omit<LayersProps, 'layers'> & { layer: PromptLayer }) {
  return (
    <details open={items.length <= fewItems} className="group">
      <summary className="flex cursor-default list-none items-center gap-2 rounded-sm font-semibold">
        <span className="flex size-5 items-center justify-center rounded-sm bg-sunken text-xs text-soft tabular-nums">
          {layer}
        </span>
        {name}
        <span className="text-xs font-normal text-faint">{items.length}</span>
        <ChevronRight size={14} aria-hidden className="text-faint group-open:rotate-90" />
      </summary>
      <ul className="mt-1.5 ms-7 flex flex-col gap-2">
        {items.map(({ kind, id, text }, place) => (
          <li key={`${id} ${place}`} className="border-s-2 border-line ps-3">
            <div className="text-xs text-faint">
              <Place kind={kind} id={id} onGo={onGo} />
              {posted && <Without posted={posted} kind={kind} id={id} />}
            </div>
            <p className="wrap-break-word whitespace-pre-wrap">{text}</p>
          </li>
        ))}
      </ul>
    </details>
  )
}
