import type { Control } from '../../protocol/entities.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'
import { isTheirs } from './thread.ts'

export function mustBeLive(change: Change): void {
  if (change.conversation.status === 'completed') throw over()
}

export const over = () => new Conflict('completed', 'This conversation is over. Start a new one.')

export async function mustBeTheirs(change: Change, visitorId: string): Promise<void> {
  if (!(await isTheirs(change.trx, visitorId, change.conversation)))
    throw new NotFound('There is no such conversation')
}

export function heldBy(control: Control): Conflict {
  return new Conflict('held', `${control.operator!.name} has the pen. Nothing was changed.`, { control })
}
