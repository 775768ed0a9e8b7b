/**
 * An id that begins with the time (RFC 9562, version 7), so that what is written together is stored together. Works on plain http too, where `crypto.randomUUID` is
 * missing.
 */
export function newId(): string {
  const bytes = randomBytes()
  for (let place = 0, now = Date.now(); place < 6; place++) bytes[5 - place] = now / 256 ** place
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An id must be one of its kind and need not be secret: where a page has put something of its own in the place of `crypto`, it may be an ordinary number. */
function randomBytes(): Uint8Array {
  const bytes = new Uint8Array(16)
  try {
    crypto.getRandomValues(bytes)
  } catch {}
  return bytes.some(Boolean) ? bytes : bytes.map(() => Math.random() * 256)
}
