import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

interface Received {
  to: string[]
  raw: string
  mail: ParsedMail
}

/** A real mail server on this machine. What it takes is read as a mail program reads it. `refuses`: addresses that it answers with 550. */
export async function openMailbox({ login, refuses = [] }: { login?: [string, string]; refuses?: string[] } = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: !login,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === login?.[0] && password === login?.[1]) return done(null, { user: username })
      done(new Error('Invalid username or password'))
    },
    onRcptTo({ address }, _session, done) {
      if (!refuses.includes(address)) return done()
      done(Object.assign(new Error(`No such mailbox here: ${address}`), { responseCode: 550 }))
    },
    onData(stream, session, answer) {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      take(stream, to).then(() => answer(), answer)
    },
  })
  const take = async (stream: AsyncIterable<Buffer>, to: string[]) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    received.push({ to, raw: raw.toString(), mail: await simpleParser(raw) })
  }
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const close = () => new Promise<void>((closed) => server.close(closed))
  return {
    port,
    received,
    to: (address: string) => received.filter(({ to }) => to.includes(address)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The first web address in it. */
export const linkIn = ({ mail }: Received): string => /https?:\/\/\S+/.exec(mail.text ?? '')![0]
