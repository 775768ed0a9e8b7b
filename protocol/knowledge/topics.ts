import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'
import { maxTopicExamples, maxTopicExampleLength, maxTopicLength, maxTopicWords } from '../sizes.ts'

/** A topic that operators named, with messages as visitors write them. A conversation near these bears its title. */
export const Topic = z.object({ id: Id, title: z.string(), examples: z.array(z.string()), changedAt: Time })
export type Topic = z.infer<typeof Topic>

/** The topic that one message would give a conversation, and why. */
export const TopicTrial = z.object({
  topic: z.string().nullable(),
  /** named: one of the topics here · article: what answers it · phrase: the visitor's own words. */
  from: z.enum(['named', 'article', 'phrase']).nullable(),
  /** Whether the nearness was measured by meaning, or by words alone while the encoder is not there. */
  by: z.enum(['meaning', 'words']),
  /** How near a message must be, 0 to 100. */
  needed: z.int(),
  /** Every named topic, nearest first, 0 to 100. */
  near: z.array(z.object({ title: z.string(), nearness: z.int() })),
})
export type TopicTrial = z.infer<typeof TopicTrial>

const Title = Words.trim()
  .min(1, 'Give it a title')
  .max(maxTopicLength, `At most ${maxTopicLength} characters`)
  .transform((title) => title.replace(/\s+/g, ' '))
  .refine((title) => title.split(' ').length <= maxTopicWords, `At most ${maxTopicWords} words`)
const Example = Words.trim()
  .min(1, 'Write something first')
  .max(maxTopicExampleLength, `At most ${maxTopicExampleLength} characters`)
const Params = z.object({ id: Id })

export const topicsApi = {
  'GET /api/topics': {
    for: 'operator',
    needs: 'agents:view',
    says: 'The topics that operators named, by title.',
    reply: z.object({ topics: z.array(Topic) }),
  },
  'PUT /api/topics/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Name a topic or change it. Holds from the next message of each conversation. 409 `title_taken` when another topic has the title.',
    params: Params,
    body: z.strictObject({
      title: Title,
      examples: z
        .array(Example)
        .min(1, 'Write at least one example')
        .max(maxTopicExamples, `At most ${maxTopicExamples} examples`),
    }),
    reply: z.object({ topic: Topic }),
  },
  'DELETE /api/topics/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove a topic. Conversations that bear its title keep it.',
    params: Params,
    reply: z.object({ ok: z.literal(true) }),
  },
  'POST /api/topics/trial': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Which topic a message would give a new conversation, and how near every named one is.',
    body: z.strictObject({ text: Words.trim().min(1, 'Write something first').max(2000) }),
    reply: TopicTrial,
  },
} as const
