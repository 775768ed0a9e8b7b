/** Learns the mood of messages from training/moods.tsv and writes the weights that the server reads: without the sentence encoder, and with it. */
import { writeFileSync } from 'node:fs'
import { openSentenceModel } from '../server/knowledge/vectors/sentence-model.ts'
import { courseWithMeaning, learn } from '../server/language/mood/learn.ts'
import { readExamples } from '../training/examples.ts'

const folder = new URL('../server/language/mood/', import.meta.url)
const examples = readExamples()
save('weights.json', learn(examples))
const encoder = await openSentenceModel()
save(
  'weights-meaning.json',
  learn(
    examples.map((example) => ({ ...example, meaning: encoder.encode(example.text) })),
    courseWithMeaning,
  ),
)

function save(name: string, weights: object): void {
  const text = `${JSON.stringify(weights)}\n`
  writeFileSync(new URL(name, folder), text)
  console.log(`${name}: ${Math.round(Buffer.byteLength(text) / 1024)} kB, from ${examples.length} messages`)
}
