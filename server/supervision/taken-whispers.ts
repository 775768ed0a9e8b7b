import type { Change } from '../events/log.ts'

/** What becomes of the whispers that one reply was made with. */

/** The reply that is about to be shown was made with these. */
export async function takeWhispers(change: Change, runId: string, ids: string[]): Promise<void> {
  if (!ids.length) return
  await change.trx.updateTable('whispers').set({ state: 'taken', run_id: runId }).where('id', 'in', ids).execute()
  for (const id of ids) change.record('whisper.taken', { id })
}

/** The reply made with this run's whispers was posted. */
export async function useWhispers(change: Change, runId: string, messageId: string): Promise<void> {
  const ids = await takenBy(change, runId)
  if (!ids.length) return
  await change.trx
    .updateTable('whispers')
    .set({ state: 'used', message_id: messageId, settled_at: change.at })
    .where('id', 'in', ids)
    .execute()
  for (const id of ids) change.record('whisper.used', { id, messageId, at: change.at })
}

/** The reply never came; what it had taken waits for the next one. */
export async function releaseWhispers(change: Change, runId: string): Promise<void> {
  const ids = await takenBy(change, runId)
  if (!ids.length) return
  await change.trx.updateTable('whispers').set({ state: 'waiting', run_id: null }).where('id', 'in', ids).execute()
  for (const id of ids) change.record('whisper.released', { id })
}

async function takenBy(change: Change, runId: string): Promise<string[]> {
  const rows = await change.trx
    .selectFrom('whispers')
    .select('id')
    .where('run_id', '=', runId)
    .where('state', '=', 'taken')
    .where('conversation_id', '=', change.conversation.id)
    .orderBy('seq')
    .execute()
  return rows.map(({ id }) => id)
}
