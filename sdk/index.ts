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
    script.src = trusted(src)
    script.async = true
    // Under a policy of nonces the page's own one is what lets us in.
    script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
    script.onload = () => resolve(window.Halo)
    script.onerror = () => {
      loading = null
      script.remove()
      reject(new Error(`The script of Halo could not be fetched from ${src}${forbidden}`))
    }
    let forbidden = ''
    const listen = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
      if (src.startsWith(blockedURI))
        forbidden = `: the Content-Security-Policy of this page forbids it, ${effectiveDirective} must name ${new URL(src).origin}`
    }
    document.addEventListener('securitypolicyviolation', listen)
    script.addEventListener('load', () => document.removeEventListener('securitypolicyviolation', listen))
    document.head.append(script)
  })
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}
let policy: ReturnType<TrustedTypes['createPolicy']> | null = null

/** A page that demands trusted types lets a script's address be set through a policy only: ours is called "halo", and knows one address. */
function trusted(src: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  try {
    policy ??= trustedTypes?.createPolicy('halo', { createScriptURL: (url) => url }) ?? null
  } catch {
    // The page names the policies that it lets be made, and not ours. Its own default one may do.
  }
  return policy?.createScriptURL(src) ?? src
}
