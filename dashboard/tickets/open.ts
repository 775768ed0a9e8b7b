import { useNavigate } from '@tanstack/react-router'
import { call, messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import type { Back } from '../transcript/back.ts'

/** Tickets stand at the address of their conversation, which only the server knows of every one. */
export function useOpenTicket(back: Back): (ticketId: string) => void {
  const navigate = useNavigate()
  const to = back === '/tickets/mine' || back === '/tickets/mentions' ? (`${back}/$id` as const) : '/tickets/$id'
  return (ticketId) =>
    void call('GET /api/tickets/:id', { params: { id: ticketId } }).then(
      ({ ticket }) => navigate({ to, params: { id: ticket.conversationId }, search: true }),
      (error) => showToast(messageOf(error)),
    )
}
