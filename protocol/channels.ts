import { z } from 'zod'
import { Words } from './basics.ts'

/** Where a conversation that a program brought in goes on: in an app, by mail. */
export const Channel = z.object({
  name: z.string(),
  /** It ends by itself after so many minutes without a word of its visitor, whom nobody can see come and go. */
  quietMinutes: z.int(),
})
export type Channel = z.infer<typeof Channel>

/** As a program names it. `quietMinutes` is at most a week. */
export const channelFields = {
  channel: Words.trim().min(1).max(50).optional(),
  quietMinutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
}
