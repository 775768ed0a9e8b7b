import { WebSocket } from 'ws'
import { FeedSort, FeedWindow, version, type FeedFrame } from '../protocol/frames.ts'
import type { OperatorClient } from '../test/world.ts'

interface Looking {
  /** Forget what was seen so far, and count from now on. */
  begin(): void
  end(): { ages: number[]; frames: number; bytes: number }
  close(): void
}

/** Dashboards as the server sees them: each looks through a window of its own, spread over the orders and over the upper part of the list. */
export async function watch(url: string, ada: OperatorClient, count: number): Promise<Looking> {
  let seen = { ages: [] as number[], frames: 0, bytes: 0 }
  const sockets = await Promise.all(
    Array.from({ length: count }, async (_, place) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/api/socket`, {
        headers: { cookie: ada.headers.cookie!, origin: url },
        perMessageDeflate: false,
      })
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      const known = new Map<string, number>()
      socket.on('message', (bytes: Buffer) => {
        const frame = JSON.parse(String(bytes)) as FeedFrame
        if (frame.type !== 'feed') return
        seen.frames++
        seen.bytes += bytes.length
        seen.ages.push(...agesIn(frame, known))
      })
      socket.send(JSON.stringify({ type: 'hello', version }))
      const sort = FeedSort.options[place % FeedSort.options.length]!
      socket.send(
        JSON.stringify({
          type: 'feed',
          generation: 1,
          window: FeedWindow.parse({ sort, offset: Math.floor(place / 8) * 40, limit: 60 }),
        }),
      )
      return socket
    }),
  )
  return {
    begin: () => {
      seen = { ages: [], frames: 0, bytes: 0 }
    },
    end: () => seen,
    close: () => sockets.forEach((socket) => socket.close()),
  }
}

/** How old the newest message is in each row that was on the screen before; a row that only comes into the window brings an old one. */
function agesIn({ ids, rows }: FeedFrame, known: Map<string, number>): number[] {
  const now = Date.now()
  const ages: number[] = []
  for (const { id, lastMessage } of rows) {
    const [at, before] = [lastMessage?.at ?? 0, known.get(id)]
    if (before !== undefined && at > before) ages.push(now - at)
    known.set(id, at)
  }
  if (ids) for (const id of known.keys()) if (!ids.includes(id)) known.delete(id)
  return ages
}
