import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { Fragment, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import { Kbd } from '../components/kbd.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { useEntries } from './entries.ts'
import type { Entry } from './entry.ts'
import { catchEarlyLetters, paletteOpen, typed } from './typed.ts'

/** Screens, conversations and what can be done now, found by a few letters. */
export function Palette() {
  const open = useStore(paletteOpen)
  const chosen = useRef<Entry | null>(null)
  const close = () => paletteOpen.set(false)
  useEffect(catchEarlyLetters, [])
  const choose = (entry: Entry) => {
    chosen.current = entry
    close()
  }
  return (
    <Dialog.Root open={open} onOpenChange={paletteOpen.set}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 animate-appear bg-veil" />
        <Dialog.Popup
          data-palette
          // What was chosen decides where the focus goes; it runs when the palette has let go of it.
          finalFocus={() => {
            const entry = chosen.current
            chosen.current = null
            if (entry) setTimeout(entry.run)
            return !entry?.takesFocus
          }}
          className="fixed start-1/2 top-[12dvh] z-50 flex max-h-[70dvh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-md border border-line bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">{texts.shell.findAnything}</Dialog.Title>
          <Finder onChoose={choose} onClose={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ onChoose, onClose }: { onChoose: (entry: Entry) => void; onClose: () => void }) {
  const text = useStore(typed)
  const entries = useEntries(text)
  const [at, setAt] = useState(0)
  const id = useId()
  const active = Math.min(at, entries.length - 1)
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active, entries])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 }[event.key]
    if (to !== undefined)
      setAt(
        event.key.startsWith('Arrow')
          ? (to + entries.length) % entries.length
          : Math.max(0, Math.min(entries.length - 1, to)),
      )
    else if (event.key === 'Enter' && entries[active]) onChoose(entries[active])
    else if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') onClose()
    else return
    event.preventDefault()
  }
  return (
    <>
      <label className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search size={16} aria-hidden className="shrink-0 text-faint" />
        <span className="sr-only">{texts.shell.findAScreenA}</span>
        <input
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={text}
          maxLength={100}
          placeholder={texts.shell.screensPeopleWhatTo}
          // Letters may stand in it already when it gets the focus.
          onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
          onChange={(event) => {
            typed.set(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        <Kbd keys="Escape" />
      </label>
      <ul
        role="listbox"
        id={`${id}-list`}
        aria-label={texts.shell.found}
        className="min-h-0 flex-1 overflow-y-auto p-1.5"
      >
        {entries.map((entry, place) => (
          <Fragment key={entry.key}>
            {entry.group !== entries[place - 1]?.group && (
              <li role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-faint">
                {entry.group}
              </li>
            )}
            <Option
              id={`${id}-${place}`}
              entry={entry}
              active={place === active}
              onPoint={() => setAt(place)}
              onChoose={() => onChoose(entry)}
            />
          </Fragment>
        ))}
      </ul>
      <p role="status" className={entries.length ? 'sr-only' : 'px-4 pt-1 pb-4 text-soft'}>
        {entries.length ? texts.shell.foundEntries(entries.length) : texts.shell.nothingHereByThat}
      </p>
    </>
  )
}

interface OptionProps {
  id: string
  entry: Entry
  active: boolean
  onPoint: () => void
  onChoose: () => void
}

function Option({ id, entry: { group, says, more, keys, icon: Icon }, active, onPoint, onChoose }: OptionProps) {
  return (
    <li
      role="option"
      id={id}
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={`flex min-h-9 items-center gap-3 rounded-sm px-2.5 ${active ? 'bg-chosen' : ''}`}
    >
      {Icon && <Icon size={15} aria-hidden className="shrink-0 text-soft" />}
      <span className="sr-only">{group}: </span>
      <span className="truncate">{says}</span>
      {more && <span className="min-w-0 flex-1 truncate text-xs text-soft"> {more}</span>}
      <span aria-hidden className="ms-auto flex shrink-0 gap-1 text-soft max-sm:hidden">
        {keys && keys.split(' ').map((key) => <Kbd key={key} keys={key} />)}
      </span>
    </li>
  )
}
