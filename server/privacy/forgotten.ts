import type { Context } from '../ground/context.ts'

const [gone, rewritten] = ['forgotten', 'rewritten']

interface Which {
  conversationIds: string[]
}

/** These conversations are no more: whoever holds anything of them in memory, in whichever process, drops it. */
export function tellForgotten(ctx: Context, conversationIds: string[]): void {
  if (conversationIds.length) ctx.bus.publish(gone, { conversationIds } satisfies Which)
}

/** These conversations are not what they were, although nothing was added to their log: what is remembered of them must be read again. */
export function tellRewritten(ctx: Context, conversationIds: string[]): void {
  if (conversationIds.length) ctx.bus.publish(rewritten, { conversationIds } satisfies Which)
}

/** Called with each conversation that is no more; returns the way to stop. */
export const onForgotten = (ctx: Pick<Context, 'bus'>, forget: (conversationId: string) => void) =>
  each(ctx, gone, forget)

export const onRewritten = (ctx: Pick<Context, 'bus'>, reread: (conversationId: string) => void) =>
  each(ctx, rewritten, reread)

function each({ bus }: Pick<Context, 'bus'>, topic: string, tell: (conversationId: string) => void): () => void {
  return bus.subscribe(topic, (hint) => (hint as Which).conversationIds.forEach(tell))
}
