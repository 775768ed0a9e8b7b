import type { Kysely } from 'kysely'
import type { MailServerInput, MailSettings } from '../../protocol/mail/mail.ts'
import type { Schema } from '../db/schema.ts'
import { keepSetting, readSetting } from '../db/settings.ts'
import { stampOfSetting } from '../db/stamp.ts'
import { followTopic } from '../events/follow-topic.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, Invalid } from '../ground/errors.ts'
import type { Allowed } from '../ground/network-ranges.ts'
import type { Seal } from '../ground/seal.ts'
import type { Smtp } from './smtp.ts'

const key = 'mail'

/** As it is kept: its password sealed. */
interface Kept extends Omit<MailServerInput, 'password'> {
  password: string | null
}

interface Parts {
  seal: Seal
  /** Named by environment variables; wins. */
  environment: Omit<Smtp, 'allowed'> | null
  /** Addresses of our own network that a server may stand at which an Admin names. */
  allowed: Allowed
}

declare module '../ground/context.ts' {
  interface Context {
    mail: Mail
  }
}

/** By which server mail goes out, if by any. Every process follows it. */
export class Mail {
  #parts: Parts = { seal: { seal: String, open: String }, environment: null, allowed: [] }
  #kept: Kept | null = null
  #stop = () => {}

  async start(ctx: Context, parts: Parts): Promise<void> {
    this.#parts = parts
    this.#stop = await followTopic(ctx, {
      topic: key,
      load: async () => void (this.#kept = await readSetting<Kept>(ctx.db.reads, key)),
      stamp: () => stampOfSetting(ctx.db.reads, key),
    })
  }

  stop(): void {
    this.#stop()
  }

  /** Whether mail is sent at all. Where it is not, people are told what to hand over. */
  get isOn(): boolean {
    return Boolean(this.#parts.environment ?? this.#kept)
  }

  get shown(): MailSettings {
    const { environment } = this.#parts
    const shown = environment ?? this.#kept
    if (!shown) return { server: null, hasPassword: false, fromEnvironment: false }
    const { password, ...server } = shown
    return { server, hasPassword: password !== null, fromEnvironment: environment !== null }
  }

  /** Null when there is none. A password that was sealed under another secret cannot be sent: throws `Sealed`. */
  get server(): Smtp | null {
    const { environment, seal, allowed } = this.#parts
    if (environment) return { ...environment, allowed: null }
    return this.#kept && { ...this.#kept, password: this.#kept.password && seal.open(this.#kept.password), allowed }
  }

  async save(ctx: Context, { password, ...server }: MailServerInput): Promise<MailSettings> {
    this.#mustBeOurs()
    this.#kept = await ctx.db.write(async (trx) => {
      const before = await readSetting<Kept>(trx, key, ctx.db.dialect === 'postgres')
      const kept = { ...server, password: this.#sealed(password, server, before) }
      await keepSetting(trx, key, kept)
      return kept
    })
    ctx.bus.publish(key, {})
    return this.shown
  }

  async remove(ctx: Context): Promise<MailSettings> {
    this.#mustBeOurs()
    await ctx.db.write(forget)
    this.#kept = null
    ctx.bus.publish(key, {})
    return this.shown
  }

  /** A password that is kept is sent nowhere else than where it was entered for. */
  #sealed(entered: string | null | undefined, server: Omit<Kept, 'password'>, before: Kept | null): string | null {
    if (entered) return this.#parts.seal.seal(entered)
    if (entered === null || !before?.password) return null
    const isSame = before.host === server.host && before.port === server.port && before.user === server.user
    if (!isSame || (before.security !== 'none' && server.security === 'none'))
      throw new Invalid('password_again', 'The server or its protection is another: enter the password again.')
    return before.password
  }

  #mustBeOurs(): void {
    if (this.#parts.environment)
      throw new Conflict('from_environment', 'HALO_SMTP_URL says by which server mail goes out.')
  }
}

async function forget(trx: Kysely<Schema>): Promise<void> {
  await trx.deleteFrom('settings').where('key', '=', key).execute()
  await trx.deleteFrom('mails').where('state', '=', 'waiting').execute()
}
