import { openSentenceModel } from './sentence-model.ts'
import { VectorIndex } from './vector-index.ts'

/** What the encoder may ask of its process. */
export type EncoderOrder =
  | { do: 'encode'; texts: string[] }
  | { do: 'put'; index: string; key: string; vector: Float32Array }
  | { do: 'remove'; index: string; key: string }
  | { do: 'clear'; index: string }
  | { do: 'nearest'; index: string; vector: Float32Array; most: number; beside: string[] }

export type Answer = Float32Array[] | Map<string, number> | null

const model = process.argv[2] === 'bare' ? null : await openSentenceModel()
const indexes = new Map<string, VectorIndex>()

function obey(order: EncoderOrder): Answer {
  if (order.do === 'encode') return model && order.texts.map((text) => model.encode(text))
  if (order.do === 'put') indexOf(order.index, order.vector.length).put(order.key, order.vector)
  const index = indexes.get(order.index)
  if (order.do === 'remove') index?.remove(order.key)
  if (order.do === 'clear') index?.clear()
  return order.do === 'nearest' ? (index?.nearest(order.vector, order.most, order.beside) ?? new Map()) : null
}

function indexOf(name: string, width: number): VectorIndex {
  const index = indexes.get(name) ?? new VectorIndex(width)
  indexes.set(name, index)
  return index
}

// The program ends it. A signal to all of its processes must not leave the last replies without it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.exit())
process.on('message', ({ id, order }: { id: number; order: EncoderOrder }) =>
  process.send!({ id, answer: obey(order) }),
)
process.send!({ ready: true })
