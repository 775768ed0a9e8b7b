import { Empty } from '../components/empty.tsx'
import { Kbd } from '../components/kbd.tsx'

export function NothingOpen() {
  return (
    <Empty title="Choose a conversation">
      <p className="flex flex-wrap items-center justify-center gap-1">
        <Kbd keys="J" /> and <Kbd keys="K" /> walk the list, <Kbd keys="?" /> shows every shortcut.
      </p>
    </Empty>
  )
}
