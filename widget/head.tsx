import { useState } from 'preact/hooks'
import { CloseIcon, SparkIcon } from './icons.tsx'
import type { Look } from './options.ts'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { ChatState } from './view.ts'
import type { Visit } from './visit.ts'

/** Who the visitor is talking to now: a person by name, or the AI. */
export function whoWrites({ agent, current }: ChatState) {
  const person = current?.conversation.status === 'live' ? current.conversation.control.operator : null
  return { person, name: person?.name ?? agent?.name ?? '' }
}

/** What a screen reader calls the panel. */
export const labelOf = ({ person, name }: ReturnType<typeof whoWrites>) =>
  name ? `${texts.chat}: ${name}, ${person ? texts.person : texts.ai}` : texts.chat

export function Head({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const view = useStore(visit.thread.view)
  const { person, name } = whoWrites(view)
  return (
    <div class="head">
      <span class={person ? 'face person' : 'face'} aria-hidden="true">
        {person ? initials(person.name) : <Face {...view.agent} />}
      </span>
      <div class="who">
        <h2>
          <span dir="auto">{name}</span>
          {!person && name && <span class="ai">{texts.ai}</span>}
        </h2>
        <p role="status">
          <Line visit={visit} otherwise={person ? texts.person : view.agent?.role || texts.aiAssistant} />
        </p>
      </div>
      <button type="button" class="close" aria-label={texts.closeChat} onClick={onClose}>
        <CloseIcon />
      </button>
    </div>
  )
}

/** The picture, unless the page forbids it or it is gone. */
function Face({ image, initials }: Partial<Look>) {
  const [broken, setBroken] = useState('')
  return image && image !== broken ? (
    <img src={image} alt="" referrerpolicy="no-referrer" onError={() => setBroken(image)} />
  ) : (
    <>{initials || <SparkIcon />}</>
  )
}

function Line({ visit, otherwise }: { visit: Visit; otherwise: string }) {
  const { phase } = useStore(visit.thread.view)
  const status = useStore(visit.thread.status)
  if (!useStore(visit.online)) return <>{texts.offline}</>
  if (status !== 'lost' && phase === 'ready') return <>{otherwise}</>
  return <>{phase === 'failed' || phase === 'shut' ? '' : texts.connecting}</>
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => [...part][0]?.toUpperCase() ?? '')
    .join('')
