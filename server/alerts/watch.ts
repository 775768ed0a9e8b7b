import type { Conversation } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { raise } from './incidents.ts'

const minute = 60_000

/**
 * Looks for visitors who wait for a person: the level is the whole minutes, so that each channel hears of it after as many as it wants. Reads the picture that the
 * process keeps of live conversations anyway, and writes only when another minute is over.
 */
export function createWatch(
  ctx: Context,
  live: { ids(): Iterable<string>; head(id: string): Conversation | undefined },
): (now: number) => Promise<void> {
  let told = new Map<string, number>()
  return async (now) => {
    const waiting = new Map<string, number>()
    for (const id of live.ids()) {
      const head = live.head(id)
      if (!head) continue
      const since = waitingForPerson(head)
      const minutes = since === null ? 0 : Math.floor((now - since) / minute)
      if (minutes < 1) continue
      waiting.set(id, minutes)
      if (told.get(id) !== minutes) await tell(ctx, head, minutes)
    }
    told = waiting
  }
}

function tell(ctx: Context, { id, visitor, topic }: Conversation, minutes: number): Promise<void> {
  const title = [visitor.name ?? 'Anonymous', topic].filter(Boolean).join(' · ')
  return raise(ctx, {
    kind: 'unanswered',
    subject: id,
    conversation_id: id,
    title,
    detail: `Waiting for a person for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    level: minutes,
  })
}

/** Since when: asked for a person and none has come, or wrote to the person who holds the pen. */
function waitingForPerson({ control, humanRequestedAt, waitingSince }: Conversation): number | null {
  return control.holder === 'operator' ? waitingSince : humanRequestedAt
}
