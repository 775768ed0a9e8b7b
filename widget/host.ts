/** What only some pages need: loaded with the panel, or once there is a modal dialog. */
export interface Surroundings {
  /** Keeps keys and focus inside, and follows modal dialogs with `settle`. Returns the way to stop. */
  keep(root: ShadowRoot, settle: (dialog: Element | null) => void): () => void
}

export interface Host {
  root: ShadowRoot
  /** Puts it on the page, and keeps it there. */
  place(): void
  surround(by: Surroundings): void
  remove(): void
}

/** The element that all of ours stands in: beside the body, for a body gets moved, scaled and replaced. `modal` is called once, when there is a dialog that only what is inside of it can be reached. */
export function createHost(modal: () => void): Host {
  let dialog: Element | null = null
  let placed = false
  let lost = 0
  const settle = () => {
    const home = dialog?.isConnected ? dialog : document.documentElement
    if (!placed || !home || element.parentNode === home) return
    home.append(element)
  }
  // Pages that change without being loaded may throw us out with the rest; one that does so again and again is not fought.
  const element = createElement(() => setTimeout(settle, 4 * Math.min(16, lost++) ** 2))
  const root = element.attachShadow({ mode: 'open' })
  let leave: (() => void) | undefined
  // A component of the page's may hold a dialog where it cannot be seen from here, but for the focus.
  const look = ({ target }: { target?: unknown }) => {
    if (!document.querySelector('dialog:modal') && !(target as Element | undefined)?.shadowRoot) return
    stop()
    modal()
  }
  const watch = new MutationObserver(() => look({}))
  const stop = () => {
    watch.disconnect()
    removeEventListener('focusin', look, true)
  }
  return {
    root,
    place() {
      placed = true
      settle()
      watch.observe(document, { subtree: true, attributeFilter: ['open'] })
      addEventListener('focusin', look, true)
      look({ target: document.activeElement })
    },
    surround({ keep }) {
      leave ??= keep(root, (next) => {
        dialog = next
        settle()
      })
    },
    remove() {
      placed = false
      stop()
      leave?.()
      element.remove()
    },
  }
}

/** An element of a name of its own hears by itself that it was taken away. */
function createElement(lost: () => void): HTMLElement {
  const name = 'halo-widget'
  if (!customElements.get(name))
    customElements.define(
      name,
      class extends HTMLElement {
        lost?: () => void
        disconnectedCallback() {
          this.lost?.()
        }
      },
    )
  return Object.assign(document.createElement(name), { id: name, lost })
}
