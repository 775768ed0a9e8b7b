import { writeFileSync } from 'node:fs'
import type { Encoder } from '../server/knowledge/vectors/encoder.ts'
import { describeMachine, describeMoment } from './machine.ts'
import { measureClaims } from './quality/claims.ts'
import { measureCorrections } from './quality/corrections.ts'
import { measureCost, measureLoad } from './quality/cost.ts'
import { datasetsFolder, haveDatasets } from './quality/datasets.ts'
import { measure as measureMood } from './quality/mood.ts'
import { measureRetrieval } from './quality/retrieval.ts'
import { share, type Row } from './quality/row.ts'
import { measureTopics } from './quality/topics.ts'
import { tableOf } from './table.ts'

/** Prints how good the built-in intelligence is, and writes it into QUALITY.md: what is measured, what it should reach, what was seen. Takes minutes, so each part says when it is done. */
async function main(): Promise<void> {
  if (!haveDatasets()) return console.log(`There is no ${datasetsFolder}, so there is nothing to measure with.`)
  const measured = `${describeMachine()}\n\n${describeMoment()}`
  console.log(`${measured}\n`)
  // First, while nothing else is in memory.
  const { encoder, rows } = await measureLoad()
  const parts = [
    () => measureCost(encoder),
    () => retrieval(encoder),
    () => topics(encoder),
    () => measureCorrections(encoder),
    measureMood,
    measureClaims,
  ]
  for (const part of parts) {
    const seen = await part()
    for (const { what, seen: value } of seen) console.log(`${what}: ${value}`)
    rows.push(...seen)
  }
  await encoder.close()
  const table = tableOf(
    ['what', 'target', 'seen'],
    rows.map(({ what, target, seen }) => [what, target, seen]),
  )
  console.log(`\n${table}`)
  writeFileSync(new URL('QUALITY.md', import.meta.url), `${preface}\n\n${measured}\n\n${table}\n`)
}

const preface = `# How good the built-in intelligence is

Written by \`npm run bench:quality\`. The sets that it measures with are not part of this repository; [docs/quality.md](../docs/quality.md) says what they are, how each figure is made, and what was tried where one falls short.`

async function retrieval(encoder: Encoder): Promise<Row[]> {
  const [both, words] = [await measureRetrieval(encoder), await measureRetrieval(null)]
  const compared = (name: keyof typeof both) => `${share(both[name])} (by words alone ${share(words[name])})`
  return [
    { what: 'retrieval: hit@5, multi-turn', target: '0.97', seen: compared('hit') },
    { what: 'retrieval: recall@5', target: '0.93', seen: compared('recall') },
    { what: 'answerability: AUC', target: '0.90', seen: compared('auc') },
    { what: 'extracted answer: token-F1', target: '0.42', seen: compared('f1') },
  ]
}

async function topics(encoder: Encoder): Promise<Row[]> {
  return [
    {
      what: 'topic: 20 named topics, 5 examples, 3 messages',
      target: '0.90',
      seen: share(await measureTopics(encoder, 20)),
    },
    { what: 'topic: all 77 intents as topics', target: '–', seen: share(await measureTopics(encoder, 77)) },
  ]
}

await main()
