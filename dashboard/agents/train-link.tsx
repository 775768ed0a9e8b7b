import { Link } from '@tanstack/react-router'
import { GraduationCap } from 'lucide-react'
import { texts } from '../texts.ts'

/** To the page on which one talks to this agent and teaches it. */
export function TrainLink({ agentId }: { agentId: string }) {
  return (
    <Link
      to="/agents/$id/train"
      params={{ id: agentId }}
      className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-surface px-3 font-medium transition-colors hover:bg-hover"
    >
      <GraduationCap size={15} aria-hidden />
      {texts.agents.train}
    </Link>
  )
}
