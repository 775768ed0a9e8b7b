import { createHash, randomBytes } from 'node:crypto'
import { same } from './setup.ts'
import type { Operators } from './operators.ts'

/** A browser from which somebody signed in to an account before says so by a cookie. It opens nothing: it only does not wait for what strangers got wrong. */

const yearMs = 365 * 24 * 60 * 60_000

/** One for each account, since people share browsers. */
const nameFor = (email: string) =>
  `halo.known_${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 16)}`
const signed = (email: string, device: string, until: string) => `device ${email.toLowerCase()} ${device} ${until}`

/** The cookie to set after a whole sign-in. */
export function deviceCookie({ sign, isSecure }: Pick<Operators, 'sign' | 'isSecure'>, email: string): string {
  const device = randomBytes(12).toString('hex')
  const until = String(Date.now() + yearMs)
  const value = [device, until, sign(signed(email, device, until))].join('.')
  return `${nameFor(email)}=${value}; Path=/api/auth; Max-Age=${yearMs / 1000}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}

/** The device that these cookies prove for this account, or null. */
export function deviceIn({ sign }: Pick<Operators, 'sign'>, email: string, cookies: string): string | null {
  const name = `${nameFor(email)}=`
  const value = cookies
    .split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(name))
    ?.slice(name.length)
  const [device, until, signature] = value?.split('.') ?? []
  if (!device || !until || !signature || !(Number(until) > Date.now())) return null
  return same(signature, sign(signed(email, device, until))) ? device : null
}
