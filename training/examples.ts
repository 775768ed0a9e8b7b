import { readFileSync } from 'node:fs'
import { Mood } from '../protocol/entities.ts'

/** A message written for training, with the mood its author meant. `author` is who wrote it and how, such as "gordon/sarcastic". */
export interface Written {
  mood: Mood
  author: string
  text: string
}

export function readExamples(): Written[] {
  const [, ...lines] = readFileSync(new URL('moods.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => {
    const [mood, author, text] = line.split('\t')
    return { mood: Mood.parse(mood), author: author!, text: text! }
  })
}
