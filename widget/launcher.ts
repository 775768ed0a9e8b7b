import styles from './launcher.css?inline'
import { accentOf, textOn, type Launcher, type Options } from './options.ts'
import { texts } from './texts.ts'

const bubble = '<svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true"><path fill="currentColor" d="M12 3C6.8 3 3 6.4 3 10.7c0 2.4 1.2 4.5 3.2 5.9-.1 1.2-.6 2.4-1.5 3.4-.2.3 0 .7.4.7 2.1-.2 3.9-1 5.2-2 .6.1 1.1.1 1.7.1 5.2 0 9-3.5 9-8S17.2 3 12 3Z"/></svg>'
const cross = '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path stroke="currentColor" stroke-width="2" stroke-linecap="round" d="m7 7 10 10M17 7 7 17"/></svg>'

/** The round button in the corner. Drawn without the panel's code, so that it is there at once. */
export function createLauncher(root: ShadowRoot, options: Options): Launcher {
  dress(root, styles)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = `launcher ${options.position === 'left' ? 'left' : 'right'}`
  const accent = accentOf(options)
  button.style.setProperty('--accent', accent)
  button.style.setProperty('--on-accent', textOn(accent))
  root.append(button)
  const show: Launcher['show'] = ({ open, unread, busy }) => {
    button.innerHTML = (open ? cross : bubble) + (unread ? '<span class="dot"></span>' : '')
    button.setAttribute('aria-label', open ? texts.closeChat : unread ? `${texts.openChat}. ${texts.unread}` : texts.openChat)
    button.setAttribute('aria-expanded', String(open))
    button.classList.toggle('busy', busy)
    button.classList.toggle('opened', open)
  }
  show({ open: false, unread: false, busy: false })
  return { button, show }
}

/** A constructed stylesheet needs no permission of the page's content security policy. */
export function dress(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
