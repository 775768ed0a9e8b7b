/** Where the rows stand on the screen, by place from the top of the whole feed; places that were never on screen are empty. */
export type Places = (string | undefined)[]

export interface Answer {
  offset: number
  ids: string[]
  total: number
}

/** The server's order as it is now. What it did not tell about keeps its last known place, unless the row is known to stand elsewhere. */
export function settle(shown: Places, { offset, ids, total }: Answer): Places {
  const told = new Set(ids)
  const places: Places = Array.from({ length: total }, (_, place) => (shown[place] && !told.has(shown[place]) ? shown[place] : undefined))
  for (let place = offset; place < Math.min(total, offset + ids.length); place++) places[place] = ids[place - offset]
  return places
}

/** The same news while somebody points at the list: every row stays where it is; newcomers take empty places or stand at the end. */
export function hold(shown: Places, { offset, ids, total }: Answer): Places {
  const places: Places = Array.from({ length: Math.max(total, shown.length) }, (_, place) => shown[place])
  const standing = new Set(places)
  const newcomers = ids.filter((id) => !standing.has(id))
  for (let place = offset; place < offset + ids.length && newcomers.length; place++) places[place] ??= newcomers.shift()
  return offset + ids.length >= total ? [...places, ...newcomers] : places
}

/** How many rows would come, go or change places if the list were allowed to move. */
export function movedCount(shown: Places, { offset, ids, total }: Answer): number {
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
