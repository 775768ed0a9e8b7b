/** What a page makes of keys and of the focus is meant for its own fields: shortcuts, traps and guards get nothing of what happens in the chat. */

/** Shadow roots let these out, and pages listen to them on the document, most in the first phase. So they end at the window and go on inside as copies. */
const copied = ['keydown', 'keypress', 'keyup', 'focusin', 'focusout', 'focus', 'blur']
/** Nothing of ours listens to these where a page may take them away. What browsers do with them they do all the same. */
const ended = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchmove', 'touchend', 'wheel']
/** These end where they leave us. */
const kept = ['click', 'dblclick', 'input', 'beforeinput', 'paste', 'copy', 'cut', 'drop', 'dragover']

const modal = '[aria-modal=true], dialog, [role=dialog], [role=alertdialog]'

/** Keeps what happens in the chat from the page. Returns the way to stop. */
export function keepInside(root: ShadowRoot): () => void {
  const isOurs = (target: unknown): target is Element => (target as Node | undefined)?.getRootNode?.() === root
  const copy = (event: Event) => {
    const [target] = event.composedPath()
    if (!isOurs(target)) return leaving(event, root.host)
    event.stopImmediatePropagation()
    if (!target.dispatchEvent(copyOf(event))) event.preventDefault()
  }
  const end = (event: Event) => {
    if (isOurs(event.composedPath()[0])) event.stopImmediatePropagation()
  }
  // A click does what it does only once, so it must not be copied. Whoever sees it before us cannot take it away.
  const harden = (event: Event) => {
    if (!isOurs(event.composedPath()[0])) return
    for (const name of ['preventDefault', 'stopPropagation', 'stopImmediatePropagation'])
      Object.defineProperty(event, name, { value: () => {} })
  }
  const keep = (event: Event) => Event.prototype.stopPropagation.call(event)
  const each = (how: 'addEventListener' | 'removeEventListener') => {
    for (const type of copied) window[how](type, copy, true)
    for (const type of ended) window[how](type, end, { capture: true, passive: true })
    window[how]('click', harden, true)
    for (const type of kept) root[how](type, keep, { passive: true })
  }
  each('addEventListener')
  return () => each('removeEventListener')
}

/** A modal of the page's calls the focus back when it sees it go; when it goes to us, it does not see that. */
function leaving(event: Event, host: Element): void {
  if ((event as FocusEvent).relatedTarget === host && (event.target as Element).closest?.(modal))
    event.stopImmediatePropagation()
}

function copyOf(event: Event): Event {
  const { type, bubbles, cancelable } = event
  if (event instanceof FocusEvent) return new FocusEvent(type, { bubbles })
  const { key, code, ctrlKey, shiftKey, altKey, metaKey, repeat, isComposing, keyCode } = event as KeyboardEvent
  const init = { bubbles, cancelable, key, code, ctrlKey, shiftKey, altKey, metaKey, repeat, isComposing }
  // Not in every browser's constructor, and the only sign of the key that ends a composition in Safari.
  return Object.defineProperty(new KeyboardEvent(type, init), 'keyCode', { value: keyCode })
}
