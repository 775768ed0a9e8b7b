import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'

const names: Record<string, string> = {
  rule: texts.transcript.rule,
  guidance: texts.transcript.guidance,
  whisper: texts.transcript.whisper,
  lesson: texts.transcript.lesson,
  correction: texts.transcript.correction,
  doc: texts.transcript.internalDocument,
  global: texts.transcript.instructions,
  instructions: texts.transcript.instructions,
  name: texts.transcript.name,
  role: texts.transcript.role,
  goal: texts.transcript.primaryGoal,
  'ideal customer': texts.transcript.idealCustomer,
  boundaries: texts.transcript.boundaries,
  profile: texts.transcript.profile,
  control: texts.transcript.whoHadThePen,
  visitor: texts.transcript.visitor,
  brief: texts.transcript.handBackNote,
  ai: 'AI',
  operator: texts.transcript.operator,
  system: texts.transcript.shownToEveryone,
  passage: texts.transcript.article,
  page: texts.transcript.page,
  reasoning: texts.transcript.reasoning,
}

/** What a part of the prompt is, with a link to where it can be changed or stands in the transcript. */
export function Place({ kind, id, onGo }: { kind: string; id: string | null; onGo: () => void }) {
  const name = names[kind] ?? kind
  const look = 'rounded-sm underline underline-offset-2 hover:text-ink'
  switch (kind) {
    case 'lesson':
      return (
        <Link to="/knowledge/training" search={{ open: id ?? undefined }} className={look}>
          {name}
        </Link>
      )
    case 'correction':
      return (
        <Link to="/knowledge/corrections" search={{ open: id ?? undefined }} className={look}>
          {name}
        </Link>
      )
    case 'guidance':
      return (
        <Link to="/knowledge/guidance" className={look}>
          {name}
        </Link>
      )
    case 'doc':
      return (
        <Link to="/knowledge/internal-docs" className={look}>
          {name}
        </Link>
      )
    case 'global':
      return (
        <Link to="/knowledge/instructions" className={look}>
          {name}
        </Link>
      )
    case 'passage':
      return (
        <Link to="/knowledge" className={look}>
          {name}
        </Link>
      )
    case 'instructions':
    case 'name':
    case 'role':
    case 'goal':
    case 'ideal customer':
    case 'boundaries':
      return id === null ? (
        name
      ) : (
        <Link
          to="/agents/$id"
          params={{ id }}
          search={{ tab: kind === 'name' || kind === 'role' ? undefined : 'instructions' }}
          className={look}
        >
          {name}
        </Link>
      )
    case 'whisper':
      return <InTranscript element={`w-${id}`} name={name} onGo={onGo} />
    case 'visitor':
    case 'ai':
    case 'operator':
      return <InTranscript element={`m-${id}`} name={name} onGo={onGo} />
    default:
      return name
  }
}

/** Beside the transcript it leads there; in Live Train there is none. */
function InTranscript({ element, name, onGo }: { element: string; name: string; onGo: () => void }) {
  if (!document.getElementById(element)) return name
  const go = () => {
    onGo()
    document.getElementById(element)?.scrollIntoView({ block: 'center' })
  }
  return (
    <button type="button" onClick={go} className="rounded-sm underline underline-offset-2 hover:text-ink">
      {name}
    </button>
  )
}
