import { languageOf } from '../../texts/languages.ts'
import type { Lines } from '../../texts/lines.ts'
import type { Change } from '../events/log.ts'
import { opensAgain, spokenTime } from '../people/visitors/hours.ts'
import { readWorkspace } from '../people/visitors/workspace.ts'

/** What a visitor reads of when a person answers; null while the team is there. It may be nothing more than that nobody is. */
export async function whenAnswered(change: Change, nobody: boolean): Promise<((lines: Lines) => string) | null> {
  const { answerTimes, hours } = await readWorkspace(change.trx)
  const at = opensAgain(hours, change.at)
  if (at === null) return nobody ? () => answerTimes : null
  const when = spokenTime(at, hours!.zone, languageOf(change.conversation.page?.language))
  return (lines) => [answerTimes, lines.opensAgain(when)].filter(Boolean).join(' ')
}
