import { Link, useNavigate } from '@tanstack/react-router'
import { Ellipsis, FileDown, Link as LinkIcon } from 'lucide-react'
import type { Conversation } from '../../protocol/entities.ts'
import { Button, IconButton } from '../components/button.tsx'
import { copyText } from '../components/copy.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { replyTo } from '../conversation/reply-to.ts'
import { call, messageOf } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { useCommands } from '../shell/commands.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { download } from './download.ts'
import { freshest, place } from './place.ts'

/** Marks it at once; for ten seconds the mark can be taken back from the line that says so, later by pressing again. */
export function ReviewedButton({ conversation }: { conversation: Conversation }) {
  const { id, reviewed } = conversation
  const params = { id }
  const attempt = (act: Promise<unknown>) => act.catch((error) => showToast(messageOf(error)))
  // Its row in the list learns it from here, because it may not be open any more.
  const show = (mark: Conversation['reviewed']) => freshest.set({ ...conversation, reviewed: mark })
  const unmark = () => attempt(call('DELETE /api/conversations/:id/review', { params }).then(() => show(null)))
  const mark = () =>
    attempt(
      call('PUT /api/conversations/:id/review', { params }).then((answer) => {
        show(answer.reviewed)
        runUnlessUndone(texts.completed.markedAsReviewed, () => {}, unmark)
      }),
    )
  const toggle = () => void (reviewed ? unmark() : mark())
  // By the key one goes through a list: what was marked is done with, and the next one comes.
  const markAndGoOn = () => {
    toggle()
    if (!reviewed) place.get()?.step(1)
  }
  useCommands({ review: markAndGoOn })
  return (
    <Button
      size="small"
      aria-pressed={!!reviewed}
      onClick={toggle}
      title={reviewed ? texts.completed.reviewedBy(reviewed.by.name) : texts.completed.markAsReviewedE}
      className={reviewed ? 'text-good!' : ''}
    >
      {reviewed ? texts.completed.reviewed2 : texts.completed.markReviewed}
    </Button>
  )
}

/** What is over goes on as a ticket; it stays over. Keyboard and palette can take it over as they do a live one. */
export function useFollowUp({ id, ticket, status }: Conversation) {
  const me = useMe().operator
  const navigate = useNavigate()
  const inHand = ticket?.status === 'in_progress' ? ticket.assignee : null
  const mine = inHand?.id === me.id
  const take = () =>
    void call('POST /api/conversations/:id/takeover', {
      params: { id },
      body: inHand && inHand.id !== me.id ? { from: inHand.id } : {},
    })
      .then(({ ticket: { number } }) => {
        showToast(texts.completed.ticketIsYours(number))
        replyTo.set(id)
        if (!location.pathname.startsWith('/tickets')) void navigate({ to: '/tickets/$id', params: { id } })
      })
      .catch((error) => showToast(messageOf(error)))
  useCommands({ takeOver: status === 'completed' && !mine ? take : null })
  return { inHand, mine, take }
}

export function FollowUp({ conversation }: { conversation: Conversation }) {
  const { id, ticket } = conversation
  const { inHand, mine, take } = useFollowUp(conversation)
  if (mine)
    return (
      <Link
        to="/tickets/$id"
        params={{ id }}
        className="rounded-sm px-1 text-accent-text underline underline-offset-2"
      >
        {texts.completed.yourTicket(ticket!.number)}
      </Link>
    )
  return (
    <Button size="small" look={inHand ? 'outline' : 'solid'} onClick={take}>
      {inHand
        ? texts.completed.takeTicketFrom(ticket!.number, inHand.name.split(' ')[0]!)
        : texts.completed.takeOver}
    </Button>
  )
}

export function MoreActions({ conversation: { id } }: { conversation: Conversation }) {
  const copy = () =>
    void copyText(`${location.origin}/inbox/completed/${id}`).then(() =>
      showToast(texts.completed.linkCopiedItOpens),
    )
  return (
    <Menu
      trigger={
        <IconButton label={texts.completed.more} size="small">
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<LinkIcon size={14} aria-hidden />} onChoose={copy}>
        {texts.completed.copyLink}
      </MenuItem>
      <MenuItem
        icon={<FileDown size={14} aria-hidden />}
        onChoose={() => download(`/api/conversations/${id}`, `conversation-${id}.json`)}
      >
        {texts.completed.exportJson}
      </MenuItem>
    </Menu>
  )
}
