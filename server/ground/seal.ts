import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Unavailable } from './errors.ts'

/** Keeps secrets of others (a Slack token, a webhook's key) unreadable in the database: AES-256-GCM under a key made of Halo's own secret, which is not in it. */
export interface Seal {
  seal(text: string): string
  /** Throws `Sealed` when the text was not sealed under this secret. */
  open(sealed: string): string
}

/** It was sealed under another secret than the one that is set. */
export class Sealed extends Unavailable {
  constructor() {
    super(
      'sealed',
      'This was sealed under another HALO_SECRET. Enter it again, or start once with that one as HALO_OLD_SECRET.',
    )
  }
}

export function openSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'halo secrets at rest', 32))
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        // The length of the tag is ours to say: a shorter one would be guessed sooner.
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        decipher.setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        throw new Sealed()
      }
    },
  }
}
