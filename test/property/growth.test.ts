import { test } from 'node:test'
import { questionsIn } from '../../server/knowledge/search.ts'
import { keyphrasesOf } from '../../server/language/keyphrase.ts'
import { mask } from '../../server/privacy/mask.ts'
import { assertLinear } from './growth.ts'

/** Every function that a visitor, a page or a file can reach: twice as much to read may not cost more than two and a half times as much. */
const readers: Record<string, (text: string) => unknown> = {
  'keyphrases of a message': (text) => keyphrasesOf([text]),
  masking: mask,
  'questions in a message': questionsIn,
}

for (const [name, read] of Object.entries(readers)) test(name, () => assertLinear(name, read))
