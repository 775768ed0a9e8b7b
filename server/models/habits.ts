import type { Turn } from './model.ts'
import type { Speech } from './speech.ts'

/** What is known of how a model answers, learned from its answers. */
export interface Habits {
  model: string
  /** It may be any model behind any server, whose words are not parted from its thinking by its provider. */
  ownWords: boolean
  /** It closes thinking that it never opens: its words are known only after that. */
  closesOnly?: boolean
  /** It marks its thinking, or keeps it apart. */
  marksThinking?: boolean
  /** It has answered without either. */
  answered?: boolean
}

/** Models that are known to think before they speak. */
const thinkers =
  /(?:^|[^a-z])(?:r1|qwq|qvq|marco-o1|skywork-o1|exaone-deep|magistral|gpt-oss|phi-\d+-(?:mini-)?reasoning|s1)(?:[^a-z]|$)|think|reason/i

/** Whether nothing of an answer may be shown before it is known where its thinking ends. */
export function mustHold({ model, ownWords, closesOnly, marksThinking, answered }: Habits, turn: Turn): boolean {
  if (closesOnly) return true
  if (!ownWords || marksThinking) return false
  // The first answer shows how a model answers. Where it may speak of a whisper, nobody is to see how.
  return thinkers.test(model) || (!answered && turn.whispers.length > 0)
}

export function learn(habits: Habits, { closesOnly, marksThinking, said }: Speech): void {
  habits.closesOnly ||= closesOnly
  habits.marksThinking ||= marksThinking
  habits.answered ||= said.trim() !== ''
}
