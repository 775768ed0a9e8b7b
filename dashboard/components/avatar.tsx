import type { Person } from '../../protocol/entities.ts'
import { texts } from '../texts.ts'

/** The same person has the same colour on every screen: the hue comes from the id. */
function hueOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360
  return sum
}

const initialsOf = (name: string) =>
  name
    .trim()
    .split(/\s+/)
    .filter((_, i, words) => i === 0 || i === words.length - 1)
    .map((word) => word[0])
    .join('')
    .toUpperCase()

export function Avatar({ person, size = 20, label = true }: { person: Person; size?: number; label?: boolean }) {
  const shape = { width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.42)) }
  const named = label ? { role: 'img', 'aria-label': person.name, title: person.name } : { 'aria-hidden': true }
  if (person.image)
    return (
      <img
        src={person.image}
        alt={label ? person.name : ''}
        style={shape}
        className="shrink-0 rounded-full object-cover"
      />
    )
  return (
    <span
      {...named}
      style={{ ...shape, background: `oklch(0.48 0.1 ${hueOf(person.id)})` }}
      className="inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-white select-none"
    >
      {initialsOf(person.name)}
    </span>
  )
}

/** Those who are watching, at most three and a count. */
export function Faces({ people, size = 16 }: { people: Person[]; size?: number }) {
  if (!people.length) return null
  return (
    <span
      className="flex shrink-0 gap-0.5"
      title={texts.components.watching(people.map(({ name }) => name).join(', '))}
    >
      {people.slice(0, 3).map((person) => (
        <Avatar key={person.id} person={person} size={size} />
      ))}
      {people.length > 3 && <span className="text-xs text-faint">+{people.length - 3}</span>}
    </span>
  )
}
