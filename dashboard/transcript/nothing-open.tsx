import { Empty } from '../components/empty.tsx'
import { Kbd } from '../components/kbd.tsx'
import { texts } from '../texts.ts'

export function NothingOpen() {
  return (
    <Empty title={texts.transcript.chooseAConversation}>
      <p className="flex flex-wrap items-center justify-center gap-1">
        <Kbd keys="J" /> {texts.transcript.and} <Kbd keys="K" /> {texts.transcript.walkTheList} <Kbd keys="?" />{' '}
        {texts.transcript.showsEveryShortcut}
      </p>
    </Empty>
  )
}
