import type { Person } from '../../protocol/entities.ts'
import type { Change } from '../events/log.ts'
import { newId } from '../ground/context.ts'
import { supersedeRuns } from '../replies/runs.ts'

/** This operator holds the pen from here on: the epoch is raised, and no word of a running reply can follow. Says nothing to the visitor. */
export async function givePen(change: Change, operator: Person): Promise<void> {
  const { control, id } = change.conversation
  await layDownPen(change)
  await change.trx
    .insertInto('takeovers')
    .values({ id: newId(), conversation_id: id, operator_id: operator.id, began_at: change.at, ended_at: null })
    .execute()
  if (control.operator?.id === operator.id) return
  await supersedeRuns(change)
  change.record('takeover.began', {
    control: { holder: 'operator', operator, epoch: control.epoch + 1, since: change.at },
  })
}

export async function layDownPen(change: Change): Promise<void> {
  await change.trx
    .updateTable('takeovers')
    .set({ ended_at: change.at })
    .where('conversation_id', '=', change.conversation.id)
    .where('ended_at', 'is', null)
    .execute()
}
