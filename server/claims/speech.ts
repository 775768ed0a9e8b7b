/** Small words that every longer text of a language is full of, and that no other of them has. */
const small = {
  en: 'the and you your is are of to we for with this that can our be will from have',
  de: 'der die das und ist sind nicht ein eine für mit sie wir auf dem den von zu ihre ihr bei auch werden kann',
  es: 'el la los las que de y es son en un una por para con su se lo del puede',
}
export type Speech = keyof typeof small

const speechOf = new Map<string, Speech[]>()
for (const [language, words] of Object.entries(small) as [Speech, string][])
  for (const word of words.split(' ')) speechOf.set(word, [...(speechOf.get(word) ?? []), language])

const mostRead = 2_000

/** Which language a text is in, of those that the widget speaks; null where that is not plain. */
export function readSpeech(text: string): Speech | null {
  const counts = { en: 0, de: 0, es: 0 }
  for (const [word] of text
    .slice(0, mostRead)
    .toLowerCase()
    .matchAll(/\p{L}+/gu))
    for (const language of speechOf.get(word) ?? []) counts[language]++
  const [[first, most], [, next]] = Object.entries(counts).toSorted(([, a], [, b]) => b - a) as [
    [Speech, number],
    [Speech, number],
  ]
  return most > 0 && most >= next * 2 ? first : null
}
