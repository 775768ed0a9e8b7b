import { test } from 'node:test'
import { seed, sized } from '../size.ts'
import { serversCluster } from './faults/cluster.ts'
import { survive } from './faults/survive.ts'

const faults = sized({ little: 4, short: 20, full: 75 })
const rounds = sized({ little: 1, short: 1, full: 2 })

for (let from = seed; from < seed + rounds; from++)
  test(`${faults} faults on PostgreSQL, NATS and three processes (seed ${from})`, { timeout: Infinity }, (t) =>
    survive(serversCluster, faults, from, (words) => t.diagnostic(words)),
  )
