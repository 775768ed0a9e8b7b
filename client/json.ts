/**
 * JSON as it is meant, also on pages whose old libraries have taught arrays and objects a `toJSON` of their own: their idea of it would
 * be a text within the text, which nobody can read.
 */
export function toJson(value: unknown): string {
  const taught = [Array.prototype, Object.prototype].flatMap((prototype) => {
    const own = Object.getOwnPropertyDescriptor(prototype, 'toJSON')
    return own?.configurable ? [{ prototype, own }] : []
  })
  for (const { prototype } of taught) delete (prototype as { toJSON?: unknown }).toJSON
  try {
    return JSON.stringify(value)
  } finally {
    for (const { prototype, own } of taught) Object.defineProperty(prototype, 'toJSON', own)
  }
}
