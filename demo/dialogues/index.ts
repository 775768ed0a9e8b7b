import { abroad } from './abroad.ts'
import { chatty } from './chatty.ts'
import { confused } from './confused.ts'
import { frustrated } from './frustrated.ts'
import { furious } from './furious.ts'
import { polite } from './polite.ts'
import { terse } from './terse.ts'

/** Everything that people come to the demo shop's chat with. */
export const dialogues = [...polite, ...terse, ...confused, ...frustrated, ...furious, ...chatty, ...abroad]
