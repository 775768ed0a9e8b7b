import { loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readMoodByMeaning } from '../../server/language/mood.ts'
import { readTopic } from '../../server/language/topic.ts'
import { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { unit, type Meaning } from '../../server/knowledge/vectors/meaning.ts'
import { SourceIndex } from '../../server/knowledge/vectors/source-index.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import { CorrectionIndex } from '../../server/teaching/matching.ts'
import { ms, quantile } from '../table.ts'
import { readBanking } from './corrections.ts'
import { randomFrom } from './random.ts'
import type { Row } from './row.ts'
import { amount } from '../size.ts'

const passages = amount(10_000, 400)
const corrections = amount(5_000, 100)
const questions = amount(300, 30)

/** How long the encoder takes to load, and what it takes up. Measured before anything else is in memory. */
export async function measureLoad(): Promise<Row[]> {
  const before = process.memoryUsage().rss
  const began = performance.now()
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  const took = performance.now() - began
  for (let number = 0; number < amount(50, 3); number++)
    await encoder.encode([`How long does delivery of parcel ${number} take?`])
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  encoder.close()
  return [
    { what: 'encoder: cold load, beside the start', target: 'under 1 s', seen: `${(took / 1000).toFixed(2)} s` },
    { what: 'encoder: extra memory', target: 'under 250 MB', seen: `${Math.round(grown)} MB` },
  ]
}

/** Questions are read by the encoder; what they are compared with are any vectors, because only their number costs time, and making them takes minutes. */
function filledQuickly(encoder: Encoder, random: () => number): Meaning {
  const anything = async (texts: string[]) =>
    texts.map(() => unit(Float32Array.from({ length: 512 }, () => random() - 0.5)))
  const source = {
    model: encoder.model,
    batch: 100,
    loaded: () => encoder.loaded(),
    encode: (texts: string[]) => encoder.encode(texts),
    encodePatiently: anything,
    scaled: (cosine: number) => cosine,
  }
  return { index: (name) => new SourceIndex(name, source, encoder.keeper) }
}

/** What mood, topic, corrections and articles add to one visitor message, and how long the event loop is held meanwhile. */
export async function measureCost(encoder: Encoder): Promise<Row[]> {
  const texts = readBanking().map(({ text }) => text)
  const random = randomFrom(1)
  const some = () => texts[Math.floor(random() * texts.length)]!
  const meaning = filledQuickly(encoder, random)
  const articles = new ArticleIndex(meaning)
  const known = new CorrectionIndex(meaning)
  // Short passages: their number is what counts.
  articles.replace(
    Array.from({ length: passages / 4 }, (_, number) => ({
      id: `article-${number}`,
      title: `Page ${number}`,
      body: texts
        .slice(number * 4, number * 4 + 4)
        .map((text) => `# Part\n\n${text}`)
        .join('\n\n'),
      url: null,
    })),
  )
  known.replace(
    Array.from({ length: corrections }, (_, number) => ({
      id: `correction-${number}`,
      question: texts[number]!,
      phrasings: [],
    })),
  )
  await Promise.all([articles.filled(), known.filled()])
  const took: number[] = []
  const worked: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  for (let number = 0; number < questions; number++) {
    const [earlier, text] = [some(), `${some()} (${number})`]
    // What the visitor asked before was read when it came.
    await encoder.encode([earlier])
    await new Promise((rested) => setTimeout(rested, 5))
    if (number === 20) delay.enable()
    const [began, before] = [performance.now(), process.threadCpuUsage()]
    await readMoodByMeaning([{ id: 'message', text }], (asked) => encoder.encode(asked))
    const found = await articles.find(text, { asked: earlier })
    readTopic([{ text }], found)
    await known.match(text)
    if (number < 20) continue
    took.push(performance.now() - began)
    const { user, system } = process.threadCpuUsage(before)
    worked.push((user + system) / 1000)
  }
  delay.disable()
  took.sort((a, b) => a - b)
  worked.sort((a, b) => a - b)
  const what = `${passages.toLocaleString('en')} passages, ${corrections.toLocaleString('en')} corrections`
  return [
    {
      what: `added to a visitor message, p95 (${what})`,
      target: 'under 30 ms',
      seen: `${ms(quantile(took, 0.95))} ms (p50 ${ms(quantile(took, 0.5))})`,
    },
    // What others do on the machine meanwhile makes no difference to this one.
    {
      what: 'processor time of the main thread for it, all holds together, p95',
      target: '–',
      seen: `${ms(quantile(worked, 0.95))} ms (p50 ${ms(quantile(worked, 0.5))}, longest ${ms(worked.at(-1)!)}; load of the machine ${loadavg()[0]!.toFixed(1)})`,
    },
    // The sampling step is part of what the monitor reports.
    {
      what: 'longest hold of the event loop',
      target: 'under 10 ms',
      seen: `${ms(delay.max / 1e6 - 1)} ms (p99 ${ms(delay.percentile(99) / 1e6 - 1)})`,
    },
  ]
}
