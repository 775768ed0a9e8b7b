import { z } from 'zod'
import { Id, Seq, Time } from '../basics.ts'
import { Actor, storedTypes, vocabulary, type StoredEvent } from '../events.ts'

/** One line of the log as programs read it: `position` orders the whole workspace, `seq` one conversation. The type says which payload it has. */
export type HaloEvent = StoredEvent & { position: number }

const line = { position: z.int(), conversationId: Id, seq: Seq, at: Time, actor: Actor }

const lines = storedTypes.map((type) =>
  z.object({ ...line, type: z.literal(type), payload: vocabulary[type].payload }),
)

export const HaloEvent = z.discriminatedUnion('type', lines as never) as unknown as z.ZodType<HaloEvent>
