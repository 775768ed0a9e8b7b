import { z } from 'zod'
import { Id, Person, Time, Words } from '../basics.ts'

/** What corrections learn from confirmed and rejected matches, and from which nearness on they answer. Operators' eyes only. */

/** visitor: said yes or no to "Did you mean …?" · vote: a thumb on an answer that the correction gave · operator: judged a match, or wrote it. */
export const PhrasingOrigin = z.enum(['visitor', 'vote', 'operator'])
export type PhrasingOrigin = z.infer<typeof PhrasingOrigin>

/** Another way to put the question of a correction; with `right` false, a question that the correction was wrongly found for. */
export const Phrasing = z.object({
  id: Id,
  text: z.string(),
  right: z.boolean(),
  origin: PhrasingOrigin,
  /** The operator who judged or wrote it; null when a visitor's word taught it. */
  by: Person.nullable(),
  conversationId: Id.nullable(),
  /** The AI message that was judged; null when it was written. */
  messageId: Id.nullable(),
  at: Time,
  /** Taken out: it counts for nothing, and the same message does not teach it again. */
  removedAt: Time.nullable(),
})
export type Phrasing = z.infer<typeof Phrasing>

/** At most so many of either kind count for one correction; the oldest that nobody wrote makes room. */
export const maxPhrasings = 20
export const maxPhrasingLength = 300

/** From which score on a correction answers (`sure`), and from which on the visitor is asked back (`unsure`); 0 to 1. */
export const Thresholds = z.object({ sure: z.number(), unsure: z.number() })
export type Thresholds = z.infer<typeof Thresholds>

/** What `npm run calibrate` measured: of the questions answered for sure `precision` were right, and of all questions `recall` were answered so; of remarks about anything `disturbed` were asked back about. */
export const Calibration = Thresholds.extend({ precision: z.number(), recall: z.number(), disturbed: z.number() })
export type Calibration = z.infer<typeof Calibration>

/** `model` compares questions now. `calibrated`: by measuring that model; otherwise its cosines are bent to the scale of the model that comes with Halo, whose bands these are. */
export const Matching = z.object({
  model: z.string(),
  bands: Thresholds,
  moved: z.boolean(),
  calibration: Calibration,
  calibrated: z.boolean(),
})
export type Matching = z.infer<typeof Matching>

const Near = z.number().min(0.05, 'At least 0.05').max(1, 'At most 1')
const ById = z.object({ id: Id })
const saved = z.object({ phrasing: Phrasing })

export const learningApi = {
  'GET /api/corrections/:id/phrasings': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'What a correction learned: other ways to put its question, and questions that it was wrongly found for, the latest first.',
    params: ById,
    reply: z.object({ phrasings: z.array(Phrasing) }),
  },
  'POST /api/corrections/:id/phrasings': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Teach a correction a phrasing (`right`), or a question that it must not be found for: in words of your own (`text`), or what was asked before one of its replies (`messageId`). A message that was judged before is judged anew.',
    params: ById,
    body: z
      .strictObject({
        id: Id,
        right: z.boolean(),
        text: Words.trim()
          .min(1, 'Write something first')
          .max(maxPhrasingLength, `At most ${maxPhrasingLength} characters`)
          .optional(),
        messageId: Id.optional(),
      })
      .refine(
        ({ text, messageId }) => (text === undefined) !== (messageId === undefined),
        'Either a text or a message',
      ),
    reply: saved,
  },
  'PATCH /api/corrections/:id/phrasings/:phrasingId': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Take a phrasing out, put it back, or turn it round.',
    params: z.object({ id: Id, phrasingId: Id }),
    body: z.strictObject({ removed: z.boolean().optional(), right: z.boolean().optional() }),
    reply: saved,
  },
  'GET /api/matching': {
    for: 'operator',
    needs: 'own',
    says: 'From which nearness on corrections answer, for the model that compares questions now.',
    reply: z.object({ matching: Matching }),
  },
  'PUT /api/matching': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Move the bands of the model that compares questions now; null goes back to the calibrated ones. Holds from the next question.',
    body: z.strictObject({
      bands: z
        .strictObject({ sure: Near, unsure: Near })
        .refine(({ sure, unsure }) => unsure <= sure, 'Asking back must begin before answering')
        .nullable(),
    }),
    reply: z.object({ matching: Matching }),
  },
  'GET /api/vectors': {
    for: 'operator',
    needs: 'own',
    says: 'How far everything that is found by meaning has its vectors, by model, the best first, and why one of them is not used now. Empty where this process compares nothing by meaning.',
    reply: z.object({
      models: z.array(
        z.object({
          model: z.string(),
          texts: z.int(),
          ready: z.int(),
          /** Why it is not used now: it cannot be reached, refuses, or answers what cannot be right. */
          trouble: z.string().nullable(),
        }),
      ),
    }),
  },
} as const
