import { readFileSync } from 'node:fs'
import type { ChanceSigns, Signs } from './signs.ts'

/** What was learned from labelled questions: how much each sign says. Written by `npm run calibrate`. */
export const learned: { sentence: Signs; chance: ChanceSigns & { always: number } } = JSON.parse(
  readFileSync(new URL('./learned.json', import.meta.url), 'utf8'),
)
