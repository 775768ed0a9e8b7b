/** Whether a text fits a pattern in which `*` stands for any characters and `?` for one. Takes at most length × length steps, whatever the pattern: visitors choose the text. */
export function fitsGlob(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let from = 0
  let place = 0
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place++
      from = at
    } else if (pattern[place] === '?' || pattern[place] === text[at]) {
      place++
      at++
    } else if (star >= 0) {
      // The last star takes one character more, and what follows it is tried again.
      place = star + 1
      at = ++from
    } else return false
  }
  while (pattern[place] === '*') place++
  return place === pattern.length
}
