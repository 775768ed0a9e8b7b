import { z } from 'zod'
import { Zone } from '../basics.ts'

/** When the team answers: what visitors read of when to expect an answer is made of it. */

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time like 09:00')

const Stretch = z
  .strictObject({ from: Clock, to: Clock })
  .refine(({ from, to }) => from < to, 'Opening hours end after they begin')

export const BusinessHours = z.strictObject({
  zone: Zone,
  /** Monday first; a day without a stretch is closed. */
  week: z.array(z.array(Stretch).max(4)).length(7),
  /** Days on which nobody is there: 2026-12-25. */
  holidays: z.array(z.iso.date()).max(200),
})
export type BusinessHours = z.infer<typeof BusinessHours>
