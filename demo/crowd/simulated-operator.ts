import { setTimeout as wait } from 'node:timers/promises'
import { ApiError } from '../../client/api.ts'
import { newId } from '../../client/id.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import type { Chance } from './chance.ts'
import type { Colleague } from './colleague.ts'

const greetings = [
  'Hello, this is Jonas. I have read everything, you do not have to say it again. Let me look into it.',
  'Hi, Jonas here from the roastery. I am sorry that this took so long. What is your order number?',
  'Hello, I am Jonas. I will take care of this myself.',
]
const answers = [
  'Thank you. I have found the order, one moment please.',
  'I have sorted it out; you get a mail within the hour.',
]
const whispers = ['Say sorry', 'Ask for the order number', 'Offer a replacement', 'Keep it short']
const mostAtOnce = 3

/** A second operator at work: takes over from those who ask for a person, talks to them, hands back, and whispers here and there. */
export async function simulateOperator(jonas: Colleague, chance: Chance, signal: AbortSignal): Promise<void> {
  const conversations = new Set<Promise<void>>()
  const pause = (low: number, high: number) => wait(chance.between(low, high) * 1000, undefined, { signal })
  try {
    for (;;) {
      await pause(4, 9)
      const { rows } = await jonas.call('GET /api/feed', {
        query: { window: JSON.stringify({ limit: 100, holder: 'ai' }) },
      })
      const present = rows.filter(({ presence, lastMessage }) => presence === 'active' && lastMessage)
      const calling = present.filter(({ humanRequestedAt }) => humanRequestedAt)
      // What Sarah is at he leaves to her.
      const unhappy = present.filter(({ mood, operators }) => mood.score < -0.1 && !operators.length)
      if (calling.length && conversations.size < mostAtOnce) {
        const talk = forgiving(takeCare(jonas, chance.pick(calling), chance, pause)).finally(() =>
          conversations.delete(talk),
        )
        conversations.add(talk)
      } else if (unhappy.length) await forgiving(whisper(jonas, chance.pick(unhappy), chance.pick(whispers)))
    }
  } catch (error) {
    if (!signal.aborted) console.error(error)
  }
  await Promise.all(conversations)
}

async function takeCare(
  jonas: Colleague,
  { id }: FeedRow,
  chance: Chance,
  pause: (low: number, high: number) => Promise<void>,
): Promise<void> {
  const say = (text: string) =>
    jonas.call('POST /api/conversations/:id/messages', { params: { id }, body: { id: newId(), text } })
  await jonas.call('POST /api/conversations/:id/takeover', { params: { id }, body: {} })
  await pause(4, 8)
  await say(chance.pick(greetings))
  for (const answer of answers) {
    await pause(15, 25)
    await say(answer)
  }
  await pause(15, 30)
  await jonas.call('DELETE /api/conversations/:id/takeover', { params: { id } })
}

async function whisper(jonas: Colleague, { id }: FeedRow, text: string): Promise<void> {
  await jonas.call('POST /api/conversations/:id/whispers', { params: { id }, body: { id: newId(), text } })
}

/** The visitor may leave, and Sarah may be quicker: neither is a failure. Nor is the end of the day. */
async function forgiving(work: Promise<void>): Promise<void> {
  await work.catch((error) => {
    if (!(error instanceof ApiError) && (error as Error).name !== 'AbortError') throw error
  })
}
