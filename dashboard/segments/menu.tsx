import { useNavigate } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, EllipsisVertical, Pencil, Plus, Trash2 } from 'lucide-react'
import { newId } from '../../client/id.ts'
import { allows } from '../../protocol/access.ts'
import type { SegmentKind } from '../../protocol/segments/filter.ts'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem, MenuLine } from '../components/menu.tsx'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { moveSegment, removeSegment, segments, writing } from './segments.ts'

/** What can be done with the segment that is open, if one is, and with none. */
export function SegmentMenu({ kind, id }: { kind: SegmentKind; id: string | undefined }) {
  const { access } = useMe().operator
  const navigate = useNavigate()
  const ofKind = (useStore(segments) ?? []).filter((each) => each.kind === kind)
  const place = ofKind.findIndex((each) => each.id === id)
  const segment = ofKind[place]
  const mine = segment && (segment.mine || allows(access, 'inbox:manage'))
  return (
    <Menu
      trigger={
        <Button look="quiet" size="tiny" aria-label={texts.segments.segments} title={texts.segments.segments}>
          <EllipsisVertical size={15} aria-hidden />
        </Button>
      }
    >
      {mine && (
        <>
          <MenuItem
            icon={<Pencil size={14} aria-hidden />}
            onChoose={() => writing.set({ kind, id: segment.id, segment })}
          >
            {texts.segments.editSegment}
          </MenuItem>
          {place > 0 && (
            <MenuItem icon={<ArrowUp size={14} aria-hidden />} onChoose={() => void moveSegment(segment, -1)}>
              {texts.segments.moveUp}
            </MenuItem>
          )}
          {place < ofKind.length - 1 && (
            <MenuItem icon={<ArrowDown size={14} aria-hidden />} onChoose={() => void moveSegment(segment, 1)}>
              {texts.segments.moveDown}
            </MenuItem>
          )}
          <MenuItem
            icon={<Trash2 size={14} aria-hidden />}
            onChoose={() => {
              void navigate({ to: `/${kind}` })
              void removeSegment(segment)
            }}
          >
            {texts.segments.removeSegment}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem
        icon={<Plus size={14} aria-hidden />}
        onChoose={() => writing.set({ kind, id: newId(), segment: null })}
      >
        {texts.segments.newSegment}
      </MenuItem>
    </Menu>
  )
}
