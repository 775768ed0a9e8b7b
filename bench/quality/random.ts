/** Numbers from 0 to 1, the same for the same seed (mulberry32), so that two runs measure the same. */
export function randomFrom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function pickFrom<Thing>(
  all: Thing[],
  count: number,
  random: () => number,
): { picked: Thing[]; left: Thing[] } {
  const left = [...all]
  const picked: Thing[] = []
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(Math.floor(random() * left.length), 1))
  return { picked, left }
}
