import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { startProgram } from './program.ts'
import { amount } from './size.ts'
import { ms, quantile, tableOf, type Section } from './table.ts'

const rounds = amount(200, 3)
/** After the takeover nothing may come any more; so long it is listened for. */
const silenceMs = amount(150, 50)
const question = 'How do I pause my subscription, and when will the next box be sent?'

/** How soon the AI falls silent after a takeover, a whisper is in the prompt of the reply under way, and whoever needs somebody is on the screen. */
export async function supervision(): Promise<Section> {
  const program = await startProgram('server/main.ts')
  try {
    const ada = await OperatorClient.signIn(program.url, program.email, program.password)
    const { widgetKey } = await ada.call('GET /api/me')
    const desk: Desk = { ada, arrive: () => VisitorClient.arrive(program.url, widgetKey) }
    return present({
      silence: await repeat(() => silence(desk)),
      heard: await repeat(() => heard(desk)),
      lead: await repeat(() => lead(desk)),
    })
  } finally {
    await program.stop()
  }
}

interface Desk {
  ada: OperatorClient
  arrive(): Promise<VisitorClient>
}

async function repeat(measure: () => Promise<number | null>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const time = await measure()
    if (time !== null) times.push(time)
  }
  return times.sort((a, b) => a - b)
}

/** From the answer to the takeover until the last words of the AI at the visitor; null when the reply was over before. */
async function silence({ ada, arrive }: Desk): Promise<number | null> {
  const vic = await arrive()
  const chat = await vic.open()
  const line = await vic.connect()
  await line.follow(chat)
  const words = () => line.heard.filter(({ type }) => type === 'reply.streamed').length
  const isOver = () => line.picture(chat).messages.some(({ from }) => from === 'ai')
  await vic.say(chat, question)
  await line.until(() => words() > 0 || isOver(), 'the first words')
  await ada.takeOver(chat)
  const taken = performance.now()
  let [seen, last] = [words(), taken]
  while (performance.now() < taken + silenceMs) {
    await sleep(1)
    if (words() > seen) [seen, last] = [words(), performance.now()]
  }
  const wasOver = isOver()
  line.close()
  return wasOver ? null : last - taken
}

/** From sending a whisper until the operator is told that the reply under way has it; null when that reply had begun to speak. */
async function heard({ ada, arrive }: Desk): Promise<number | null> {
  const vic = await arrive()
  const chat = await vic.open()
  const line = await ada.connect()
  await line.follow(chat)
  const told = (type: string) => line.heard.some((event) => event.type === type)
  const isOver = () => line.picture(chat).messages.some(({ from }) => from === 'ai')
  await vic.say(chat, question)
  const began = performance.now()
  await ada.whisper(chat, 'Be brief.')
  await line.until(() => told('whisper.taken') || isOver(), 'the reply')
  const time = performance.now() - began
  const isTaken = told('whisper.taken')
  line.close()
  return isTaken ? time : null
}

/** From a visitor's asking for a person until the row says so in a feed that somebody looks at. */
async function lead({ ada, arrive }: Desk): Promise<number> {
  const vic = await arrive()
  const chat = await vic.open()
  const line = await ada.connect()
  line.feed()
  const shows = (asked: boolean) =>
    line.frames.some(
      (frame) =>
        frame.type === 'feed' && frame.rows.some((row) => row.id === chat && (!asked || row.humanRequestedAt)),
    )
  await line.until(() => shows(false), 'the row')
  const began = performance.now()
  await vic.askForHuman(chat)
  await line.until(() => shows(true), 'the row of whoever needs somebody')
  const time = performance.now() - began
  line.close()
  await vic.leave(chat)
  return time
}

interface Times {
  silence: number[]
  heard: number[]
  lead: number[]
}

function present({ silence, heard, lead }: Times): Section {
  const missed: string[] = []
  const row = (what: string, times: number[], most: number) => {
    const p99 = quantile(times, 0.99)
    if (!(p99 <= most)) missed.push(what)
    return [what, times.length, ms(quantile(times, 0.5)), ms(p99), `≤ ${most} ms ${p99 <= most ? '✓' : '✗'}`]
  }
  return {
    title: 'Supervision',
    says:
      `${rounds} conversations each, one after the other, with the built-in answerer; what came too late to count (a reply that was over, or had begun to speak) is left out. ` +
      'Silence is from the answer to the takeover until the last word of the AI at the visitor, 0 if none came after it. From visitor to operator, see Delivery.',
    table: tableOf(
      ['what', 'counted', 'p50 ms', 'p99 ms', 'target p99'],
      [
        row('takeover committed → last word of the AI', silence, 50),
        row('whisper sent → in the prompt of the reply', heard, 50),
        row('a person asked for → the row on screen', lead, 500),
      ],
    ),
    missed,
  }
}
