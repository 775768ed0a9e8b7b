import type { MailKind } from '../../protocol/mail/mail.ts'
import type { MailRow } from '../db/schema.ts'
import type { Context } from '../ground/context.ts'
import { Problem } from '../ground/errors.ts'
import { Rounds } from '../ground/rounds.ts'
import type { Letter } from './letter.ts'
import { claimDue } from '../db/claim-due.ts'
import { dropMail, forgetOldMails, postponeMail, settleMail } from './outbox.ts'
import type { Smtp } from './smtp.ts'

const leaseMs = 120_000
const forgetEveryMs = 3_600_000

/** Writes the letter of a mail that is due; null when there is nothing to tell any more. */
export type Writer = (
  ctx: Context,
  about: Record<string, string>,
  mail: MailRow,
) => Promise<Omit<Letter, 'to'> | null>

/** Carries the outbox to the mail server: at least once. One whose address is refused waits or is given up on by itself; a server that is away ends the round. */
export class Postman {
  readonly #ctx: Context
  readonly #writers: Record<MailKind, Writer>
  readonly #rounds: Rounds
  #forgotAt = 0

  constructor(ctx: Context, writers: Record<MailKind, Writer>) {
    this.#ctx = ctx
    this.#writers = writers
    this.#rounds = new Rounds(ctx, 'send mail', ctx.timing.sweepIntervalMs, (signal) => this.#sendAll(signal))
  }

  start(): void {
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  async #sendAll(signal: AbortSignal): Promise<void> {
    if (Date.now() > this.#forgotAt + forgetEveryMs) {
      this.#forgotAt = Date.now()
      await forgetOldMails(this.#ctx)
    }
    if (!this.#ctx.mail.isOn) return
    while (!signal.aborted) {
      const mail = await claimDue(this.#ctx.db, 'mails', leaseMs)
      if (!mail || !(await this.#send(mail))) return
    }
  }

  /** False when the server is away: the others would wait for it in vain, too. */
  async #send(mail: MailRow): Promise<boolean> {
    try {
      const { server } = this.#ctx.mail
      if (!server) return false
      const letter = await this.#writers[mail.kind as MailKind](this.#ctx, JSON.parse(mail.about), mail)
      if (!letter) await dropMail(this.#ctx, mail)
      else {
        await sendBy(server, { ...letter, to: mail.recipient })
        await settleMail(this.#ctx, mail)
      }
      return true
    } catch (error) {
      const { hopeless, away, message } = notSent(error)
      this.#ctx.log.warn({ mail: mail.id, kind: mail.kind, reason: message }, 'a mail was not sent')
      await postponeMail(this.#ctx, mail, message, { hopeless, away })
      return !away
    }
  }
}

/** The library is large, and most Halos start without ever needing it. */
export const sendBy = async (server: Smtp, letter: Letter): Promise<void> =>
  (await import('./smtp.ts')).sendMail(server, letter)

/** Who cannot be read, as a sealed password, is like a server that is away; a defect of ours is no reason to try for ever. */
function notSent(error: unknown): { message: string; hopeless: boolean; away: boolean } {
  const { message, hopeless = false, away = false } = error as Error & { hopeless?: boolean; away?: boolean }
  return { message, hopeless, away: away || error instanceof Problem }
}
