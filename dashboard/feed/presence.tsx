import type { Presence } from '../../protocol/entities.ts'
import { texts } from '../texts.ts'

const words: Record<Presence, string> = { active: texts.feed.activeNow, idle: texts.feed.idle, gone: texts.feed.gone }

/** Pulses only while the visitor is active; hollow while idle; nothing when gone. The place stays, so that names line up. */
export function PresenceDot({ presence }: { presence: Presence }) {
  const look = { active: 'bg-live motion-safe:animate-breathe', idle: 'border-[1.5px] border-line-strong', gone: '' }[presence]
  return <span role="img" aria-label={words[presence]} title={words[presence]} className={`size-2 shrink-0 rounded-full ${look}`} />
}

export const presenceWord = (presence: Presence) => words[presence]
