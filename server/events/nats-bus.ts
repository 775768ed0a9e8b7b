import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import { Unavailable } from '../ground/errors.ts'
import type { Bus, Listener } from './bus.ts'
import { MemoryBus } from './memory-bus.ts'

export async function openNatsBus(url: string, log: Logger): Promise<Bus> {
  const { server, prefix } = readUrl(url)
  try {
    const link = await connect({
      ...server,
      name: 'halo',
      // Our own listeners were told already, without the way over the network.
      noEcho: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      ignoreAuthErrorAbort: true,
      // A link that died without a word is noticed at the third ping. Until then the log is read by `LogSweep`.
      pingInterval: 2_000,
      maxPingOut: 2,
      timeout: 3_000,
    })
    return new NatsBus(link, prefix, log)
  } catch (error) {
    throw new Unavailable(
      'unavailable',
      `The NATS server ${server.servers} cannot be reached (${(error as Error).message})`,
    )
  }
}

/** `nats://user:password@host:4222/staging` puts everything under `halo.staging.` */
function readUrl(text: string) {
  const url = new URL(text.includes('://') ? text : `nats://${text}`)
  const path = url.pathname.split('/').filter(Boolean).join('.')
  const user = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : {}
  const tls = url.protocol === 'tls:' ? { tls: {} } : {}
  return { server: { servers: url.host, ...user, ...tls }, prefix: path ? `halo.${path}.` : 'halo.' }
}

class NatsBus implements Bus {
  connected = true
  readonly shared = true
  readonly link: NatsConnection
  readonly #prefix: string
  readonly #log: Logger
  readonly #local: MemoryBus
  /** One subscription with the server for each pattern, however many listen here. */
  readonly #remote = new Map<string, Subscription>()
  readonly #gapListeners = new Set<() => void>()

  constructor(link: NatsConnection, prefix: string, log: Logger) {
    this.link = link
    this.#prefix = prefix
    this.#log = log
    this.#local = new MemoryBus(log)
    this.link.subscribe(this.#gapSubject, { callback: () => this.#tellGap() })
    this.#watchLink().catch((err) => log.error({ err }, 'The link to NATS is no longer watched'))
  }

  publish(topic: string, hint: unknown): void {
    this.#local.publish(topic, hint)
    if (!this.connected) return
    try {
      this.#send(topic, hint)
    } catch (err) {
      this.#log.error({ err, topic }, 'A hint could not be sent to the other processes')
    }
  }

  publishHere(topic: string, hint: unknown): void {
    this.#local.publish(topic, hint)
  }

  subscribe(topic: string, listener: Listener): () => void {
    const stop = this.#local.subscribe(topic, listener)
    if (!this.#remote.has(topic)) this.#remote.set(topic, this.#listen(topic))
    return () => {
      stop()
      if (this.#local.hears(topic)) return
      this.#remote.get(topic)?.unsubscribe()
      this.#remote.delete(topic)
    }
  }

  onGap(listener: () => void): () => void {
    const own = () => listener()
    this.#gapListeners.add(own)
    return () => this.#gapListeners.delete(own)
  }

  async close(): Promise<void> {
    if (this.connected) await this.link.flush().catch(() => {})
    this.connected = false
    await this.link.close()
    await this.#local.close()
  }

  #send(topic: string, hint: unknown): void {
    const payload = Buffer.from(JSON.stringify(hint))
    const most = this.link.info?.max_payload ?? 1_048_576
    if (payload.length <= most) return this.link.publish(this.#prefix + topic, payload)
    // The copy of the events only saves a read; without it the hint is small.
    const { events: _, ...bare } = hint as { events?: unknown }
    this.link.publish(this.#prefix + topic, JSON.stringify(bare))
  }

  #listen(pattern: string): Subscription {
    return this.link.subscribe(this.#prefix + pattern, {
      callback: (err, message) => {
        if (err) return this.#log.error({ err, topic: pattern }, 'A subscription on NATS failed')
        const topic = message.subject.slice(this.#prefix.length)
        try {
          this.#local.deliver(pattern, topic, message.json())
        } catch (err) {
          this.#log.error({ err, topic }, 'A hint that is no JSON came over NATS')
        }
      },
    })
  }

  async #watchLink(): Promise<void> {
    for await (const status of this.link.status()) {
      if (status.type === 'disconnect') {
        this.connected = false
        this.#log.warn('The link to NATS is lost; other processes get no hints until it is back')
      }
      if (status.type === 'reconnect') {
        this.connected = true
        this.#log.info('The link to NATS is back')
        this.#tellGap()
        // What we published meanwhile never reached the others, whose own links may have been well all the time.
        this.link.publish(this.#gapSubject)
      }
    }
  }

  get #gapSubject(): string {
    return `${this.#prefix}gap`
  }

  #tellGap(): void {
    for (const listener of this.#gapListeners) {
      try {
        listener()
      } catch (err) {
        this.#log.error({ err }, 'A listener for gaps failed')
      }
    }
  }
}
