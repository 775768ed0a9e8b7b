import { centroidOf, classifyTopic, type NamedTopic } from '../../server/language/named-topics.ts'
import type { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { readBanking, type Utterance } from './corrections.ts'
import { pickFrom, randomFrom } from './random.ts'
import { mean } from './row.ts'
import { amount } from '../size.ts'

const seeds = amount([1, 2, 3, 4, 5], [1])
const examples = 5
const messages = 3
/** Conversations of each topic. */
const asked = 5

/** Intents of BANKING77 as an operator's topics: five examples each; three further utterances of one intent are a conversation. Five seeds. */
export async function measureTopics(encoder: Encoder, topics: number): Promise<number> {
  return (await measureNamed(encoder, topics)).right
}

/** `foreign`: of conversations about other intents, so many get one of the names all the same. */
export async function measureNamed(encoder: Encoder, topics: number): Promise<{ right: number; foreign: number }> {
  const byIntent = [...Map.groupBy(readBanking(), ({ category }) => category)]
  const hits: number[] = []
  const strays: number[] = []
  for (const seed of seeds) {
    const random = randomFrom(seed)
    const named: NamedTopic[] = []
    const { picked: chosen, left: others } = pickFrom(byIntent, topics, random)
    const conversations: { title: string; said: Utterance[] }[] = []
    for (const [title, all] of chosen) {
      const { picked, left } = pickFrom(all, examples, random)
      named.push({ title, centroid: centroidOf(await vectorsOf(encoder, picked)) })
      const rest = pickFrom(left, asked * messages, random).picked
      for (let at = 0; at + messages <= rest.length; at += messages)
        conversations.push({ title, said: rest.slice(at, at + messages) })
    }
    for (const { title, said } of conversations)
      hits.push(Number(classifyTopic(await vectorsOf(encoder, said), named)?.title === title))
    for (const [, all] of others)
      strays.push(
        Number(classifyTopic(await vectorsOf(encoder, pickFrom(all, messages, random).picked), named) !== null),
      )
  }
  return { right: mean(hits), foreign: strays.length ? mean(strays) : 0 }
}

async function vectorsOf(encoder: Encoder, utterances: Utterance[]): Promise<Float32Array[]> {
  return (await encoder.encode(utterances.map(({ text }) => text))) ?? []
}
