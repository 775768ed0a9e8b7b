import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { sheet } from './shortcuts.ts'

export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-6 p-4 sm:grid-cols-2">
        {sheet.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-2 font-semibold">{title}</h3>
            <dl className="flex flex-col gap-2">
              {keys.map(([names, what]) => (
                <div key={what} className="flex items-center justify-between gap-4">
                  <dt className="text-soft">{what}</dt>
                  <dd className="flex gap-1">
                    {names.map((name) => (
                      <Kbd key={name} keys={name} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
