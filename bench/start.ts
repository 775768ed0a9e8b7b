import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildOnce } from '../scripts/build.ts'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { startProgram } from './program.ts'
import { median, ms, tableOf, type Section } from './table.ts'
import { amount } from './size.ts'

const starts = amount(5, 1)
const conversations = amount(200, 5)
const longest = 2_000

/** How long Halo takes from nothing to ready, on a data folder that has been in use. */
export async function start(): Promise<Section> {
  await buildOnce()
  const folder = await mkdtemp(join(tmpdir(), 'halo-bench-'))
  await use(folder)
  const server = await timesOf('server/main.ts', folder)
  const whole = await timesOf('npm start', folder)
  await rm(folder, { recursive: true, force: true })
  const row = (what: string, times: number[]) => [
    what,
    ms(Math.min(...times)),
    ms(median(times)),
    ms(Math.max(...times)),
    `≤ ${longest / 1000} s ${median(times) <= longest ? '✓' : '✗'}`,
  ]
  return {
    title: 'Cold start to ready',
    says: `From the start of the process until /readyz answers 200, ${starts} times, after the first build, with ${conversations} conversations in the data folder.`,
    table: tableOf(
      ['', 'fastest ms', 'median ms', 'slowest ms', 'target'],
      [row('the server alone', server), row('npm start', whole)],
    ),
    missed: [
      ...(median(server) > longest ? ['start of the server'] : []),
      ...(median(whole) > longest ? ['npm start'] : []),
    ],
  }
}

async function use(folder: string): Promise<void> {
  const program = await startProgram('server/main.ts', { folder })
  const ada = await OperatorClient.signIn(program.url, program.email, program.password)
  const { widgetKey } = await ada.call('GET /api/me')
  for (let count = 0; count < conversations; count++) {
    const vic = await VisitorClient.arrive(program.url, widgetKey)
    await vic.say(await vic.open(), 'Where is my order?')
  }
  await program.stop()
}

async function timesOf(what: string, folder: string): Promise<number[]> {
  const times: number[] = []
  for (let count = 0; count < starts; count++) {
    const program = await startProgram(what, { folder })
    times.push(program.startedIn)
    await program.stop()
  }
  return times
}
