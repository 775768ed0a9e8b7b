import { isColour, writingOn } from '../protocol/widget/contrast.ts'

const ours = '#3d5afe'

interface Accent {
  colour: string
  writing: string
}

/** The accent if it is a colour we can reckon with, else ours; and the writing on it, white or near-black, whichever is easier to read. */
export function accentFrom(wanted: string | null | undefined): Accent {
  const colour = wanted && isColour(wanted) ? wanted : ours
  return { colour, writing: writingOn(colour) }
}
