import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** `stalled`: lines stay open and nothing passes, new ones too. `dead`: those that are open never pass anything again. `cut`: none opens. */
type State = 'well' | 'stalled' | 'cut'

/** A wire to a server, on which something stands that can break it as networks do. */
export class Wire {
  readonly #lines = new Set<Line>()
  readonly #server
  #state: State = 'well'

  private constructor(port: number) {
    this.#server = createServer((near) => this.#open(near, port))
  }

  static async to(port: number): Promise<Wire> {
    const wire = new Wire(port)
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve))
    return wire
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Nothing passes, nobody is told; when it is mended, what was sent arrives. */
  stall(): void {
    this.#state = 'stalled'
    for (const line of this.#lines) line.pause()
  }

  /** Nothing passes over these lines any more, and nobody is ever told; new ones work when it is mended. */
  kill(): void {
    this.stall()
    for (const line of this.#lines) line.dead = true
  }

  cut(): void {
    this.#state = 'cut'
    for (const line of this.#lines) line.end()
  }

  mend(): void {
    this.#state = 'well'
    for (const line of this.#lines) if (!line.dead) line.resume()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #open(near: Socket, port: number): void {
    if (this.#state === 'cut') return void near.destroy()
    const line = new Line(near, connect(port, '127.0.0.1'))
    this.#lines.add(line)
    line.ended.then(() => this.#lines.delete(line)).catch(() => {})
    if (this.#state === 'stalled') line.pause()
  }
}

class Line {
  dead = false
  readonly ended: Promise<unknown>
  readonly #ends: [Socket, Socket]

  constructor(near: Socket, far: Socket) {
    this.#ends = [near, far]
    this.ended = Promise.all(this.#ends.map((socket) => new Promise((closed) => socket.once('close', closed))))
    for (const socket of this.#ends)
      socket
        .setNoDelay(true)
        .on('error', () => {})
        .on('close', () => this.dead || this.end())
    this.resume()
  }

  pause(): void {
    for (const socket of this.#ends) socket.unpipe().pause()
  }

  resume(): void {
    const [near, far] = this.#ends
    near.pipe(far)
    far.pipe(near)
  }

  end(): void {
    for (const socket of this.#ends) socket.destroy()
  }
}
