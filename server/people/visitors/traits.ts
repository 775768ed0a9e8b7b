import { maxTraitBytes, maxTraits, reservedKeys, type Traits } from '../../../protocol/people/shapes.ts'
import { Invalid } from '../../ground/errors.ts'

interface Merged {
  traits: Traits
  /** The keys whose value is another now, or gone. */
  changed: string[]
}

/** Key by key, the new value winning; null deletes. Keys in `proven` came with proof that this word does not have, and stay. */
export function mergeTraits(before: Traits, given: Traits, proven: string[] = []): Merged {
  refuseReserved(given)
  const merged = new Map(Object.entries(before))
  const changed: string[] = []
  for (const [key, value] of Object.entries(given)) {
    if (
      value === undefined ||
      proven.includes(key) ||
      JSON.stringify(merged.get(key) ?? null) === JSON.stringify(value)
    )
      continue
    changed.push(key)
    if (value === null) merged.delete(key)
    else merged.set(key, value)
  }
  const traits = Object.fromEntries(merged)
  if (changed.length) refuseTooMany(traits)
  return { traits, changed }
}

function refuseReserved(given: Traits): void {
  const reserved = Object.keys(given).filter((key) => (reservedKeys as readonly string[]).includes(key))
  if (reserved.length)
    throw new Invalid(
      'reserved_keys',
      `${reserved.join(', ')}: the system keeps these itself. Give the trait another name.`,
      { reserved_keys: reserved },
    )
}

function refuseTooMany(traits: Traits): void {
  const count = Object.keys(traits).length
  if (count > maxTraits)
    throw new Invalid(
      'too_many_traits',
      `At most ${maxTraits} traits are kept; these would be ${count}. Delete some with null.`,
    )
  const bytes = Buffer.byteLength(JSON.stringify(traits))
  if (bytes > maxTraitBytes)
    throw new Invalid(
      'traits_too_large',
      `All traits together may have ${maxTraitBytes} bytes; these would have ${bytes}. State belongs into context entries.`,
    )
}
