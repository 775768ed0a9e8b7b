/** The bus port: hints that something happened. Hints may be lost, events may not; whoever must not miss anything reads the log. */
export interface Bus {
  /** Tell whoever cares, in every process. Never throws for a lost link: hints may be lost. Subscribers get them in publish order per publisher. */
  publish(topic: string, hint: unknown): void
  /** Tell only the subscribers in this process: what it found out by itself, the others find out by themselves. */
  publishHere(topic: string, hint: unknown): void
  /** `topic` exact, or ending in '.*', which stands for one more word. Returns unsubscribe. A listener's exception is logged and stops nobody else. */
  subscribe(topic: string, listener: Listener): () => void
  /** Called after a link was lost and is back, this process's or another's: whoever reads must look into the log. */
  onGap(listener: () => void): () => void
  readonly connected: boolean
  /** Whether other processes may be on it. */
  readonly shared: boolean
  close(): Promise<void>
}

export type Listener = (hint: unknown, topic: string) => void

declare module '../ground/context.ts' {
  interface Context {
    bus: Bus
  }
}
