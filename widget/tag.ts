import type { Halo, Options } from './halo.d.ts'

export type Call = [method: keyof Halo, args: unknown[]]
interface Queue {
  push(call: Call): unknown
  [Symbol.iterator](): Iterator<Call>
}

/** The element that brought us, or, where a loader of scripts did, one that looks like it. */
const element = (document.currentScript ?? document.querySelector('script[src*="/widget.js"]')) as HTMLScriptElement
const address = new URL(element.src)

/** Where Halo is, without a slash at the end. */
export const base = address.href.replace(/\/widget\.js.*$/, '')

/** What the tag itself says. A key in the address serves where tag managers drop what they do not know of an element. */
export function optionsOfTag(): Partial<Options> {
  const { key = address.searchParams.get('key') ?? undefined, ...said } = { ...element.dataset }
  const names = ['userId', 'companyId', 'position', 'theme', 'language', 'accent', 'ui'] as const
  const written = names.flatMap((name) => (said[name] ? [[name, said[name]]] : []))
  return { ...(key && { key }), ...Object.fromEntries(written) }
}

const queueNow = () => (window.Halo as unknown as { q?: Queue } | undefined)?.q

/** Neither a stub, nor an element of the page's that happens to be called so. */
export const isHere = () => !queueNow() && typeof (window.Halo as Partial<Halo> | undefined)?.destroy === 'function'

/** What the page called before we were there; the stub that kept it passes on from now on what is called on it. */
export function takeQueue(halo: Halo): Call[] {
  const queue = queueNow()
  if (!queue) return []
  const calls = [...queue]
  queue.push = (call) => make(halo, call)
  return calls
}

export const make = (halo: Halo, [method, args]: Call): unknown =>
  (halo[method] as ((...args: unknown[]) => unknown) | undefined)?.(...args)
