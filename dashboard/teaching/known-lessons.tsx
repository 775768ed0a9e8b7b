import { Link } from '@tanstack/react-router'
import { Group } from '../contacts/group.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** What the AI was taught about this customer, here and before. `taught` changes when something is taught here. */
export function KnownLessons({ contactId, taught }: { contactId: string; taught: string }) {
  const { value, error } = useLoad(`${contactId} ${taught}`, () =>
    call('GET /api/lessons', { query: { contactId } }),
  )
  if (error)
    return (
      <p role="alert" className="p-3 text-bad">
        {error}
      </p>
    )
  if (!value?.lessons.length) return null
  return (
    <Group name={texts.teaching.lessons} count={value.lessons.length}>
      <ul className="flex flex-col gap-1">
        {value.lessons.map(({ id, text, on }) => (
          <li key={id}>
            <Link
              to="/knowledge/training"
              search={{ open: id }}
              className={`block rounded-sm wrap-anywhere hover:text-accent-text hover:underline ${on ? '' : 'text-faint line-through'}`}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </Group>
  )
}
