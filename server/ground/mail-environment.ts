import { z } from 'zod'
import type { mailSecurities } from '../../protocol/mail/mail.ts'

/** What the environment says of the server that mail goes out by. */
export interface NamedMailServer {
  host: string
  port: number
  security: (typeof mailSecurities)[number]
  user: string | null
  password: string | null
  from: string
  fromName: string
}

const byProtocol: Record<string, { security: NamedMailServer['security']; port: number }> = {
  'smtps:': { security: 'tls', port: 465 },
  'smtp:': { security: 'starttls', port: 587 },
  'smtp+plain:': { security: 'none', port: 25 },
}

const Server = z.string().transform((text, context) => {
  const url = URL.parse(text)
  const usual = url && byProtocol[url.protocol]
  if (!url || !usual || !url.hostname || !['', '/'].includes(url.pathname) || url.search) {
    context.addIssue('is not the address of a mail server')
    return z.NEVER
  }
  const plain = (part: string) => (part ? decodeURIComponent(part) : null)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || usual.port,
    security: usual.security,
    user: plain(url.username),
    password: plain(url.password),
  }
})

const Sender = z.string().transform((text, context) => {
  const [, name = '', named] = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(text) ?? []
  const address = z
    .email()
    .max(254)
    .safeParse(named ?? text)
  if (address.success) return { from: address.data, fromName: name.trim() || 'Halo' }
  context.addIssue('holds no e-mail address')
  return z.NEVER
})

export const mailEnvironment = {
  HALO_SMTP_URL: {
    value: Server.optional(),
    description:
      'The server that mail goes out by, instead of the one that is set up under Settings: `smtps://user@host` (TLS, port 465), `smtp://user@host` (STARTTLS is demanded, port 587), or `smtp+plain://host` (nothing is encrypted, port 25, inside your own network).',
    defaultText: 'the one under Settings; without it no mail is sent',
    right: 'an address like smtp://user@smtp.example.com:587',
    secret: true as const,
  },
  HALO_SMTP_PASSWORD: {
    value: z.string().optional(),
    description: 'Password at that server.',
    defaultText: '',
    right: 'the password that the server knows',
    secret: true as const,
  },
  HALO_MAIL_FROM: {
    value: Sender.optional(),
    description: 'Who the mail is from. Needed with `HALO_SMTP_URL`.',
    defaultText: '',
    right: 'an address like support@example.com, or Example <support@example.com>',
  },
}

type Values = { [N in keyof typeof mailEnvironment]: z.output<(typeof mailEnvironment)[N]['value']> }

export function mailServerOf(values: Values): NamedMailServer | null {
  const { HALO_SMTP_URL: server, HALO_SMTP_PASSWORD: password, HALO_MAIL_FROM: sender } = values
  return server && sender ? { ...server, ...sender, password: password ?? server.password } : null
}
