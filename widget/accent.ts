const ours = '#3d5afe'

export interface Accent { colour: string; writing: string }

/** The accent if it is a colour we can reckon with, else ours; and the writing on it, white or near-black, whichever is easier to read. */
export function accentFrom(wanted: string | undefined): Accent {
  const colour = wanted && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(wanted) ? wanted : ours
  return { colour, writing: writingOn(colour) }
}

/** Set through the object model, which a strict content security policy allows and a style attribute is not. */
export function paint(element: HTMLElement, { colour, writing }: Accent): void {
  element.style.setProperty('--accent', colour)
  element.style.setProperty('--on-accent', writing)
}

/** Contrast as WCAG 2.2 reckons it, from relative luminance. */
function writingOn(colour: string): string {
  const luminance = luminanceOf(colour)
  const onWhite = 1.05 / (luminance + 0.05)
  const onBlack = (luminance + 0.05) / (luminanceOf('#14161c') + 0.05)
  return onWhite >= onBlack ? '#ffffff' : '#14161c'
}

function luminanceOf(colour: string): number {
  const [r, g, b] = channelsOf(colour).map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function channelsOf(colour: string): number[] {
  const hex = colour.slice(1)
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
}
