import type { Surroundings } from './host.ts'
import { followKeyboard } from './keyboard.ts'
import { keepInside } from './shield.ts'

export const keep: Surroundings['keep'] = (root, settle) => {
  const host = root.host as HTMLElement
  const stops = [keepInside(root), followDialogs(host, settle), followKeyboard(host)]
  return () => {
    for (const stop of stops) stop()
  }
}

/** While there is a modal dialog, nothing outside of it can be reached: then the chat stands in it, and above it. */
function followDialogs(host: HTMLElement, settle: (dialog: Element | null) => void): () => void {
  /** The one opened last stands last. */
  const dialogs = new Set<Element>()
  const isModal = (dialog: Element) => dialog.isConnected && dialog.matches(':modal')
  const look = () => {
    const dialog = [...dialogs].findLast(isModal) ?? null
    move(host, dialog ?? document.documentElement)
    settle(dialog)
    // In the top layer it is free of the dialog's scrolling, cutting and scaling.
    if (!dialog) host.removeAttribute('popover')
    else if (!host.matches(':popover-open')) {
      host.setAttribute('popover', 'manual')
      host.showPopover()
    }
  }
  const opened = (dialog: Element) => {
    if (!dialogs.delete(dialog)) dialog.addEventListener('close', look)
    dialogs.add(dialog)
  }
  const isDialog = (target: EventTarget): target is Element => (target as Element).localName === 'dialog'
  const changed = new MutationObserver((changes) => {
    for (const { target } of changes) if (isDialog(target)) opened(target)
    look()
  })
  // One in a component's own tree is found by the focus that it takes.
  const focused = (event: Event) => {
    const dialog = event.composedPath().find(isDialog)
    if (!dialog || dialog.contains(host) || !isModal(dialog)) return
    opened(dialog)
    look()
  }
  changed.observe(document, { subtree: true, attributeFilter: ['open'] })
  addEventListener('focusin', focused, true)
  document.querySelectorAll('dialog:modal').forEach(opened)
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) {
    active = active.shadowRoot.activeElement
    const dialog = active.closest('dialog:modal')
    if (dialog) opened(dialog)
  }
  look()
  return () => {
    changed.disconnect()
    removeEventListener('focusin', focused, true)
    for (const dialog of dialogs) dialog.removeEventListener('close', look)
  }
}

/** Where the browser can, without losing the focus and what was scrolled; elsewhere it is done by whoever settles it. */
function move(host: Element, home: Element & { moveBefore?(node: Node, before: null): void }): void {
  try {
    if (host.parentNode !== home) home.moveBefore?.(host, null)
  } catch {}
}
