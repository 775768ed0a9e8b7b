import { accentFrom, paint } from './accent.ts'
import styles from './launcher.css?inline'
import type { Launcher, Options } from './options.ts'
import { languageOf } from '../texts/languages.ts'
import { launcherTexts } from '../texts/widget/launcher.ts'

const bubble = 'M12 3C6.8 3 3 6.4 3 10.7c0 2.4 1.2 4.5 3.2 5.9-.1 1.2-.6 2.4-1.5 3.4-.2.3 0 .7.4.7 2.1-.2 3.9-1 5.2-2 .6.1 1.1.1 1.7.1 5.2 0 9-3.5 9-8S17.2 3 12 3Z'
const cross = 'm7.4 6 4.6 4.6L16.6 6 18 7.4 13.4 12l4.6 4.6-1.4 1.4-4.6-4.6L7.4 18 6 16.6l4.6-4.6L6 7.4Z'

/** The round button in the corner. Drawn without the panel's code, so that it is there at once. */
export function createLauncher(root: ShadowRoot, options: Options): Launcher {
  dress(root, styles)
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const button = createButton(path)
  button.classList.add(options.position === 'left' ? 'left' : 'right')
  paint(button, accentFrom(options.accent))
  root.append(button)
  const texts = launcherTexts[languageOf(options.language)]
  const show: Launcher['show'] = ({ open, unread }) => {
    path.setAttribute('d', open ? cross : bubble)
    button.setAttribute('aria-label', open ? texts.close : unread ? `${texts.open}. ${texts.unread}` : texts.open)
    button.setAttribute('aria-expanded', String(open))
    button.classList.toggle('unread', unread)
    button.classList.toggle('opened', open)
  }
  const wait: Launcher['wait'] = (on) => {
    button.classList.toggle('waiting', on)
    button.setAttribute('aria-busy', String(on))
  }
  show({ open: false, unread: false })
  return { button, show, wait }
}

// Built by hand rather than from text: a page may forbid turning text into elements (Trusted Types).
function createButton(path: SVGPathElement): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'launcher'
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  icon.append(path)
  button.append(icon)
  return button
}

/** A constructed stylesheet needs no permission of the page's content security policy. */
export function dress(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
