import type { Logger } from 'pino'
import { MemoryBus } from './memory-bus.ts'
import { openNatsBus } from './nats-bus.ts'
import type { Bus } from './bus.ts'

/** `url` null: within this process. Otherwise NATS; a path in the URL keeps installations that share a server apart. */
export async function openBus(options: { url: string | null; log: Logger }): Promise<Bus> {
  return options.url ? openNatsBus(options.url, options.log) : new MemoryBus(options.log)
}
