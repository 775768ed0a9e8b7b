import { render } from 'preact'
import { useRef } from 'preact/hooks'
import { Composer } from './composer.tsx'
import { Head, labelOf, whoWrites } from './head.tsx'
import { dress } from './launcher.ts'
import { Log } from './log.tsx'
import type { Panel, Shell } from './options.ts'
import styles from './panel.css?inline'
import said from './said.css?inline'
import { speak } from './texts.ts'
import { useStore } from './use.ts'
import { Visit } from './visit.ts'

/** Called by the loader with the place to draw in. */
export async function mount(shell: Shell): Promise<Panel> {
  await speak(shell.options.language)
  const visit = new Visit(shell)
  const { button } = shell.launcher
  const place = document.createElement('div')
  dress(shell.root, styles + said)
  // Before the launcher, so that the keyboard comes to the panel and then to the button that closes it.
  button.before(place)
  const show = () => shell.launcher.show({ open: visit.open.get(), unread: visit.unread.get() })
  visit.open.subscribe(show)
  visit.unread.subscribe(show)
  const close = () => {
    visit.hide()
    button.focus()
  }
  render(<Frame shell={shell} visit={visit} onClose={close} />, place)
  const open = (focus: boolean) => {
    void visit.show()
    // What is still hidden cannot take the keyboard: wait until it is drawn.
    if (focus) requestAnimationFrame(() => place.querySelector('textarea')?.focus({ preventScroll: true }))
  }
  show()
  return {
    open,
    close,
    toggle: () => (visit.open.get() ? close() : open(true)),
    send(text) {
      open(false)
      visit.send(text)
    },
    identify: () => visit.identify(),
    tell: (news) => visit.tell(news),
    clearContext: () => visit.clearContext(),
    highlight: (...what) => void import('./highlight.ts').then(({ highlight }) => highlight(shell.root, ...what)),
    state: () => visit.state(),
    destroy() {
      visit.destroy()
      render(null, place)
      place.remove()
    },
  }
}

function Frame({ shell, visit, onClose }: { shell: Shell; visit: Visit; onClose: () => void }) {
  const { theme } = shell.options
  const open = useStore(visit.open)
  const label = labelOf(whoWrites(useStore(visit.thread.view)))
  const panelRef = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    onClose()
  }
  // What had the keyboard may just have vanished, as a suggestion does when it is taken.
  const refocus = () => panelRef.current?.querySelector('textarea')?.focus({ preventScroll: true })
  return (
    <div
      ref={panelRef}
      class={`panel ${theme === 'light' || theme === 'dark' ? theme : 'auto'}`}
      hidden={!open}
      role="dialog"
      aria-modal="false"
      aria-label={label}
      dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}
      onKeyDown={press}
    >
      <Head visit={visit} onClose={onClose} />
      <Log visit={visit} refocus={refocus} />
      <Composer visit={visit} refocus={refocus} />
    </div>
  )
}
