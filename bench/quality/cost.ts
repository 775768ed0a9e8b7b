import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readMoodByMeaning } from '../../server/agent/mood.ts'
import { readTopic } from '../../server/agent/topic.ts'
import { Encoder } from '../../server/encoder/encoder.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import { CorrectionIndex } from '../../server/supervision/matching.ts'
import { ms, quantile } from '../table.ts'
import { readBanking } from './corrections.ts'
import { randomFrom } from './random.ts'
import type { Row } from './row.ts'

const passages = 10_000
const corrections = 5_000
const questions = 300

/** How long the encoder takes to load, and what it takes up. Measured before anything else is in memory. */
export async function measureLoad(): Promise<{ encoder: Encoder; rows: Row[] }> {
  const before = process.memoryUsage().rss
  const began = performance.now()
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  const took = performance.now() - began
  for (let number = 0; number < 50; number++) await encoder.encode([`How long does delivery of parcel ${number} take?`])
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  return {
    encoder,
    rows: [
      { what: 'encoder: cold load, beside the start', target: 'under 1 s', seen: `${(took / 1000).toFixed(2)} s` },
      { what: 'encoder: extra memory', target: 'under 250 MB', seen: `${Math.round(grown)} MB` },
    ],
  }
}

/** What mood, topic, corrections and articles add to one visitor message, and how long the event loop is held meanwhile. */
export async function measureCost(encoder: Encoder): Promise<Row[]> {
  const texts = readBanking().map(({ text }) => text)
  const random = randomFrom(1)
  const some = () => texts[Math.floor(random() * texts.length)]!
  const articles = new ArticleIndex(encoder)
  const known = new CorrectionIndex(encoder)
  // Short passages: encoding them is not what is measured, and their number is what counts.
  articles.replace(Array.from({ length: passages / 4 }, (_, number) => ({ id: `article-${number}`, title: `Page ${number}`, body: texts.slice(number * 4, number * 4 + 4).map((text) => `# Part\n\n${text}`).join('\n\n'), url: null })))
  known.replace(Array.from({ length: corrections }, (_, number) => ({ id: `correction-${number}`, question: texts[number]!, phrasings: [] })))
  await Promise.all([articles.filled(), known.filled()])
  const took: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  for (let number = 0; number < questions; number++) {
    const [earlier, text] = [some(), `${some()} (${number})`]
    // What the visitor asked before was read when it came.
    await encoder.encode([earlier])
    await new Promise((rested) => setTimeout(rested, 5))
    if (number === 20) delay.enable()
    const began = performance.now()
    await readMoodByMeaning([{ id: 'message', text }], (asked) => encoder.encode(asked))
    const found = await articles.find(text, { asked: earlier })
    readTopic([{ text }], found)
    await known.match(text)
    if (number >= 20) took.push(performance.now() - began)
  }
  delay.disable()
  took.sort((a, b) => a - b)
  const what = `${passages.toLocaleString('en')} passages, ${corrections.toLocaleString('en')} corrections`
  return [
    { what: `added to a visitor message, p95 (${what})`, target: 'under 30 ms', seen: `${ms(quantile(took, 0.95))} ms (p50 ${ms(quantile(took, 0.5))})` },
    // The sampling step is part of what the monitor reports.
    { what: 'longest hold of the event loop', target: 'under 10 ms', seen: `${ms(delay.max / 1e6 - 1)} ms (p99 ${ms(delay.percentile(99) / 1e6 - 1)})` },
  ]
}
