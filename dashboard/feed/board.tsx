import type { CSSProperties, ReactNode } from 'react'
import { createWidth, Resizer, type Width } from '../shell/resizer.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'

const widths = {
  who: createWidth('halo.board.who', 120, 480),
  topic: createWidth('halo.board.topic', 80, 400),
  mood: createWidth('halo.board.mood', 112, 240),
  holder: createWidth('halo.board.holder', 96, 320),
}

/** The last words take what the others leave. A narrow window has no room for the topic. */
export const boardColumns =
  'grid gap-x-4 grid-cols-[var(--who,200px)_minmax(0,1fr)_var(--mood,120px)_var(--holder,136px)_56px] lg:grid-cols-[var(--who,220px)_minmax(0,1fr)_var(--topic,180px)_var(--mood,128px)_var(--holder,160px)_56px]'

/** What was dragged, for everything inside. */
export function useBoardStyle(): CSSProperties {
  const [who, topic, mood, holder] = [
    useStore(widths.who.chosen),
    useStore(widths.topic.chosen),
    useStore(widths.mood.chosen),
    useStore(widths.holder.chosen),
  ]
  const chosen = { who, topic, mood, holder }
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([name, width]) => (width === null ? [] : [[`--${name}`, `${width}px`]])),
  )
}

/** The names of the columns, and the lines between them that can be dragged. */
export function BoardHead() {
  return (
    <div className={`${boardColumns} h-8 shrink-0 items-stretch border-b border-line px-3 text-xs text-faint`}>
      <Column width={widths.who}>{texts.feed.visitor}</Column>
      <Column>{texts.feed.lastWords}</Column>
      <Column width={widths.topic} className="max-lg:hidden">
        {texts.feed.topic}
      </Column>
      <Column width={widths.mood}>{texts.feed.mood}</Column>
      <Column width={widths.holder}>{texts.feed.answers}</Column>
      <Column className="justify-end">{texts.feed.waits}</Column>
    </div>
  )
}

interface ColumnProps {
  width?: Width
  className?: string
  children: string
}

function Column({ width, className = '', children }: ColumnProps): ReactNode {
  return (
    <div className={`relative flex min-w-0 items-center ${className}`}>
      <span className="truncate">{children}</span>
      {width && <Resizer label={texts.feed.widthOf(children)} width={width} className="-end-3" />}
    </div>
  )
}
