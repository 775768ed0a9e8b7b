import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { MailServer } from '../../protocol/mail/mail.ts'
import { mayFetchFrom, type Allowed } from '../ground/network-ranges.ts'
import { htmlOf, subjectOf, textOf, type Letter } from './letter.ts'

export interface Smtp extends MailServer {
  password: string | null
  /** Private addresses that it may stand at; null where whoever runs this machine named it. */
  allowed: Allowed | null
}

/** A mail did not go out: why, in a sentence for an Admin. `away`: the fault is the server's and not this mail's; `hopeless`: trying again is of no use. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
  readonly away: boolean
  readonly hopeless: boolean

  constructor(message: string, { away = false, hopeless = false }: { away?: boolean; hopeless?: boolean } = {}) {
    super(message)
    this.away = away
    this.hopeless = hopeless
  }
}

const connectMs = 10_000
const silenceMs = 20_000

/** Hands one mail to the server, or throws `NotSent`. */
export async function sendMail(server: Smtp, letter: Letter): Promise<void> {
  const { host, port, security, user, password, from, fromName } = server
  const transport = createTransport({
    host: await addressOf(server),
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(isIP(host) ? {} : { tls: { servername: host } }),
    ...(user && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: { name: fromName, address: from },
      to: { name: '', address: letter.to },
      subject: subjectOf(letter),
      text: textOf(letter),
      html: htmlOf(letter),
      // Out-of-office replies and lists leave alone what says so of itself.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
  } catch (error) {
    throw problemOf(error as Problem, server)
  } finally {
    transport.close()
  }
}

/** A server that an Admin named must not lead inside, as no page may; the address that was looked at is the one that is used. */
async function addressOf({ host, allowed }: Smtp): Promise<string> {
  if (!allowed) return host
  const found = await lookup(host, { all: true }).catch(() => [])
  if (!found.length) throw new NotSent(`The name ${host} leads nowhere.`, { away: true })
  if (found.some(({ address }) => !mayFetchFrom(address, allowed)))
    throw new NotSent(`${host} is not an address of the public internet. HALO_FETCH_PRIVATE can allow it.`, {
      away: true,
    })
  return found[0]!.address
}

type Problem = Error & { code?: string; responseCode?: number; response?: string; command?: string }

function problemOf({ code = '', responseCode = 0, response, command, message }: Problem, server: Smtp): NotSent {
  const said = (response ?? message).replace(/\s+/g, ' ').slice(0, 300)
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return new NotSent(`${server.host} refused the user name or the password: ${said}`, { away: true })
  if (/^(RCPT TO|MAIL FROM)/.test(command ?? '') || code === 'EENVELOPE') {
    const hopeless = responseCode >= 500
    const which = command === 'MAIL FROM' ? `the sender ${server.from}` : 'this address'
    return new NotSent(`${server.host} refused ${which}: ${said}`, { hopeless, away: command === 'MAIL FROM' })
  }
  if (responseCode >= 400)
    return new NotSent(`${server.host} refused the mail: ${said}`, { hopeless: responseCode >= 500 })
  return new NotSent(`${outOfReach(code, server)} ${said}`, { away: true })
}

function outOfReach(code: string, { host, port, security }: Smtp): string {
  if (code === 'ETIMEDOUT') return `${host} did not answer in time at port ${port}.`
  if (code === 'ETLS')
    return security === 'starttls'
      ? `${host} offers no safe connection by STARTTLS at port ${port}.`
      : `The safe connection to ${host} failed.`
  if (code === 'EDNS') return `The name ${host} leads nowhere.`
  return `${host} could not be reached at port ${port}.`
}
