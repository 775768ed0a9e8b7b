import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { usualStretch } from '../../protocol/stretch.ts'

/** What every action needs. One per process; nothing in it belongs to one request. What else there is, such as `db` and `bus`, is declared where it stands. */
export interface Context {
  log: Logger
  /** The model by which questions are compared, whether or not this process does it. */
  compares: string
  /** This process, in leases and in presence. A new one at each start. */
  process: string
  timing: Timing
  /** Messages that a visitor may write into one conversation. */
  longestConversation: number
  /** How often a person is called for visitors of one network within ten minutes. */
  mostCalls: number
  /** How much of a conversation one transcript shows. */
  stretch: typeof usualStretch
  /** Whether what stands behind the path of a page's address is kept. */
  keepQueries: boolean
  /** Aborts when this process is asked to end: whoever waits for something to happen stops waiting. */
  closing: AbortSignal
}

/** The same for actions that nobody waits for. */
export const unhurried = (ctx: Context): Context => ({ ...ctx, db: { ...ctx.db, write: ctx.db.writeSoon } })

/** How long things take before something happens, in milliseconds. Tests shorten them; nothing else does. */
export interface Timing {
  /** From closing the widget to the end of the conversation: a page change must fit in. */
  closeGraceMs: number
  /** Without the visitor, for the conversation to end by itself. */
  awayLimitMs: number
  /** From a tab's goodbye until its visitor counts as gone, unless another page of the site says hello. */
  leaveGraceMs: number
  /** From the last heartbeat until a visitor whose cable was pulled counts as gone. */
  presenceLeaseMs: number
  /** A process that was not heard of for this long is dead, and its visitors with it, unless they reconnect. */
  processLeaseMs: number
  /** Words of a running reply pass only if the pen was seen with the AI within this time; a takeover waits no longer for who does not answer. */
  relayLeaseMs: number
  /** A draft, or watchers, that nobody vouches for any more are taken off the screens after this long. */
  ephemeralLeaseMs: number
  /** Between two pings of a socket. */
  pingIntervalMs: number
  /** A running reply belongs to its process this long after the last renewal. */
  runLeaseMs: number
  /** A reply must be finished, or the visitor is told that it failed. */
  runTimeoutMs: number
  /** A provider has this long to judge a reply that was posted; nobody waits for it. */
  assessTimeoutMs: number
  /** How often deadlines and abandoned runs are looked for. */
  sweepIntervalMs: number
  /** Between two pages of one site, unless its robots.txt asks for more. */
  crawlPauseMs: number
  /** Before an alert that was not delivered is sent again for the first time; then twice as long each time. */
  alertRetryMs: number
  /** What somebody may see in the dashboard first is mailed after so long. */
  mailDelayMs: number
  /** A mail whose server has been out of reach for so long is given up on. */
  mailPatienceMs: number
  /** A webhook that has failed for so long is given up on. */
  webhookPatienceMs: number
  /** The team has so long to answer what it is asked about a running conversation. */
  inquiryMs: number
  /** A person can edit what they sent, or take it back, for so long. */
  editableMs: number
  /** How long changes of one incident gather before they are told as one. */
  alertDebounceMs: number
}

export const timing: Timing = {
  closeGraceMs: 30_000,
  awayLimitMs: 600_000,
  leaveGraceMs: 4_000,
  presenceLeaseMs: 15_000,
  processLeaseMs: 6_000,
  relayLeaseMs: 1_000,
  ephemeralLeaseMs: 4_000,
  pingIntervalMs: 5_000,
  runLeaseMs: 5_000,
  runTimeoutMs: 50_000,
  assessTimeoutMs: 10_000,
  sweepIntervalMs: 1_000,
  crawlPauseMs: 250,
  alertRetryMs: 5_000,
  mailDelayMs: 60_000,
  mailPatienceMs: 3 * 24 * 3_600_000,
  webhookPatienceMs: 3 * 24 * 3_600_000,
  inquiryMs: 300_000,
  // Somewhat longer than screens offer it.
  editableMs: 65_000,
  alertDebounceMs: 2_500,
}

/** An id that begins with the time (RFC 9562, version 7), so that what is written together is stored together. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
