/**
 * Replaces card numbers, e-mail addresses and phone numbers by what they were: "[card ••42]", "[email]", "[phone ••78]". The last digits stay, so that
 * people can tell which one was meant. Masking what is masked changes nothing.
 */
export function mask(text: string): string {
  return maskEmails(text).replace(numbers, (found, ...rest) =>
    maskNumber(found, rest.at(-1) as string, rest.at(-2) as number),
  )
}

/** What may stand at the end of a text that goes on with an @, and at the beginning of what follows it. */
const beforeAt = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+$/u
const afterAt = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u

/** Looks on both sides of each @, and at each character once: one expression for the whole address would try every beginning of every word. */
function maskEmails(text: string): string {
  const [first = '', ...parts] = text.split('@')
  let masked = ''
  let rest = first
  for (const part of parts) {
    const name = beforeAt.exec(rest)
    const host = name && afterAt.exec(part)
    masked += host ? `${rest.slice(0, name.index)}[email]` : `${rest}@`
    rest = host ? part.slice(host[0].length) : part
  }
  return masked + rest
}

/** A run of digits with at most one or two separators between them, as cards and phones are written. */
const numbers = /(?<![\p{L}\p{N}#])[+(]{0,2}\d(?:[ ()./-]{0,2}\d){6,24}(?![\p{L}\p{N}])/gu

function maskNumber(found: string, text: string, at: number): string {
  const digits = found.replace(/\D/g, '')
  const ending = digits.slice(-2)
  if (isCard(found, digits)) return `[card ••${ending}]`
  const before = nearby(text.slice(Math.max(0, at - around), at))
  const after = nearby(text.slice(at + found.length, at + found.length + around))
  return isPhone(found, digits, before, after) ? `[phone ••${ending}]` : found
}

/** As far from a number as anything is said of it, with single spaces: what is looked at must not grow with what was written. */
const around = 60
const nearby = (text: string) => text.replace(/\s+/g, ' ')

/** Digits in groups, or all in one, whose check digit is right (ISO/IEC 7812-1, Luhn). */
function isCard(found: string, digits: string): boolean {
  return (
    digits.length >= 13 &&
    digits.length <= 19 &&
    /^\d+(?:[ -]\d+)*$/.test(found) &&
    /^[2-6]/.test(digits) &&
    isLuhn(digits)
  )
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** Before a number that is no phone's: what people say of orders, parcels and money. */
const otherwise =
  /(?:#|\b(?:order|invoice|tracking|parcel|ticket|ref(?:erence)?|case|sku|item|serial|model|version|id|nr|no|number|iban|bestellung|rechnung|pedido|factura)\.?\s*(?:number|no\.?|nr\.?|id)?\s*(?:is|ist|es)?\s*[:#]?\s*|[$€£]\s*)$/iu
const called =
  /(?:\b(?:phone|tel|telephone|mobile|cell|call(?:\s+me)?(?:\s+(?:on|at|back at))?|whatsapp|text me(?:\s+(?:on|at))?|handy|telefon|tel[ée]fono|m[óo]vil)\b\.?\s*(?:number|no\.?|nr\.?)?\s*(?:is|ist|es)?\s*[:.]?\s*)$/iu
const money = /^\s*(?:[$€£]|(?:usd|eur|gbp|dollars?|euros?|pounds?)\b)/iu

/** E.164: at most 15 digits. Written with a plus it is one; without, it must look like one or be called one. */
function isPhone(found: string, digits: string, before: string, after: string): boolean {
  if (digits.length > 15 || isDate(found)) return false
  if (found.startsWith('+') || found.startsWith('(+')) return digits.length >= 8
  if (called.test(before)) return true
  if (otherwise.test(before) || money.test(after) || !/^[^.]*$|^\d{3}\.\d{3}\.\d{4}$/.test(found)) return false
  return looksLikePhone(found, digits)
}

/** A national number begins with 0, or is grouped as North America does: (415) 555-0132, 415-555-0132, 415.555.0132, 1-415-555-0132. */
function looksLikePhone(found: string, digits: string): boolean {
  if (/^\(?0[1-9]/.test(found) || digits.startsWith('00')) return digits.length >= 9
  return /^(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}$/.test(found)
}

/** 2026-11-23, 23.11.2026, 23/11/2026, 20261123, and with a time of day. */
function isDate(found: string): boolean {
  return /^(?:(?:19|20)\d{2}[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d{2}|(?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:19|20)\d{2})(?:\D{1,2}\d{1,2}){0,3}$/.test(
    found,
  )
}
