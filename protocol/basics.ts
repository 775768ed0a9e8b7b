import { z } from 'zod'

/** What every noun of the protocol is made of. */

/** Client-made or server-made, never guessed from a counter. A client-made id makes a retried request harmless. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'An id is 8 to 64 letters, digits, "-" or "_"')
export type Id = string

const unstorable = 'This holds characters that cannot be stored. Write it again.'

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Text that every database can keep: whole characters, and none that ends a string. */
export const Words = z.string().refine(isStorable, unstorable)

/** What a link may lead to: nothing that runs when it is followed. */
export const WebAddress = z
  .url({ protocol: /^https?$/, error: 'Write a web address, for example https://example.com/help' })
  .max(2000)
  .refine(isStorable, unstorable)

export const Time = z.int().nonnegative()
/** As far as every database's plain whole numbers go. */
export const Seq = z.int().nonnegative().max(2_147_483_647)

/** An operator as others see them. `image` is a URL or null: then the initials are drawn. */
export const Person = z.object({ id: z.string(), name: z.string(), image: z.string().nullable() })
export type Person = z.infer<typeof Person>

/** A time zone as the IANA names it: Europe/Berlin. */
export const Zone = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
    } catch {
      return false
    }
  }, 'This time zone is unknown')

/** A picture by its address; null where there is none, and initials stand there. */
export const Picture = z
  .url({ protocol: /^https?$/, error: 'Write an address that begins with https://' })
  .max(2000)
