import type { Context } from '../context.ts'
import { sweepRetention } from './retention.ts'

/** Looks now and then what need not be kept any longer. */
export class Keeper {
  private readonly ctx: Context
  private timer: NodeJS.Timeout | null = null
  private working: Promise<void> | null = null

  constructor(ctx: Context) {
    this.ctx = ctx
  }

  start(): void {
    this.timer = setInterval(() => this.look(), this.ctx.timing.sweep * 60)
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    await this.working
  }

  private look(): void {
    if (this.working || this.ctx.closing.aborted) return
    this.working = sweepRetention(this.ctx, Date.now())
      .catch((error) => this.ctx.log.error({ error }, 'could not let go what is due'))
      .finally(() => (this.working = null))
  }
}
