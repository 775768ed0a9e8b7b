import { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { isQuick } from '../size.ts'
import { measureAnswers } from './answers.ts'
import { calibrate } from './calibrate.ts'
import { builtInClaims } from './built-in-claims.ts'
import { measureClaims } from './claims.ts'
import { measureConversations } from './conversations.ts'
import { measureCorrections, questionsOf } from './corrections.ts'
import { measureCrowd } from './crowd.ts'
import { measureCost, measureLoad } from './cost.ts'
import { measure as measureMood } from './mood.ts'
import { measureReliability } from './reliability.ts'
import { measureRetrieval } from './retrieval.ts'
import { readStyleSubspace } from '../../server/knowledge/vectors/question-vectors.ts'
import { measurePairs } from './pairs.ts'
import { share, type Row } from './row.ts'
import { measureNamed, measureTopics } from './topics.ts'
import { measureWhispers } from './whispers.ts'

/** What bench:quality measures, in this order: how long the encoder takes to load is seen while nothing else is in memory. */
export const qualityParts: Record<string, () => Promise<Row[]>> = {
  'quality: encoder': measureLoad,
  'quality: cost': () => withEncoder(measureCost),
  'quality: retrieval': () => withEncoder(retrieval),
  'quality: answers': () => withEncoder(measureAnswers),
  'quality: confidence': () => withEncoder(measureReliability),
  'quality: conversations': () => withEncoder(measureConversations),
  'quality: whispers': measureWhispers,
  'quality: topics': () => withEncoder(topics),
  'quality: corrections': () => withEncoder(measureCorrections),
  'quality: minimal pairs': () => withEncoder((encoder) => measurePairs(questionsOf(encoder, readStyleSubspace()))),
  'quality: claims': async () => [...measureClaims(), measureBuiltInClaims()],
  'quality: mood': measureMood,
  'quality: crowd': measureCrowd,
  ...(isQuick && { 'quality: calibration': () => calibrate(null).then(() => []) }),
}

function measureBuiltInClaims(): Row {
  const said = builtInClaims()
  return {
    what: `claim check: of ${said.length} claims of the built-in answerer, shown amber`,
    target: 'at most 0',
    seen: share(said.filter(({ supported }) => !supported).length / said.length),
  }
}

async function withEncoder(part: (encoder: Encoder) => Promise<Row[]>): Promise<Row[]> {
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  try {
    return await part(encoder)
  } finally {
    encoder.close()
  }
}

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
  const named = await measureNamed(encoder, 20)
  return [
    {
      what: 'topic: 20 named topics, 5 examples, 3 messages',
      target: '0.85',
      seen: share(named.right),
    },
    {
      what: 'topic: conversations about something else that get one of the 20 names',
      target: 'at most 0.10',
      seen: share(named.foreign),
    },
    { what: 'topic: all 77 intents as topics', target: '–', seen: share(await measureTopics(encoder, 77)) },
  ]
}
