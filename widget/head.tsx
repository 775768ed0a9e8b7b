import { CloseIcon, SparkIcon } from './icons.tsx'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { Visit } from './visit.ts'

/** Who the visitor is talking to, said plainly: an AI, or a person by name. */
export function Head({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { agent, current } = useStore(visit.view)
  const status = useStore(visit.status)
  const control = current?.conversation.status === 'live' ? current.conversation.control : null
  const person = control?.operator ?? null
  const name = person?.name ?? agent?.name ?? ''
  return (
    <header class="head">
      <span class={`face ${person ? 'person' : ''}`} aria-hidden="true">{person ? initials(person.name) : <SparkIcon />}</span>
      <div class="who">
        <h2>{name}{!person && name && <span class="ai">{texts.ai}</span>}</h2>
        <p>{status === 'lost' ? <span role="status">{navigator.onLine ? texts.connecting : texts.offline}</span> : person ? texts.person : texts.aiAssistant}</p>
      </div>
      <button type="button" class="close" aria-label={texts.closeChat} onClick={onClose}><CloseIcon /></button>
    </header>
  )
}

const initials = (name: string) => name.split(/\s+/).slice(0, 2).map((part) => part[0]?.toUpperCase() ?? '').join('')
