import type { Audience, StoredEvent } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { hintTopic, readEvents } from './log.ts'

/** The log after `after`, waiting up to `wait` seconds for something to tell: what the socket does, for networks that forbid sockets. */
export async function pollEvents(
  ctx: Context,
  id: string,
  audience: Audience,
  { after, wait }: { after: number; wait: number },
): Promise<{ after: number; upTo: number; events: StoredEvent[]; more: boolean }> {
  const until = performance.now() + wait * 1000
  for (;;) {
    // Listening before looking: what is written between the look and the wait still wakes us.
    const moved = nextMove(ctx, id)
    try {
      const told = await readEvents(ctx.db.reads, id, audience, after)
      const left = until - performance.now()
      if (told.events.length || told.more || left <= 0 || ctx.closing.aborted) return { after, ...told }
      await moved.within(left)
    } finally {
      moved.cancel()
    }
  }
}

/** The next hint about this conversation, or about any (`*`). */
export function nextMove(ctx: Context, id: string) {
  let stop = () => {}
  const moved = new Promise<void>((resolve) => {
    stop = ctx.bus.subscribe(hintTopic(id), () => resolve())
  })
  return {
    cancel: () => stop(),
    within: async (ms: number) => {
      const over = AbortSignal.any([ctx.closing, AbortSignal.timeout(Math.ceil(ms))])
      await Promise.race([
        moved,
        new Promise<void>((resolve) => over.addEventListener('abort', () => resolve(), { once: true })),
      ])
      stop()
    },
  }
}
