import { useMe } from '../session/use.ts'

const understands = {
  guidance: 'The built-in answerer keeps to “never mention …” and “keep it short”. Anything else takes a language model.',
  lessons: 'The built-in answerer keeps to “never mention …” and “keep it short”, and does what begins with tell, offer, mention or point to when the visitor asks about it. Anything else takes a language model.',
  prose: 'The built-in answerer does not read this. It is told to a language model, as soon as one is connected.',
  boundaries: 'Of the boundaries the built-in answerer keeps to “never mention …”, one a line; the rest, and the goal and the ideal customer, take a language model.',
}

/** What the built-in answerer cannot do with it; nothing where a language model answers. */
export function BuiltinLimit({ of }: { of: keyof typeof understands }) {
  const { model } = useMe()
  if (model !== 'built-in') return null
  return <p className="rounded-md bg-sunken px-3 py-2 text-xs text-soft">{understands[of]}</p>
}
