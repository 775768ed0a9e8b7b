let frame: HTMLIFrameElement | null = null

/**
 * The browser's own `fetch`. Pages put theirs in its place, which adds headers or cookies that another origin must refuse, or changes the
 * address; a frame without a page of its own still has the real one.
 */
export function nativeFetch(root: ShadowRoot, ...request: Parameters<typeof fetch>): Promise<Response> {
  if (!frame?.isConnected) {
    frame = document.createElement('iframe')
    frame.hidden = true
    root.append(frame)
  }
  // A frame that may not be looked into, as in a sandbox, is of no use.
  return (ownOf(frame) ?? window.fetch)(...request)
}

function ownOf({ contentWindow }: HTMLIFrameElement): typeof fetch | null {
  try {
    return (contentWindow as (Window & typeof globalThis) | null)?.fetch.bind(contentWindow) ?? null
  } catch {
    return null
  }
}
