/**
 * How well `typed` fits `text`: null when its letters do not all stand there in this order, otherwise higher for those that follow each other or
 * begin a word.
 */
export function fit(typed: string, text: string): number | null {
  const wanted = plain(typed).replace(/\s+/g, '')
  const there = plain(text)
  let score = 0
  let place = -1
  for (const letter of wanted) {
    const next = nextPlace(there, letter, place + 1)
    if (next < 0) return null
    if (next === place + 1) score += 3
    else if (isStart(there, next)) score += 2
    else score -= Math.min(1, (next - place) / 20)
    place = next
  }
  return score - there.length / 100
}

/** The next letter, or the next one that begins a word, where both follow: "gl" means "Go to Live". */
function nextPlace(text: string, letter: string, from: number): number {
  if (text[from] === letter) return from
  for (let at = from; at < text.length; at++) if (text[at] === letter && isStart(text, at)) return at
  return text.indexOf(letter, from)
}

const isStart = (text: string, at: number) => at === 0 || /[\s.,:·-]/.test(text[at - 1]!)

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
