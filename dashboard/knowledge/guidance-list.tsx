import { ArrowDown, ArrowUp, GripVertical, Pencil, Trash2 } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { GuidanceRow } from '../../protocol/teaching/shapes.ts'
import { IconButton } from '../components/button.tsx'
import { Switch } from '../components/switch.tsx'
import { messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { usedWords } from '../teaching/used.ts'
import { texts } from '../texts.ts'
import { GuidanceForm } from './guidance-form.tsx'

interface GuidanceListProps {
  rows: GuidanceRow[]
  /** `keep`: it stays so; while one drags, it is only shown so. */
  onOrder: (ids: string[], keep: boolean) => void
  onSave: (id: string, body: { text: string; on: boolean }) => Promise<void>
  onRemove: (row: GuidanceRow) => void
}

/** In order; moved by dragging, or by its arrows from the keyboard. */
export function GuidanceList({ rows, onOrder, onSave, onRemove }: GuidanceListProps) {
  const [dragged, setDragged] = useState<string | null>(null)
  const [moved, setMoved] = useState<string | null>(null)
  const place = rows.findIndex(({ id }) => id === moved)
  const move = (id: string, to: number, keep = true) => {
    setMoved(id)
    const ids = rows.map((row) => row.id).filter((each) => each !== id)
    onOrder([...ids.slice(0, to), id, ...ids.slice(to)], keep)
  }
  const over = (place: number) => (event: DragEvent) => {
    if (!dragged) return
    event.preventDefault()
    if (rows[place]?.id !== dragged) move(dragged, place, false)
  }
  const drop = () => {
    setDragged(null)
    onOrder(
      rows.map(({ id }) => id),
      true,
    )
  }
  return (
    <>
      <p role="status" className="sr-only">
        {place >= 0 && texts.knowledge.isNowOf(rows[place]!.text.slice(0, 60), place + 1, rows.length)}
      </p>
      <ol aria-label={texts.knowledge.guidance} className="flex flex-col">
        {rows.map((row, place) => (
          <li
            key={row.id}
            onDragOver={over(place)}
            onDrop={(event) => event.preventDefault()}
            className={`flex items-start gap-2 border-b border-line py-2 ${dragged === row.id ? 'opacity-50' : ''}`}
          >
            <span
              draggable
              aria-hidden
              title={texts.knowledge.dragToAnotherPlace}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDragged(row.id)
              }}
              onDragEnd={drop}
              className="mt-1 cursor-grab text-faint"
            >
              <GripVertical size={16} />
            </span>
            <OneRow
              row={row}
              place={place}
              last={rows.length - 1}
              onMove={move}
              onSave={onSave}
              onRemove={onRemove}
            />
          </li>
        ))}
      </ol>
    </>
  )
}

interface OneRowProps extends Pick<GuidanceListProps, 'onSave' | 'onRemove'> {
  row: GuidanceRow
  place: number
  last: number
  onMove: (id: string, to: number) => void
}

function OneRow({ row, place, last, onMove, onSave, onRemove }: OneRowProps) {
  const [editing, setEditing] = useState(false)
  const used = usedWords(row)
  if (editing)
    return (
      <GuidanceForm
        row={row}
        label={texts.knowledge.guidance}
        text={row.text}
        onSave={(text) => onSave(row.id, { text, on: row.on })}
        onClose={() => setEditing(false)}
      />
    )
  const switchTo = (on: boolean) =>
    onSave(row.id, { text: row.text, on }).catch((problem) =>
      showToast(texts.knowledge.notChanged(messageOf(problem))),
    )
  return (
    <>
      <div className={`min-w-0 flex-1 ${row.on ? '' : 'text-faint'}`}>
        <p className="text-md wrap-break-word whitespace-pre-wrap">{row.text}</p>
        <p className="text-xs text-faint">{used}</p>
      </div>
      <IconButton
        label={texts.knowledge.moveUp}
        size="tiny"
        aria-disabled={place === 0}
        onClick={() => place > 0 && onMove(row.id, place - 1)}
      >
        <ArrowUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={texts.knowledge.moveDown}
        size="tiny"
        aria-disabled={place === last}
        onClick={() => place < last && onMove(row.id, place + 1)}
      >
        <ArrowDown size={14} aria-hidden />
      </IconButton>
      <IconButton label={texts.knowledge.edit} size="tiny" onClick={() => setEditing(true)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
      <IconButton label={texts.knowledge.remove} size="tiny" onClick={() => onRemove(row)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      <Switch
        label={texts.knowledge.isOn(row.text.slice(0, 60))}
        on={row.on}
        onChange={(on) => void switchTo(on)}
      />
    </>
  )
}
