import { accentFrom, paint } from './accent.ts'
import styles from './launcher.css?inline'
import type { Launcher, Look, Options } from './options.ts'
import { languageOf } from '../texts/languages.ts'
import { launcherTexts } from '../texts/widget/launcher.ts'

/** Plain, for when the server does not say what to draw. */
const bubble = 'M4 4h16v12H9l-5 5Z'
const cross = 'm7.4 6 4.6 4.6L16.6 6 18 7.4 13.4 12l4.6 4.6-1.4 1.4-4.6-4.6L7.4 18 6 16.6l4.6-4.6L6 7.4Z'

/** The button in the corner. Drawn without the panel's code, so that it is there at once. */
export function createLauncher(root: ShadowRoot, options: Options): Launcher {
  dress(root, styles)
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const words = document.createElement('span')
  const button = createButton(path, words)
  root.append(button)
  const texts = launcherTexts[languageOf(options.language)]
  let look: Partial<Look> = {}
  let shown = { open: false, unread: false }
  const show: Launcher['show'] = (state) => {
    const { open, unread } = (shown = state)
    const label = look.label ?? ''
    path.setAttribute('d', open ? cross : (look.icon ?? bubble))
    words.textContent = open ? '' : label
    button.setAttribute(
      'aria-label',
      open ? texts.close : (label && `${label}. `) + texts.open + (unread ? `. ${texts.unread}` : ''),
    )
    button.setAttribute('aria-expanded', String(open))
    button.classList.toggle('unread', unread)
    button.classList.toggle('opened', open)
  }
  const wear: Launcher['wear'] = (worn) => {
    look = worn
    const host = root.host as HTMLElement
    host.dataset.side = options.position ?? look.position
    paint(host, accentFrom(options.accent ?? look.accent))
    show(shown)
  }
  const wait: Launcher['wait'] = (on) => {
    button.classList.toggle('waiting', on)
    button.setAttribute('aria-busy', String(on))
  }
  wear(look)
  return { button, show, wear, wait }
}

// Built by hand rather than from text: a page may forbid turning text into elements (Trusted Types).
function createButton(path: SVGPathElement, words: HTMLElement): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'launcher'
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  icon.append(path)
  button.append(icon, words)
  return button
}

/** A constructed stylesheet needs no permission of the page's content security policy. */
export function dress(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
