import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { Switch } from '../components/switch.tsx'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { commands } from './commands.ts'
import { letters, switchLetters } from './keyboard.ts'
import { placesFor } from './navigation.ts'

const groups = [texts.shell.thisConversation, texts.shell.lists, texts.shell.writing, texts.shell.everywhere]

/** Every key there is, read from the tables that the keyboard itself reads. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const on = useStore(letters)
  const { access } = useMe().operator
  const lines = Object.values(commands)
  return (
    <Dialog open={open} onClose={onClose} title={texts.shell.keyboardShortcuts}>
      <div className="columns-1 gap-8 p-4 sm:columns-2">
        {groups.map((group) => (
          <Section
            key={group}
            title={group}
            lines={lines
              .filter((line) => line.group === group)
              .map(({ says, keys }) => ({ says, ways: keys.map((key) => [key]) }))}
          />
        ))}
        <Section
          title={texts.shell.goTo}
          lines={placesFor(access).map(({ name, keys }) => ({ says: name, ways: [keys.split(' ')] }))}
        />
      </div>
      <div className="flex items-center justify-between gap-4 border-t border-line px-4 py-3">
        <p className="text-soft">{texts.shell.singleLettersDoSomething}</p>
        <Switch label={texts.shell.singleLettersDoSomething} on={on} onChange={switchLetters} />
      </div>
    </Dialog>
  )
}

interface Line {
  says: string
  /** Each way is pressed key after key. */ ways: string[][]
}

function Section({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="mb-2 font-semibold">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {lines.map(({ says, ways }) => (
          <div key={says} className="flex items-center justify-between gap-4">
            <dt className="text-soft">{says}</dt>
            <dd className="flex shrink-0 items-center gap-1">
              {ways.map((keys, way) => (
                <span key={keys.join(' ')} className="flex items-center gap-1">
                  {way > 0 && <span className="text-xs text-faint">{texts.shell.or}</span>}
                  {keys.map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
