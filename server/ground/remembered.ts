/** A pure reading of texts that each text gets once: what was read last is remembered, as many as `most`. */
export function remembered<T>(read: (text: string) => T, most = 4_000): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (known.has(text)) return known.get(text)!
    const reading = read(text)
    known.set(text, reading)
    if (known.size > most) known.delete(known.keys().next().value!)
    return reading
  }
}
