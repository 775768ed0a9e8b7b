import { parentPort } from 'node:worker_threads'
import { openSentenceModel } from './sentence-model.ts'
import { Shelf } from './shelf.ts'

/** What the encoder may ask of its thread. */
export type Order =
  | { do: 'encode'; texts: string[] }
  | { do: 'put'; shelf: string; key: string; text: string }
  | { do: 'remove'; shelf: string; key: string }
  | { do: 'clear'; shelf: string }
  | { do: 'nearest'; shelf: string; vector: Float32Array; most: number; beside: string[] }

export type Answer = Float32Array[] | Map<string, number> | null

const model = await openSentenceModel()
const shelves = new Map<string, Shelf>()

function obey(order: Order): Answer {
  if (order.do === 'encode') return order.texts.map((text) => model.encode(text))
  const shelf = shelfOf(order.shelf)
  if (order.do === 'put') shelf.put(order.key, model.encode(order.text))
  if (order.do === 'remove') shelf.remove(order.key)
  if (order.do === 'clear') shelf.clear()
  return order.do === 'nearest' ? shelf.nearest(order.vector, order.most, order.beside) : null
}

function shelfOf(name: string): Shelf {
  const shelf = shelves.get(name) ?? new Shelf(512)
  shelves.set(name, shelf)
  return shelf
}

parentPort!.on('message', ({ id, order }: { id: number; order: Order }) => parentPort!.postMessage({ id, answer: obey(order) }))
parentPort!.postMessage({ ready: true })
