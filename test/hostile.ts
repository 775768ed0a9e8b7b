import { z } from 'zod'
import { newId } from '../server/ground/context.ts'

/** As JSON Schema tells it. */
export interface Shape {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
  pattern?: string
  format?: string
  maxLength?: number
  minimum?: number
  minItems?: number
  properties?: Record<string, Shape>
  items?: Shape
  propertyNames?: Shape
  additionalProperties?: Shape | boolean
  default?: unknown
}

export const shapeOf = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape

/** Whatever of it is drawn as more than text calls `ran`, or asks evil.test for something, or is of the class `trespasser`. The longest that fits is used. */
const spells = [
  '<img src=https://evil.test/p onerror=ran()>"\'><svg onload=ran()></svg><script>ran()</script>[go](javascript:ran()) <javascript:ran()> ![p](https://evil.test/p) <b class=trespasser>x</b>',
  '"><img src=https://evil.test/p onerror=ran()>',
  '"><img src onerror=ran()>',
  '<img src onerror=ran()>',
  '"<',
]
export const spell = (most = Infinity): string => spells.find(({ length }) => length <= most)!

/** A web address that is one, and would be more where it is written between quotes. */
export const webSpell = 'https://shop.test/"onmouseover="ran()"><b%20class=trespasser>'

/** What a schema takes, with a spell wherever words may stand. `known` names what must be something else. */
export function hostile(shape: Shape, known: Record<string, unknown>, name = ''): unknown {
  if (name in known) return known[name]
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return hostile(choices[0]!, known, name)
  if (shape.properties)
    return Object.fromEntries(
      Object.entries(shape.properties).map(([key, inner]) => [key, hostile(inner, known, key)]),
    )
  if (shape.propertyNames) return recordOf(shape, known)
  if (shape.items) return [hostile(shape.items, known, name)]
  const type = Array.isArray(shape.type) ? shape.type[0] : shape.type
  if (type === 'integer' || type === 'number') return Math.max(shape.minimum ?? 0, 0)
  if (type === 'boolean') return true
  if (type !== 'string')
    return { link: 'javascript:ran()', words: spell(), list: [spell(), 'data:text/html,<script>ran()</script>'] }
  if (shape.format === 'email') return 'eve@evil.test'
  if (shape.format === 'uri') return webSpell
  return shape.pattern ? fitting(new RegExp(shape.pattern, 'u')) : spell(shape.maxLength)
}

/** The worst that the pattern lets in. */
function fitting(pattern: RegExp): string {
  const glued = spells.map((words) => `openai-compatible/${words.replaceAll(' ', '_')}`)
  return [...glued.filter((words) => words.length <= 180), newId()].find((words) => pattern.test(words))!
}

function keyOf({ maxLength, pattern }: Shape): string {
  if (maxLength) return spell(maxLength)
  const words = 'plan of _script.'
  return !pattern || new RegExp(pattern, 'u').test(words) ? words : newId()
}

function recordOf({ propertyNames, additionalProperties }: Shape, known: Record<string, unknown>): unknown {
  const keys = (propertyNames!.enum as string[] | undefined) ?? [keyOf(propertyNames!)]
  return Object.fromEntries(keys.map((key) => [key, hostile((additionalProperties ?? {}) as Shape, known)]))
}
