/** What in a text may tell who wrote it. A finder and no judge: it warns whoever writes words that others will read. */
interface Personal {
  kind: 'email' | 'number' | 'reference' | 'name'
  found: string
}

/** Each is bounded, so that a text of any length is read in one go. */
const email = /[^\s@<>,;:()"]{1,64}@[\p{L}\p{N}.-]{1,100}\.\p{L}{2,20}/gu
/** Four digits or more, however they are grouped. */
const number = /(?<![\p{L}\p{N}])[+(]{0,2}\d(?:[ ()./-]{0,2}\d){3,24}(?![\p{L}\p{N}])/gu
/** Letters and digits in one, as orders, parcels and accounts are called. */
const token = /(?<![\p{L}\p{N}-])[\p{L}\p{N}]{1,30}(?:-[\p{L}\p{N}]{1,30}){0,5}(?![\p{L}\p{N}-])/gu
const called =
  /(?<![\p{L}\p{N}])(?:order|invoice|ticket|booking|parcel|tracking|account|customer|reference|ref|case|bestellung|rechnung|auftrag|kunden?nummer|pedido|factura)\.? {0,2}(?:number|no|nr|id)?\.? {0,2}[:#]? {0,2}(\p{N}[\p{L}\p{N}-]{0,30})/giu
const introduced =
  /(?<![\p{L}\p{N}])(?:[Mm]y name is|[Ii] am|[Ii]['’]m|[Tt]his is|[Mm]r|[Mm]rs|[Mm]s|[Dd]r|[Hh]err|[Ff]rau|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch bin|[Mm]e llamo|[Ss]oy|[Ss]eñora?)\.? (\p{Lu}\p{Ll}{1,30}(?:[ -]\p{Lu}\p{Ll}{1,30}){0,2})/gu
/** Two words with capitals inside a sentence: a name, or what something is called. */
const capitals = /(?<=[\p{Ll}\p{N}][,;:]? )\p{Lu}\p{Ll}{1,30} \p{Lu}\p{Ll}{1,30}(?![\p{L}\p{N}])/gu

/** `known`: what is known of whoever asked, their name and address. */
export function personalIn(text: string, known: (string | null | undefined)[] = []): Personal[] {
  return distinct([...surelyPersonalIn(text, known), ...all('name', text, capitals)])
}

/** The same, without what may as well be the name of a thing. */
export function surelyPersonalIn(text: string, known: (string | null | undefined)[] = []): Personal[] {
  const numbers = all('number', text, number).filter(({ found }) => !/^(?:19|20)\d\d$/.test(found))
  const references = all('reference', text, token).filter(
    ({ found }) => /\p{L}/u.test(found) && found.replace(/\D/g, '').length >= 3,
  )
  return distinct([
    ...all('email', text, email),
    ...all('reference', text, called),
    ...numbers,
    ...references,
    ...all('name', text, introduced),
    ...knownIn(text, known),
  ])
}

/** Of a kind: whoever is warned of so many takes them all out. */
const mostFound = 20

const all = (kind: Personal['kind'], text: string, pattern: RegExp): Personal[] =>
  [...text.matchAll(pattern)].slice(0, mostFound).map(([whole, part]) => ({ kind, found: (part ?? whole).trim() }))

function knownIn(text: string, known: (string | null | undefined)[]): Personal[] {
  const words = new Set(known.flatMap((each) => wordsIn(each ?? '')).filter((word) => word.length > 2))
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) => words.has(word.toLowerCase()))
    .slice(0, mostFound)
    .map(([found]) => ({ kind: 'name', found }))
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** What stands in something longer that was found is told once. */
function distinct(found: Personal[]): Personal[] {
  return found.filter(
    (each, place) =>
      !found.some(
        (other, at) =>
          at !== place &&
          other.found.includes(each.found) &&
          (other.found.length > each.found.length || at < place),
      ),
  )
}

/** The same words, however they are written. */
export const saysTheSame = (one: string, other: string): boolean =>
  wordsIn(one).join(' ') === wordsIn(other).join(' ')
