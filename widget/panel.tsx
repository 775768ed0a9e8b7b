import { render } from 'preact'
import { useRef } from 'preact/hooks'
import { isComposing } from '../client/composing.ts'
import { Composer } from './composer.tsx'
import { Head, labelOf, whoWrites } from './head.tsx'
import { dress, isRightToLeft, spokenTo } from './launcher.ts'
import { Log } from './log.tsx'
import { longestMessage, type Panel, type Shell } from './options.ts'
import styles from './panel.css?inline'
import said from './said.css?inline'
import { speak, texts } from './texts.ts'
import { useStore } from './use.ts'
import { Visit } from './visit.ts'

const cross = 'm7.4 6 4.6 4.6L16.6 6 18 7.4 13.4 12l4.6 4.6-1.4 1.4-4.6-4.6L7.4 18 6 16.6l4.6-4.6L6 7.4Z'

/** Called by the loader with the place to draw in. */
export async function mount(shell: Shell): Promise<Panel> {
  await speak(spokenTo(shell.options))
  const visit = new Visit(shell)
  const { button } = shell.launcher
  const place = document.createElement('div')
  dress(shell.root, styles + said)
  // Before the launcher, so that the keyboard comes to the panel and then to the button that closes it.
  button.before(place)
  const show = () => {
    const [open, unread] = [visit.open.get(), visit.unread.get()]
    shell.launcher.show({
      open,
      unread,
      says: (open && texts.closeChat) || (unread ? texts.unread(unread) : ''),
      icon: open ? cross : undefined,
    })
  }
  visit.open.subscribe(show)
  visit.unread.subscribe(show)
  const close = () => {
    visit.hide()
    button.focus()
  }
  // Written anew as a whole: the words that it speaks are no store's.
  const draw = () => render(<Frame shell={shell} visit={visit} onClose={close} />, place)
  draw()
  const open = (focus: boolean, text?: string) => {
    void visit.show()
    if (text) visit.write(text)
    // What is still hidden cannot take the keyboard: wait until it is drawn.
    if (focus) requestAnimationFrame(() => place.querySelector('textarea')?.focus({ preventScroll: true }))
  }
  show()
  return {
    open,
    close,
    toggle: () => (visit.open.get() ? close() : open(true)),
    send(text) {
      if (!text) return
      if (text.length > longestMessage)
        return shell.say('error', new RangeError(`At most ${longestMessage} characters`))
      open(false)
      visit.send(text)
    },
    redraw: () =>
      void speak(spokenTo(shell.options)).then(() => {
        draw()
        show()
      }),
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
  const view = useStore(visit.thread.view)
  const label = labelOf(whoWrites(view))
  const panelRef = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event)) return
    // Or a dialog of the page's would be shut, too.
    event.preventDefault()
    onClose()
  }
  // What had the keyboard may just have vanished, as a suggestion does when it is taken.
  const refocus = () => panelRef.current?.querySelector('textarea')?.focus({ preventScroll: true })
  return (
    <div
      ref={panelRef}
      class={`panel ${theme ?? 'auto'}`}
      hidden={!open}
      role="dialog"
      aria-modal="false"
      aria-label={label}
      dir={isRightToLeft() ? 'rtl' : 'ltr'}
      onKeyDown={press}
    >
      <Head visit={visit} onClose={onClose} />
      <Log visit={visit} refocus={refocus} />
      {view.phase !== 'shut' && <Composer visit={visit} refocus={refocus} />}
    </div>
  )
}
