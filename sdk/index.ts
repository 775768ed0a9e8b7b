import type { Halo, Options } from '../widget/halo.d.ts'

export type {
  ContextEntry,
  ContextType,
  Debug,
  Events,
  Halo,
  Highlight,
  Options,
  Traits,
} from '../widget/halo.d.ts'

let loading: { url: string; halo: Promise<Halo> } | null = null

/** Puts the widget of the Halo at `url` on the page and begins: `Halo.init`, with the script fetched first. Rejects when it cannot be fetched; the next call tries again. */
export async function initHalo({ url, ...options }: { url: string } & Options): Promise<Halo> {
  return (await loadHalo(url)).init(options)
}

/** Fetches the widget's script from the Halo at `url`, once, and shows nothing yet. The script comes from there rather than from this package, so that it always fits its server. */
export function loadHalo(url: string): Promise<Halo> {
  const base = url.replace(/\/+$/, '')
  if (loading && loading.url !== base)
    return Promise.reject(new Error(`This page already carries the Halo of ${loading.url}`))
  loading ??= { url: base, halo: fetchScript(`${base}/widget.js`) }
  return loading.halo
}

function fetchScript(src: string): Promise<Halo> {
  if (typeof window === 'undefined')
    throw new Error('Halo runs in a browser: load it there, for example in an effect')
  // What only keeps calls for later is not the chat yet.
  if (window.Halo && !(window.Halo as { q?: unknown }).q) return Promise.resolve(window.Halo)
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.async = true
    script.onload = () => resolve(window.Halo)
    script.onerror = () => {
      loading = null
      script.remove()
      reject(new Error(`The script of Halo could not be fetched from ${src}`))
    }
    document.head.append(script)
  })
}
