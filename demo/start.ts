import { openBuiltin } from '../server/builtin/builtin.ts'
import { startHalo, type Halo } from '../server/app.ts'
import { readConfig } from '../server/ground/config.ts'
import { Chance } from './crowd/chance.ts'
import { Colleague } from './crowd/colleague.ts'
import { Crowd } from './crowd/crowd.ts'
import { seedDemo } from './crowd/seed.ts'
import { simulateOperator } from './crowd/simulated-operator.ts'
import { dialogues } from './dialogues/index.ts'

/** Whoever looks at the demo signs in as Sarah; Jonas works beside her by himself. */
export const sarah = { name: 'Sarah Lind', email: 'sarah@northwind.example', password: 'coffee first' }
const jonas = { name: 'Jonas Berg', email: 'jonas@northwind.example', password: 'coffee second' }

export interface Demo {
  halo: Halo
  sarah: Colleague
  /** Everybody goes home, then Halo ends. */
  close(): Promise<void>
}

/** A Halo with made-up data in `folder`, a small team, and a shop full of simulated visitors. Nothing of the environment is read. */
export async function startDemo({
  folder,
  port,
  seed,
  visitors,
}: {
  folder: string
  port: number
  seed: number
  visitors: number
}): Promise<Demo> {
  const halo = await startHalo(
    readConfig({
      HOST: '127.0.0.1',
      PORT: String(port),
      HALO_DATA: folder,
      HALO_LOG: 'error',
      HALO_SAMPLE: 'on',
      HALO_ADMIN_NAME: sarah.name,
      HALO_ADMIN_EMAIL: sarah.email,
      HALO_ADMIN_PASSWORD: sarah.password,
    }),
    {
      // A demo's day is short: who left is soon in Completed. And words come at a pace that can be watched.
      timing: { closeGraceMs: 8_000, awayLimitMs: 90_000 },
      model: openBuiltin({ pace: 45, longest: 4_000 }),
    },
  )
  // The second time he is there already.
  await halo.operators.create(jonas).catch(() => {})
  const [first, second] = await Promise.all([Colleague.signIn(halo.url, sarah), Colleague.signIn(halo.url, jonas)])
  await seedDemo(first)

  const end = new AbortController()
  const crowd = new Crowd(halo, { seed, size: visitors, dialogues, troubled: (error) => console.error(error) })
  crowd.gather()
  const help = visitors ? simulateOperator(second, new Chance(seed), end.signal) : Promise.resolve()
  return {
    halo,
    sarah: first,
    close: async () => {
      end.abort()
      await Promise.all([crowd.goHome(), help])
      await halo.close()
    },
  }
}
