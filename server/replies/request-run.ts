import { newId } from '../ground/context.ts'
import type { Change } from '../events/log.ts'
import { endHold } from './holds.ts'

/** Ask for a reply to what has just been said. If one is asked for already, it will answer this too. */
export async function requestRun(change: Change): Promise<void> {
  const { id, control, seq } = change.conversation
  change.request = true
  // What is held did not know of it.
  await endHold(change, 'dropped')
  await change.trx
    .insertInto('runs')
    .values({
      id: newId(),
      conversation_id: id,
      epoch: control.epoch,
      trigger_seq: seq,
      state: 'waiting',
      attempt: 0,
      lease_until: 0,
      reason: null,
      began_at: change.at,
      ended_at: null,
    })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** What a held reply was made from has changed, so it is written anew. */
export async function renewHeld(change: Change): Promise<void> {
  if (change.conversation.hold) await requestRun(change)
}
