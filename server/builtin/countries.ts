import { termsOf } from '../knowledge/words.ts'

/** Countries in the form in which words are compared. Those of the European Union are meant by "Europe", the others by "other countries". */
export const unionPlaces = new Set(
  termsOf(
    'Austria Belgium Bulgaria Croatia Cyprus Czechia Denmark Estonia Finland France Germany Greece Hungary Ireland Italy Latvia Lithuania Luxembourg Malta Netherlands Holland Poland Portugal Romania Slovakia Slovenia Spain Sweden',
  ),
)
const others = new Set([
  ...termsOf(
    'USA America Canada Mexico Brazil Argentina Chile Peru Colombia Australia Japan China India Korea Thailand Vietnam Indonesia Singapore Malaysia Philippines Russia Ukraine Turkey Israel Egypt Morocco Africa Asia Iceland Norway Switzerland England Britain Scotland Wales UK Serbia Albania Dubai Emirates Pakistan Bangladesh Nigeria Kenya Zealand',
  ),
  'us',
])

export const isOther = (term: string): boolean => others.has(term)
export const isPlace = (term: string): boolean => unionPlaces.has(term) || others.has(term)
export const otherPlaces =
  /\b(?:other|any other|all other|foreign) countr\w+|\brest of the world\b|\babroad\b|\bworldwide\b|\binternational\w*\b/iu
