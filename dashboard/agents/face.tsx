import { Sparkles } from 'lucide-react'
import { writingOn } from '../../protocol/widget/contrast.ts'
import type { Agent } from '../../protocol/entities.ts'

/** What visitors get where an agent has no colour of its own. */
export const usualAccent = '#3d5afe'

type Faced = Pick<Agent, 'image' | 'initials'> & { accent: string | null }

/** The agent as visitors see it: its picture, its initials, or a spark. The name stands beside it. */
export function AgentFace({ image, initials, accent, size = 32 }: Faced & { size?: number }) {
  const colour = accent ?? usualAccent
  const shape = { width: size, height: size, fontSize: Math.round(size * 0.4) }
  if (image)
    return (
      <img
        key={image}
        src={image}
        alt=""
        style={shape}
        referrerPolicy="no-referrer"
        className="shrink-0 rounded-full bg-sunken object-cover"
      />
    )
  return (
    <span
      aria-hidden
      style={{ ...shape, background: colour, color: writingOn(colour) }}
      className="inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none"
    >
      {initials || <Sparkles size={Math.round(size * 0.5)} />}
    </span>
  )
}
