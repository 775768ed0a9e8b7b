import { z } from 'zod'

export const Password = z.string().min(8, 'At least 8 characters').max(128)

/** What everybody tries first, as it is left when digits and signs around it are taken away. */
const common = new Set(
  (
    'password passwort contrasena motdepasse passw pass qwerty qwertz azerty letmein welcome willkommen bienvenido admin administrator ' +
    'iloveyou sunshine princess football baseball basketball soccer superman batman dragon monkey shadow master michael jennifer ' +
    'jordan hunter ranger charlie freedom whatever trustno starwars computer internet samsung google facebook changeme changeit ' +
    'secret default guest login root test testtest support customer hallo hello halo hellohello abcabc abc asdf asdfasdf qazwsx ' +
    'zaqxsw summer winter spring autumn january december monday friday liverpool chelsea arsenal access flower cheese pepper ginger'
  ).split(' '),
)

/** Rows that fingers run along. */
const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
]

/**
 * Why a password would be guessed among the first, or null. `about`: name and e-mail address of whose it is. Linear, and looks at 128 characters at most.
 * Spelling with digits for letters ("p4ssw0rd") is known to everybody who guesses.
 */
export function weaknessOf(password: string, about: string[] = []): string | null {
  const text = password.slice(0, 128).toLowerCase()
  if (new Set(text).size < 4) return 'It is made of hardly any different characters.'
  if (rows.some((row) => row.includes(text) || row.includes(reversed(text)))) return 'It runs along a row of keys.'
  const words = [text, plain(text)].map(stemOf)
  if (words.some((word) => common.has(word))) return 'It is among the passwords that are tried first.'
  const own = about.flatMap((one) => one.toLowerCase().split(/[\s@.]+/)).filter((one) => one.length > 2)
  if (words.some((word) => own.includes(word))) return 'It is made of the name or the e-mail address.'
  return null
}

const reversed = (text: string) => [...text].reverse().join('')

const letters: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const plain = (text: string) => [...text].map((each) => letters[each] ?? each).join('')

/** Without what is no letter at both ends, where people put years and signs. */
function stemOf(text: string): string {
  const isLetter = (each: string) => /\p{L}/u.test(each)
  const all = [...text]
  const first = all.findIndex(isLetter)
  return first < 0 ? '' : all.slice(first, all.findLastIndex(isLetter) + 1).join('')
}
