import type { Context } from '../ground/context.ts'
import { clear } from './incidents.ts'

/** Over when everyone whom the note calls has opened it. */
export async function clearMentions(ctx: Context, conversationId: string): Promise<void> {
  const open = await ctx.db.reads
    .selectFrom('incidents')
    .select('subject')
    .where('kind', '=', 'mention')
    .where('conversation_id', '=', conversationId)
    .where('cleared_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('mentions')
            .select('comment_id')
            .whereRef('comment_id', '=', 'incidents.subject')
            .where('read_at', 'is', null),
        ),
      ),
    )
    .execute()
  for (const { subject } of open) await clear(ctx, 'mention', subject)
}
