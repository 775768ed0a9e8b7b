import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { Bus } from '../events/bus.ts'

/** What every action needs. One per process; nothing in it belongs to one request. */
export interface Context {
  db: Database
  bus: Bus
  log: Logger
  /** The model by which questions are compared, whether or not this process does it. */
  compares: string
  /** This process, in leases and in presence. A new one at each start. */
  process: string
  timing: Timing
  /** Aborts when this process is asked to end: whoever waits for something to happen stops waiting. */
  closing: AbortSignal
}

/** How long things take before something happens, in milliseconds. Tests shorten them; nothing else does. */
export interface Timing {
  /** From closing the widget to the end of the conversation: a page change must fit in. */
  closeGrace: number
  /** Without the visitor, for the conversation to end by itself. */
  awayLimit: number
  /** From a tab's goodbye until its visitor counts as gone, unless another page of the site says hello. */
  leaveGrace: number
  /** From the last heartbeat until a visitor whose cable was pulled counts as gone. */
  presenceLease: number
  /** A process that was not heard of for this long is dead, and its visitors with it, unless they reconnect. */
  processLease: number
  /** Words of a running reply pass only if the pen was seen with the AI within this time; a takeover waits no longer for who does not answer. */
  relayLease: number
  /** A draft, or watchers, that nobody vouches for any more are taken off the screens after this long. */
  passingLease: number
  /** Between two pings of a socket. */
  ping: number
  /** A running reply belongs to its process this long after the last renewal. */
  runLease: number
  /** A reply must be finished, or the visitor is told that it failed. */
  runLimit: number
  /** A provider has this long to judge a reply that was posted; nobody waits for it. */
  judgeLimit: number
  /** How often deadlines and abandoned runs are looked for. */
  sweep: number
  /** Between two pages of one site, unless its robots.txt asks for more. */
  crawlPause: number
  /** Before an alert that was not delivered is sent again for the first time; then twice as long each time. */
  alertRetry: number
  /** How long changes of one incident gather before they are told as one. */
  alertGather: number
}

export const timing: Timing = {
  closeGrace: 30_000,
  awayLimit: 600_000,
  leaveGrace: 4_000,
  presenceLease: 15_000,
  processLease: 6_000,
  relayLease: 1_000,
  passingLease: 4_000,
  ping: 5_000,
  runLease: 5_000,
  runLimit: 50_000,
  judgeLimit: 10_000,
  sweep: 1_000,
  crawlPause: 250,
  alertRetry: 5_000,
  alertGather: 2_500,
}

export const newId = (): string => randomUUID()
