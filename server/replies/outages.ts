import { clear, raise } from '../alerts/incidents.ts'
import type { Context } from '../ground/context.ts'

/** What this process last saw of each model: an alert is written when that changes, and not with every reply. */
const seenBy = new WeakMap<Context, Map<string, 'up' | 'down'>>()

function isNews(ctx: Context, model: string, now: 'up' | 'down'): boolean {
  const seen = seenBy.get(ctx) ?? new Map<string, 'up' | 'down'>()
  seenBy.set(ctx, seen)
  if (seen.get(model) === now) return false
  seen.set(model, now)
  return true
}

/** A provider's model could not answer, in its own words. Whoever looks after it is told once, until it has recovered. */
export async function noteOutage(ctx: Context, model: string, reason: string): Promise<void> {
  if (!isNews(ctx, model, 'down')) return
  await raise(ctx, {
    kind: 'provider',
    subject: model,
    conversation_id: null,
    title: model,
    detail: reason,
    level: 0,
  })
}

/** It answers. Another process may have told of an outage that this one did not see, so the first answer looks, too. */
export async function noteRecovery(ctx: Context, model: string): Promise<void> {
  if (isNews(ctx, model, 'up')) await clear(ctx, 'provider', model)
}
