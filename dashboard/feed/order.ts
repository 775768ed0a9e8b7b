/** Where the rows stand on the screen, by place from the top of the whole feed; places that the server has not told of are empty. */
export type RowSlots = (string | undefined)[]

export interface Answer {
  offset: number
  ids: string[]
  total: number
}

/** The places that the reader sees: from the first one up to, and not including, `to`. */
export interface Span {
  from: number
  to: number
}

/** The server's order as it is now. What it did not tell of is forgotten: a row shown there would be an old one. */
export function settle({ offset, ids, total }: Answer): RowSlots {
  const places: RowSlots = Array.from({ length: total })
  for (let place = offset; place < Math.min(total, offset + ids.length); place++)
    places[place] = ids[place - offset]
  return places
}

/** The same news while somebody points at the list: what they see stays where it is; newcomers take empty places or stand at the end. */
export function hold(shown: RowSlots, { offset, ids, total }: Answer, { from, to }: Span): RowSlots {
  const end = Math.min(to, shown.length)
  const places: RowSlots = Array.from({ length: Math.max(total, end) })
  for (let place = from; place < end; place++) places[place] = shown[place]
  const standing = new Set(places.slice(from, end))
  const rest = ids.filter((id) => !standing.has(id))
  for (let place = offset; place < offset + ids.length && rest.length; place++) places[place] ??= rest.shift()
  return offset + ids.length >= total ? [...places, ...rest] : places
}

/** How many rows would come, go or change places if the list were allowed to move. */
export function movedCount(shown: RowSlots, { offset, ids, total }: Answer): number {
  const end = offset + ids.length >= total ? shown.length : offset + ids.length
  const before = new Map<string, number>()
  for (let place = offset; place < end; place++) if (shown[place]) before.set(shown[place]!, place)
  const places = ids.flatMap((id) => before.get(id) ?? [])
  const come = ids.length - places.length
  const gone = before.size - places.length
  return Math.max(come, gone) + places.length - longestRise(places)
}

/** Length of the longest run, gaps allowed, that is in order already: those rows need not move. */
function longestRise(places: number[]): number {
  const tails: number[] = []
  for (const place of places) {
    const at = tails.findIndex((tail) => tail >= place)
    tails[at < 0 ? tails.length : at] = place
  }
  return tails.length
}
