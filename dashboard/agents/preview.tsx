import type { AgentStyle } from '../../protocol/agents/shapes.ts'
import { writingOn } from '../../protocol/widget/contrast.ts'
import type { Agent } from '../../protocol/entities.ts'
import { iconPaths } from '../../protocol/widget/icons.ts'
import { texts } from '../texts.ts'
import { AgentFace, usualAccent } from './face.tsx'

interface PreviewProps {
  agent: Agent
  style: AgentStyle
  greeting: string
  suggestions: string[]
}

/** The launcher and the panel as they will look; always on white, as most sites are. */
export function Preview({ agent, style: { accent, icon, label, position }, greeting, suggestions }: PreviewProps) {
  const colour = accent ?? usualAccent
  const painted = { background: colour, color: writingOn(colour) }
  return (
    <figure
      aria-label={texts.agents.preview}
      className="sticky top-4 m-0 flex flex-col gap-3 rounded-md border border-line bg-[#f3f4f8] p-4 text-[#1a1d26]"
    >
      <div className="overflow-hidden rounded-[14px] border border-[#e3e6ee] bg-white shadow-float">
        <div style={painted} className="flex items-center gap-3 px-4 py-3">
          <span className="rounded-full ring-1 ring-current">
            <AgentFace image={agent.image} initials={agent.initials} accent={colour} size={36} />
          </span>
          <div className="min-w-0">
            <p className="flex items-center gap-2 font-semibold">
              <span className="truncate">{agent.name}</span>
              <span className="rounded-sm border border-current px-1 text-[11px] font-bold">{texts.agents.ai}</span>
            </p>
            <p className="truncate text-xs">{agent.role || texts.agents.aiAssistant}</p>
          </div>
        </div>
        <div className="flex min-h-36 flex-col gap-2 p-3">
          {greeting && (
            <p className="max-w-[85%] rounded-[14px] rounded-es-[4px] bg-[#f1f3f8] px-3 py-2 wrap-break-word">
              {greeting}
            </p>
          )}
          {suggestions.map((question) => (
            <p
              key={question}
              className="max-w-full self-end rounded-full border border-[#8b92a4] px-3 py-1 wrap-break-word"
            >
              {question}
            </p>
          ))}
        </div>
      </div>
      <span
        style={painted}
        className={`inline-flex h-14 min-w-14 items-center justify-center gap-2 rounded-full px-3.5 text-[15px] font-semibold shadow-float ${position === 'left' ? 'self-start' : 'self-end'}`}
      >
        <svg viewBox="0 0 24 24" width={26} height={26} fill="currentColor" aria-hidden>
          <path d={iconPaths[icon]} />
        </svg>
        {label}
      </span>
    </figure>
  )
}
