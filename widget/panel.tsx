import { render } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Composer } from './composer.tsx'
import { Head } from './head.tsx'
import { dress } from './launcher.ts'
import { Log } from './log.tsx'
import { accentOf, textOn, type Panel, type Shell } from './options.ts'
import styles from './panel.css?inline'
import { useStore } from './use.ts'
import { Visit } from './visit.ts'

/** Called by the loader with the place to draw in. */
export function mount(shell: Shell): Panel {
  const visit = new Visit(shell)
  dress(shell.root, styles)
  const place = document.createElement('div')
  place.className = 'place'
  shell.root.append(place)
  const show = () => shell.launcher.show({ open: visit.open.get(), unread: visit.unread.get(), busy: false })
  visit.open.subscribe(show)
  visit.unread.subscribe(show)
  render(<Frame shell={shell} visit={visit} />, place)
  const open = () => { if (!visit.open.get()) void visit.show() }
  const close = () => {
    visit.hide()
    shell.launcher.button.focus()
  }
  return {
    open, close,
    toggle: () => (visit.open.get() ? close() : open()),
    send: (text) => { open(); visit.send(text.slice(0, 10_000)) },
    destroy: () => {
      visit.destroy()
      render(null, place)
      place.remove()
    },
  }
}

function Frame({ shell, visit }: { shell: Shell; visit: Visit }) {
  const open = useStore(visit.open)
  const { agent } = useStore(visit.view)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => { if (open) field.current?.focus({ preventScroll: true }) }, [open])
  const close = () => {
    visit.hide()
    shell.launcher.button.focus()
  }
  const accent = accentOf(shell.options)
  return (
    <div
      class={`panel ${shell.options.position === 'left' ? 'left' : 'right'} ${shell.options.theme ?? 'auto'}`} role="dialog" aria-modal="false" aria-label={agent ? `${agent.name}, AI` : 'Chat'}
      dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'} hidden={!open} ref={(element) => { element?.style.setProperty('--accent', accent); element?.style.setProperty('--on-accent', textOn(accent)) }}
      onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); close() } }}
    >
      <Head visit={visit} onClose={close} />
      <Log visit={visit} />
      <Composer visit={visit} field={field} />
    </div>
  )
}
