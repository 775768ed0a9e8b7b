import { Worker } from 'node:worker_threads'
import { Unreadable } from './formats/extracted.ts'
import { read, type Raw } from './formats/read.ts'
import { rulesOf } from './formats/robots.ts'
import { readMap } from './formats/sitemap.ts'

/** What others wrote and this process parses. */
export type Work =
  | { kind: 'file'; raw: Raw }
  | { kind: 'sitemap'; bytes: Uint8Array; base: string }
  | { kind: 'robots'; text: string; url: string; page: string | null }

export interface Results {
  file: Awaited<ReturnType<typeof read>>
  sitemap: ReturnType<typeof readMap>
  robots: ReturnType<typeof rulesOf>
}

const mostBytes = Number(process.argv[2])

// From a thread of its own, because a parser that eats memory does not let go of the process. What lies outside the heap counts, too.
new Worker(
  `setInterval(() => process.memoryUsage.rss() > ${mostBytes} && process.kill(process.pid, 'SIGKILL'), 10)`,
  { eval: true },
).unref()

process.on('disconnect', () => process.exit())
process.on('message', async ({ id, work }: { id: number; work: Work }) => {
  try {
    process.send!({ id, result: await resultOf(work) })
  } catch (error) {
    process.send!({ id, problem: problemOf(error) })
  }
})

function resultOf(work: Work): unknown {
  if (work.kind === 'file') return read(work.raw)
  if (work.kind === 'sitemap') return readMap(work.bytes, work.base)
  return rulesOf(work.text, work.url, work.page)
}

function problemOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message
  return `It could not be read: ${error instanceof Error ? error.message : String(error)}`
}
