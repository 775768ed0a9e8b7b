import type { Config } from '../../ground/config.ts'
import type { Database } from '../../db/database.ts'
import { BestMeaning } from './best-meaning.ts'
import { Encoder } from './encoder.ts'
import type { ModelSettings } from '../../models/model.ts'
import { LaterVectors } from './later-vectors.ts'
import { QuestionVectors, readStyleSubspace } from './question-vectors.ts'

interface Log {
  warn(fields: object, message: string): void
}

/** Everything that finds by meaning in this process. */
interface Vectors {
  /** The model that comes with Halo; null when it is switched off. */
  encoder: Encoder | null
  meaning: BestMeaning
  start(): void
  close(): Promise<void>
}

/** The model that compares questions once all of them have vectors. */
export const comparedBy = ({ encoder, embedding }: Pick<Config, 'encoder' | 'embedding'>): string =>
  embedding.model ?? (encoder ? readStyleSubspace().model : 'words')

/** Null when nothing is compared by meaning. */
export function openVectors(
  { encoder: withEncoder, embedding }: Pick<Config, 'encoder' | 'embedding'>,
  { db, log }: { db: Database; log: Log },
): Vectors | null {
  if (!withEncoder && !embedding.model) return null
  const encoder = new Encoder({ log, bare: !withEncoder })
  const provider = embedding.model ? new LaterVectors(embedding as ModelSettings & { model: string }, log) : null
  const questions = withEncoder ? new QuestionVectors(encoder, readStyleSubspace()) : null
  const own = (index: string) => (questions ? [index.startsWith('corrections') ? questions : encoder] : [])
  const meaning = new BestMeaning((index) => [...(provider ? [provider] : []), ...own(index)], encoder.keeper, db)
  return {
    encoder: withEncoder ? encoder : null,
    meaning,
    start: () => {
      encoder.start()
      void encoder
        .loaded()
        .then(() => meaning.tidy())
        .catch((error) => log.warn({ error }, 'could not remove the vectors of other models'))
    },
    close: async () => {
      provider?.close()
      encoder.close()
    },
  }
}

declare module '../../ground/context.ts' {
  interface Context {
    vectors: Vectors | null
  }
}
