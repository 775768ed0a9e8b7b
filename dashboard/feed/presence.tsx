import type { Conversation, Presence } from '../../protocol/entities.ts'
import { texts } from '../texts.ts'

const words: Record<Presence, string> = {
  active: texts.feed.activeNow,
  idle: texts.feed.idle,
  gone: texts.feed.gone,
}

type Seen = Pick<Conversation, 'presence' | 'channel'>

/** Pulses only while the visitor is active; hollow while idle; nothing when gone. The place stays, so that names line up. Who writes from elsewhere is never seen here, and not gone either. */
export function PresenceDot({ conversation }: { conversation: Seen }) {
  const word = presenceWord(conversation)
  const look = {
    active: 'bg-live motion-safe:animate-breathe',
    idle: 'border-[1.5px] border-line-strong',
    gone: '',
  }[conversation.presence]
  return <span role="img" aria-label={word} title={word} className={`size-2 shrink-0 rounded-full ${look}`} />
}

export const presenceWord = ({ presence, channel }: Seen) =>
  channel ? texts.feed.comesThrough(channel.name) : words[presence]
