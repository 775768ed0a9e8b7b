import { accentFrom } from './accent.ts'
import styles from './launcher.css?inline'
import type { Launcher, Look, Options, Shown } from './options.ts'
import { languageOf } from '../texts/languages.ts'
import { launcherTexts } from '../texts/widget/launcher.ts'

/** Plain, for when the server does not say what to draw. */
const bubble = 'M4 4h16v12H9l-5 5Z'

const mirrored = { left: 'right', right: 'left' } as const

/** What the page asks for, or is written in; a page that does not say is read as the visitor's browser is. */
export const spokenTo = ({ language }: Options) =>
  languageOf(language || document.documentElement.lang || navigator.language)

/** How the page is read, whichever element says so. */
export const isRightToLeft = () => getComputedStyle(document.body ?? document.documentElement).direction === 'rtl'

/** The button in the corner. Drawn without the panel's code, so that it is there at once. */
export function createLauncher(root: ShadowRoot, options: Options): Launcher {
  dress(root, styles)
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const words = document.createElement('span')
  const button = createButton(path, words)
  root.append(button)
  let look: Partial<Look> = {}
  let shown: Shown = { open: false, unread: 0, says: '' }
  const show: Launcher['show'] = (state) => {
    const { open, unread, says, icon } = (shown = state)
    const label = look.label ?? ''
    path.setAttribute('d', icon ?? look.icon ?? bubble)
    words.textContent = open ? '' : label
    const closed = [label, launcherTexts[spokenTo(options)], says]
    button.ariaLabel = open ? says : closed.filter(Boolean).join('. ')
    button.ariaExpanded = String(open)
    // Nine and many are as good a reason to look.
    button.dataset.unread = unread > 9 ? '9+' : String(unread || '')
  }
  const wear: Launcher['wear'] = (worn = look) => {
    look = worn
    const host = root.host as HTMLElement
    // An agent's corner is meant for a page that is read from left to right; what the page itself says holds as it stands.
    host.dataset.side = options.position ?? (isRightToLeft() ? mirrored[look.position ?? 'right'] : look.position)
    const { colour, writing } = accentFrom(options.accent ?? look.accent)
    const { offset, zIndex } = options
    // Set through the object model, which a strict content security policy allows and a style attribute is not.
    for (const [name, value] of Object.entries({
      accent: colour,
      'on-accent': writing,
      side: `${offset?.side ?? 20}px`,
      bottom: `${offset?.bottom ?? 20}px`,
      level: `${zIndex ?? 2147483000}`,
    }))
      host.style.setProperty(`--${name}`, value)
    show(shown)
  }
  const wait: Launcher['wait'] = (on) => {
    button.ariaBusy = String(on)
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
