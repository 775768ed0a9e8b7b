import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** A list may stand under a name of its own, as an API answers it: { "conversations": […] }. */
const lists = ['conversations', 'tickets', 'contacts', 'users', 'companies', 'organizations', 'articles', 'data']

/** Objects of a file: one a line, however long the file is, or all of them in one list. */
export async function* objectsIn(file: string): AsyncGenerator<{ place: number; found: unknown }> {
  if (await isOneDocument(file)) {
    const whole = JSON.parse(await readFile(file, 'utf8')) as unknown
    for (const [index, found] of listOf(whole).entries()) yield { place: index + 1, found }
    return
  }
  let place = 0
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    place++
    const text = line.replace(/^\uFEFF/, '').trim()
    if (!text) continue
    try {
      yield { place, found: JSON.parse(text) }
    } catch {
      throw new Error(`Line ${place} is no JSON.`)
    }
  }
}

/** Where the first line does not stand for itself, the whole file is one. */
async function isOneDocument(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    for await (const line of handle.readLines({ encoding: 'utf8' })) {
      const text = line.replace(/^\uFEFF/, '').trim()
      if (!text) continue
      const first = parsed(text)
      return first === undefined || Array.isArray(first) || listOf(first).length !== 1 || listOf(first)[0] !== first
    }
    return false
  } finally {
    await handle.close().catch(() => {})
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function listOf(whole: unknown): unknown[] {
  if (Array.isArray(whole)) return whole
  const named = lists.map((name) => (whole as Record<string, unknown>)[name]).find(Array.isArray)
  const isOne = typeof (whole as { id?: unknown }).id !== 'undefined'
  return named && !isOne ? named : [whole]
}
