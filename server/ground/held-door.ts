import { createServer, type Server, type Socket } from 'node:net'

interface Place {
  host: string
  port: number
}

/** Several processes may listen at one port at once, so that one can take the place of another without a moment at which nobody does. */
export const portsCanBeShared = process.platform === 'linux'

/** Listens where another process still does, and holds whoever comes until this process can answer. */
export class HeldDoor {
  readonly #server: Server
  readonly #held: Socket[] = []

  private constructor() {
    this.#server = createServer({ pauseOnConnect: true }, (socket) => {
      socket.on('error', () => socket.destroy())
      this.#held.push(socket)
    })
  }

  /** Null where the port cannot be shared: then whoever comes in between is refused, and comes again. */
  static async open({ host, port }: Place): Promise<HeldDoor | null> {
    if (!portsCanBeShared) return null
    const door = new HeldDoor()
    return new Promise((resolve) => {
      door.#server.once('error', () => resolve(null))
      door.#server.listen({ host, port, reusePort: true }, () => resolve(door))
    })
  }

  /** Everybody who waits, and no more from now on: `server` listens itself. */
  async handTo(server: { emit(event: 'connection', socket: Socket): unknown }): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#held.splice(0)) {
      socket.removeAllListeners('error')
      server.emit('connection', socket)
      socket.resume()
    }
    closed.catch(() => {})
  }
}

/** Whether somebody answers there: a port that can be shared would not refuse a second Halo that was started by mistake. */
export async function isTaken({ host, port }: Place): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(true))
    probe.listen({ host, port }, () => probe.close(() => resolve(false)))
  })
}
