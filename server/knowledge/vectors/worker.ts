import { parentPort, workerData } from 'node:worker_threads'
import { openSentenceModel } from './sentence-model.ts'
import { Shelf } from './vector-index.ts'

/** What the encoder may ask of its thread. */
export type Order =
  | { do: 'encode'; texts: string[] }
  | { do: 'put'; shelf: string; key: string; vector: Float32Array }
  | { do: 'remove'; shelf: string; key: string }
  | { do: 'clear'; shelf: string }
  | { do: 'nearest'; shelf: string; vector: Float32Array; most: number; beside: string[] }

export type Answer = Float32Array[] | Map<string, number> | null

const model = (workerData as { bare: boolean }).bare ? null : await openSentenceModel()
const shelves = new Map<string, Shelf>()

function obey(order: Order): Answer {
  if (order.do === 'encode') return model && order.texts.map((text) => model.encode(text))
  if (order.do === 'put') shelfOf(order.shelf, order.vector.length).put(order.key, order.vector)
  const shelf = shelves.get(order.shelf)
  if (order.do === 'remove') shelf?.remove(order.key)
  if (order.do === 'clear') shelf?.clear()
  return order.do === 'nearest' ? (shelf?.nearest(order.vector, order.most, order.beside) ?? new Map()) : null
}

function shelfOf(name: string, width: number): Shelf {
  const shelf = shelves.get(name) ?? new Shelf(width)
  shelves.set(name, shelf)
  return shelf
}

parentPort!.on('message', ({ id, order }: { id: number; order: Order }) =>
  parentPort!.postMessage({ id, answer: obey(order) }),
)
parentPort!.postMessage({ ready: true })
