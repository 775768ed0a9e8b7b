import { parentPort } from 'node:worker_threads'
import { read, type Raw } from './read.ts'

/** Reads one thing after another, away from the event loop that visitors wait for. */
parentPort!.on('message', async ({ id, raw }: { id: number; raw: Raw }) => {
  try {
    parentPort!.postMessage({ id, extracted: await read(raw) })
  } catch (error) {
    parentPort!.postMessage({
      id,
      problem:
        error instanceof Error
          ? error.name === 'Unreadable'
            ? error.message
            : `It could not be read: ${error.message}`
          : String(error),
    })
  }
})
